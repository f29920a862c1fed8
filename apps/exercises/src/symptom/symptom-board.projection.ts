import type { Projection } from '@tandem/core';
import { certaintyOf } from './certainty.measures';
import type { Source, SymptomEvent, SymptomStatus } from './symptom.events';

export interface SymptomRow {
  readonly id: string;
  readonly symptomId: string;
  readonly teamId: string;
  readonly status: SymptomStatus;
  readonly confidence: number;
  /** The last word of each source since the symptom was last settled. */
  readonly sources: readonly (Source & { readonly at: string })[];
  /** Why it was refuted. */
  readonly reason: string | null;
  readonly since: string;
  readonly changedAt: string;
}

/** Every symptom of every team: how sure one is, and what speaks for it. */
export const symptomBoard: Projection<SymptomRow, SymptomEvent> = {
  table: 'symptom_board_v1',
  indexes: [`(row->>'teamId')`, `(row->>'changedAt')`],

  evolve(row, event) {
    const at = event.at.toISOString();
    if (event.type === 'SourceObserved') {
      const { symptomId, teamId, source } = event.data;
      const sources = [...(row?.sources ?? []).filter(({ name }) => name !== source.name), { ...source, at }];
      const start = { id: event.streamId, symptomId, teamId, status: 'observed' as const, reason: null, since: at };
      return { ...start, ...row, sources, confidence: certaintyOf(sources).confidence, changedAt: at };
    }
    return row && { ...row, ...changeOf(event), since: at, changedAt: at };
  },
};

function changeOf({ type, data }: Exclude<SymptomEvent, { type: 'SourceObserved' }>): Partial<SymptomRow> {
  switch (type) {
    case 'SymptomSuspected':
      return { status: 'suspected', reason: null };
    case 'SymptomConfirmed':
    case 'SymptomRecurred':
      return { status: 'confirmed', reason: null };
    case 'SymptomRefuted':
      return { status: 'refuted', reason: data.reason, sources: [], confidence: 0 };
    case 'SymptomResolved':
      return { status: 'resolved', sources: [], confidence: 0 };
  }
}
