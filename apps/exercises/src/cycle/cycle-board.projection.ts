import type { Projection } from '@tandem/core';
import type { Cause, CycleEvent, Owners } from './cycle.events';

export interface CycleRow extends Cause, Owners {
  readonly id: string;
  readonly status: 'noticed';
  readonly openedAt: string;
}

/** Every improvement cycle, whose it is and how far it has come. */
export const cycleBoard: Projection<CycleRow, CycleEvent> = {
  table: 'cycle_board_v1',
  indexes: [`(row->>'openedAt')`],

  evolve(_, { type, data, streamId, at }) {
    switch (type) {
      case 'CycleOpened':
        return { id: streamId, ...data, status: 'noticed', openedAt: at.toISOString() };
    }
  },
};
