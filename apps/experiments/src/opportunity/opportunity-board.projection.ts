import type { Projection } from '@tandem/core';
import type { Delivery, Evidence, KanoAnswers, Method, OpportunityEvent } from './opportunity.events';
import { functionGap, type Score, scoreOf, talkFirstFrom } from './scoring.measures';

export interface OpportunityRow {
  readonly id: string;
  readonly title: string;
  readonly problem: string;
  readonly teamIds: readonly string[];
  readonly status: 'raised' | 'scoring' | 'scored' | 'dropped';
  readonly round: number;
  readonly methods: readonly Method[];
  readonly becauseOf: Evidence | null;
  readonly scores: readonly Score[];
  readonly voters: number;
  readonly gapSteps: number | null;
  readonly talkFirst: boolean;
  readonly evidence: readonly Evidence[];
  readonly kanoAnswers: readonly KanoAnswers[];
  readonly hypothesis: string | null;
  readonly deliveries: readonly Delivery[];
  /** When a new round changed a score, and which evidence had asked for it. */
  readonly reranks: readonly { readonly at: string; readonly becauseOf: Evidence['kind'] | null }[];
  readonly droppedBecause: string | null;
  readonly raisedAt: string;
  readonly changedAt: string;
  readonly version: number;
}

/** The backlog: what an opportunity is worth to both sides, once both have said so. Open votes are not here. */
export const opportunityBoard: Projection<OpportunityRow, OpportunityEvent> = {
  table: 'opportunity_board_v1',
  indexes: [`row->>'changedAt'`],

  evolve(row, { type, data, streamId, version, at }) {
    const changed = { changedAt: at.toISOString(), version };
    if (type === 'OpportunityRaised')
      return { ...blank, ...data, id: streamId, raisedAt: changed.changedAt, ...changed };
    if (!row) return null;

    switch (type) {
      case 'EvidenceLinked':
        return { ...row, evidence: [...row.evidence, data], ...changed };
      case 'EvidenceUnlinked': {
        const evidence = row.evidence.filter(({ evidenceId }) => evidenceId !== data.evidenceId);
        return { ...row, evidence, ...changed };
      }
      case 'ScoringOpened': {
        const becauseOf = row.evidence.find(({ evidenceId }) => evidenceId === data.becauseOf) ?? null;
        return { ...row, status: 'scoring', round: data.round, methods: data.methods, becauseOf, ...changed };
      }
      case 'ScoresRevealed': {
        const scores = row.methods.flatMap((method) => scoreOf(data.votes, method) ?? []);
        const gapSteps = functionGap(scores);
        const talkFirst = gapSteps !== null && gapSteps >= talkFirstFrom;
        const rerank = { at: changed.changedAt, becauseOf: row.becauseOf?.kind ?? null };
        const reranks = hasMoved(row.scores, scores) ? [...row.reranks, rerank] : row.reranks;
        const voters = data.votes.length;
        return { ...row, status: 'scored', scores, voters, gapSteps, talkFirst, reranks, ...changed };
      }
      case 'KanoAnswered':
        return { ...row, kanoAnswers: [...row.kanoAnswers, ...data.answers], ...changed };
      case 'HypothesisStated':
        return { ...row, hypothesis: data.hypothesis, ...changed };
      case 'DeliveryLinked':
        return { ...row, deliveries: [...row.deliveries, data], ...changed };
      case 'OpportunityDropped':
        return { ...row, status: 'dropped', droppedBecause: data.reason, ...changed };
    }
  },
};

const blank = {
  status: 'raised',
  round: 0,
  methods: [],
  becauseOf: null,
  scores: [],
  voters: 0,
  gapSteps: null,
  talkFirst: false,
  evidence: [],
  kanoAnswers: [],
  hypothesis: null,
  deliveries: [],
  reranks: [],
  droppedBecause: null,
} as const;

/** Whether a method that was scored before says something else now. */
const hasMoved = (before: readonly Score[], now: readonly Score[]): boolean =>
  before.some(({ method, value }) => now.some((score) => score.method === method && score.value !== value));
