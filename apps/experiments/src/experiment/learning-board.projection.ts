import type { Projection } from '@tandem/core';
import type { Design, ExperimentKind } from './design.events';
import type { ExperimentEvent, Outcome, Side } from './experiment.events';
import { outcomeOfDecision, outcomeOfVerdict } from './learning.measures';

export interface LearningRow {
  readonly id: string;
  readonly believed: string;
  readonly kind: ExperimentKind;
  readonly teamIds: readonly string[];
  readonly metrics: readonly string[];
  readonly proposedBy: readonly Side[];
  /** Null: it has not ended. */
  readonly outcome: Outcome | null;
  readonly found: string | null;
  readonly next: string | null;
  readonly tags: readonly string[];
  readonly endedAt: string | null;
  readonly version: number;
}

/** The library: of every experiment what was believed, what was found, what is done about it. */
export const learningBoard: Projection<LearningRow, ExperimentEvent> = {
  table: 'learning_board_v1',
  indexes: [`row->>'endedAt'`],

  evolve(row, { type, data, streamId, version }) {
    if (type === 'ExperimentProposed')
      return { ...blank, ...believed(data), proposedBy: data.proposedBy ?? [], id: streamId, version };
    if (!row) return null;
    switch (type) {
      case 'DesignEdited':
        return { ...row, ...believed(data.design), version };
      case 'ExperimentDecided': {
        const { decision, ground, reason, decidedAt } = data;
        const outcome = outcomeOfDecision(decision, ground);
        return outcome
          ? { ...row, outcome, found: reason ?? ground, endedAt: decidedAt, version }
          : { ...row, version };
      }
      case 'ExperimentConcluded': {
        const { verdict, reason, concludedAt } = data;
        return { ...row, outcome: outcomeOfVerdict(verdict), found: reason, endedAt: concludedAt, version };
      }
      case 'LearningRecorded':
        return { ...row, ...data, version };
      default:
        return { ...row, version };
    }
  },
};

const blank = { outcome: null, found: null, next: null, tags: [], endedAt: null } as const;

const believed = ({ hypothesis, kind = 'ab', teamIds, metrics }: Design) => ({
  believed: hypothesis,
  kind,
  teamIds,
  metrics: metrics.map(({ key }) => key),
});
