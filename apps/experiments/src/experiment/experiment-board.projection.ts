import type { Projection } from '@tandem/core';
import type { ExperimentEvent, Metric, Side, Variant, Verdict } from './experiment.events';

export interface BoardRow {
  readonly id: string;
  readonly hypothesis: string;
  readonly teamIds: readonly string[];
  readonly variants: readonly Variant[];
  readonly metrics: readonly Metric[];
  readonly status: 'proposed' | 'running' | Verdict;
  readonly waitingFor: readonly Side[];
  readonly endorsements: readonly { readonly side: Side; readonly personId: string; readonly at: string }[];
  readonly startedAt: string | null;
  readonly concludedAt: string | null;
  readonly reason: string | null;
  readonly changedAt: string;
  readonly version: number;
}

/** What a team sees on its board: every experiment, and whose yes it waits for. */
export const experimentBoard: Projection<BoardRow, ExperimentEvent> = {
  table: 'experiment_board_v1',
  indexes: [`row->>'changedAt'`],

  evolve(row, { type, data, streamId, version, at }) {
    const changed = { changedAt: at.toISOString(), version };
    if (type === 'ExperimentProposed')
      return {
        ...data,
        id: streamId,
        status: 'proposed',
        waitingFor: ['product', 'engineering'],
        endorsements: [],
        startedAt: null,
        concludedAt: null,
        reason: null,
        ...changed,
      };
    if (!row) return null;

    switch (type) {
      case 'ExperimentEndorsed':
        return {
          ...row,
          waitingFor: row.waitingFor.filter((side) => side !== data.side),
          endorsements: [...row.endorsements, { ...data, at: changed.changedAt }],
          ...changed,
        };
      case 'ExperimentStarted':
        return { ...row, status: 'running', startedAt: data.startedAt, ...changed };
      case 'ExperimentConcluded':
        return { ...row, status: data.verdict, reason: data.reason, concludedAt: data.concludedAt, ...changed };
    }
  },
};
