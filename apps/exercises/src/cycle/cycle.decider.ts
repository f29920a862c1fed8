import { type Command, type Decider, demand } from '@tandem/core';
import type { Cause, CycleEvent, Owners } from './cycle.events';

export type CycleCommand = Command<'OpenCycle', Cause & Owners>;

type Cycle = { readonly status: 'unknown' } | { readonly status: 'noticed' };

/** An improvement cycle belongs to two people, one of product and one of engineering. */
export const cycle: Decider<Cycle, CycleCommand, CycleEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ data }, state) {
    demand(state.status === 'unknown', 'already-opened', 'A cycle with this id already exists.');
    demand(
      data.ownerProductId !== data.ownerEngineeringId,
      'one-owner-for-both-sides',
      'The product owner and the engineering owner must be two different people.',
    );
    demand(data.teamIds.length > 0, 'no-team', 'A cycle concerns at least one team.');
    return [{ type: 'CycleOpened', data }];
  },

  evolve(_, { type }) {
    switch (type) {
      case 'CycleOpened':
        return { status: 'noticed' };
    }
  },
};
