import { type Command, demand } from '@tandem/core';
import type { Exercise } from '../exercise.decider';
import { guessForm, infoForm } from './info-form.measures';
import { guessObjection, infoObjection } from './objection.measures';
import type { Frequency, SignalNoiseEvent } from './signal-noise.events';
import {
  blankSignalNoise,
  type SignalNoise,
  withCollected,
  withEvent,
  withoutWords,
} from './signal-noise-work.measures';
import { signalNoiseTemplate } from './signal-noise.template';
import { signalEvidence } from './signal-suggestions.measures';

export type SignalNoiseCommand = Command<'PrepareSignals', { frequency: Frequency; channels: readonly string[] }>;

/** Receivers say what reaches them and what it is worth; senders guess it before they hear. */
export const signalNoise: Exercise<SignalNoise, SignalNoiseCommand, SignalNoiseEvent> = {
  template: signalNoiseTemplate,
  commands: { PrepareSignals: 'facilitator' },
  forms: {
    info: { schema: infoForm, objection: infoObjection },
    guess: { schema: guessForm, objection: guessObjection },
  },

  initialWork: () => blankSignalNoise,

  decide({ data }, _, { teamIds }) {
    const channels = data.channels.map((channel) => channel.trim());
    demand(
      channels.length > 0,
      'channels-missing',
      'channels lists by what information comes: chat, ticket, meeting …',
    );
    demand(!channels.includes(''), 'channel-without-name', 'channels gives each channel a name.');
    demand(new Set(channels).size === channels.length, 'channel-twice', 'channels names every channel once.');
    return [{ type: 'SignalsPrepared', data: { teamIds, frequency: data.frequency, channels } }];
  },

  evolve: withEvent,
  contributed: withCollected,
  redacted: withoutWords,

  guards: {
    'signals-prepared': {
      holds: ({ teamIds }) => teamIds.length > 0,
      message: 'Say first by which channels information comes.',
    },
    'sheets-filled-in': {
      holds: ({ sheets }) => sheets.length > 0,
      message: 'Somebody must have said what reaches them.',
    },
  },

  reveal: (_, asOf) => [{ type: 'MatrixRevealed', data: { asOf } }],

  evidence: signalEvidence,
};
