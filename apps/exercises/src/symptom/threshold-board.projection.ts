import type { Projection } from '@tandem/core';
import type { Threshold } from './symptom-catalogue.measures';
import type { ThresholdEvent } from './threshold.events';

export interface ThresholdRow {
  readonly thresholds: readonly Threshold[];
}

/** The thresholds of an organisation: one row, under its own id. */
export const thresholdBoard: Projection<ThresholdRow, ThresholdEvent> = {
  table: 'symptom_threshold_board_v1',

  evolve(row, { type, data }) {
    const others = (row?.thresholds ?? []).filter(({ signal }) => signal !== data.signal);
    return { thresholds: type === 'ThresholdSet' ? [...others, data] : others };
  },
};
