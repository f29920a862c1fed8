import type { Projection } from '@tandem/core';
import type { Flag, FlagEvent } from './flag.events';

export interface FlagRow extends Flag {
  readonly id: string;
  /** The share of the units that takes part. */
  readonly coverage: number;
}

/** Every flag that is served. */
export const flagBoard: Projection<FlagRow, FlagEvent> = {
  table: 'flag_board_v1',
  indexes: [`(row->>'key')`, `(row->>'experimentId')`],

  evolve(row, { type, data, streamId }) {
    switch (type) {
      case 'FlagDefined':
        return { ...data, id: streamId, coverage: row?.coverage ?? 1 };
      case 'CoverageSet':
        return row && { ...row, coverage: data.coverage };
      case 'FlagArchived':
        return null;
    }
  },
};
