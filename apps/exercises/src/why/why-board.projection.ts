import type { Projection } from '@tandem/core';
import { type Analysis, analysisAfter } from './why.measures';
import type { WhyEvent } from './why.events';

export interface WhyRow extends Analysis {
  readonly id: string;
  readonly framedAt: string;
  readonly changedAt: string;
}

/** Every analysis: its causes, who thinks along, how far it has come. */
export const whyBoard: Projection<WhyRow, WhyEvent> = {
  table: 'why_board_v1',
  indexes: [`(row->>'changedAt')`, `(row->>'cycleId')`],

  evolve(row, event) {
    const analysis = analysisAfter(row, event);
    if (!analysis) return analysis;
    const changedAt = event.at.toISOString();
    return { ...analysis, id: event.streamId, framedAt: row?.framedAt ?? changedAt, changedAt };
  },
};
