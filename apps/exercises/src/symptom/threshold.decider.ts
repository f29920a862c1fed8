import { type Command, type Decider, demand } from '@tandem/core';
import type { ThresholdEvent } from './threshold.events';

export type ThresholdCommand =
  | Command<'SetThreshold', { signal: string; suspectAt: number; certainAt: number }>
  | Command<'ResetThreshold', { signal: string }>;

type Thresholds = Readonly<Record<string, string>>;

/** An organisation says for itself from where on a figure of its tools speaks for a symptom. */
export const threshold: Decider<Thresholds, ThresholdCommand, ThresholdEvent> = {
  initialState: () => ({}),

  decide({ type, data }, state) {
    const isSet = Object.hasOwn(state, data.signal);
    switch (type) {
      case 'SetThreshold': {
        const { suspectAt, certainAt } = data;
        demand(certainAt > suspectAt, 'bad-threshold', '`certainAt` must be more than `suspectAt`.');
        return isSet && state[data.signal] === `${suspectAt} ${certainAt}` ? [] : [{ type: 'ThresholdSet', data }];
      }
      case 'ResetThreshold':
        return isSet ? [{ type: 'ThresholdReset', data }] : [];
    }
  },

  evolve(state, { type, data }) {
    const { [data.signal]: _, ...others } = state;
    switch (type) {
      case 'ThresholdSet':
        return { ...others, [data.signal]: `${data.suspectAt} ${data.certainAt}` };
      case 'ThresholdReset':
        return others;
    }
  },
};
