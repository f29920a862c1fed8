import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { opportunityBoard } from './opportunity-board.projection';
import type { OpportunityEvent, Priority } from './opportunity.events';

const raised: OpportunityEvent = { type: 'OpportunityRaised', data: { title: 't', problem: 'p', teamIds: ['t-1'] } };
const feedback = { evidenceId: 'e-1', kind: 'feedback', ref: 'https://feedback.example.com/7' } as const;
const linked: OpportunityEvent = { type: 'EvidenceLinked', data: feedback };
const opened = (round: number, becauseOf: string | null = null): OpportunityEvent => ({
  type: 'ScoringOpened',
  data: { round, methods: ['moscow'], becauseOf },
});
const revealed = (round: number, product: Priority, engineering: Priority): OpportunityEvent => ({
  type: 'ScoresRevealed',
  data: {
    round,
    votes: [
      { personId: 'pia', side: 'product', card: { moscow: product } },
      { personId: 'tom', side: 'engineering', card: { moscow: engineering } },
    ],
  },
});

/** One event a day, from 1 January 2026 on. */
const row = (...events: OpportunityEvent[]) =>
  rowOf(
    opportunityBoard,
    ...events.map((event, i) => recorded(event, { version: i + 1, at: new Date(Date.UTC(2026, 0, i + 1)) })),
  );

describe('The backlog', () => {
  it('shows what was raised', () =>
    expect(row(raised)).toMatchObject({
      ...{ id: 's-1', title: 't', status: 'raised', scores: [], gapSteps: null, talkFirst: false, voters: 0 },
      ...{ raisedAt: '2026-01-01T00:00:00.000Z', version: 1 },
    }));

  it('shows a round that is open, and the scores of the one before, until it is revealed', () =>
    expect(row(raised, opened(1), revealed(1, 'must', 'should'), opened(2))).toMatchObject({
      ...{ status: 'scoring', round: 2, scores: [{ method: 'moscow', value: 2.5 }], version: 4 },
    }));

  it('shows how far apart the sides are, and whether they talk first', () => {
    expect(row(raised, opened(1), revealed(1, 'must', 'should'))).toMatchObject({ gapSteps: 1, talkFirst: false });
    expect(row(raised, opened(1), revealed(1, 'must', 'could'))).toMatchObject({
      gapSteps: 2,
      talkFirst: true,
      voters: 2,
    });
  });

  it('remembers when feedback has moved a score, not when it stayed or was new', () => {
    const past = [raised, linked, opened(1, 'e-1'), revealed(1, 'must', 'should')];
    expect(row(...past)?.reranks).toEqual([]);
    expect(row(...past, opened(2, 'e-1'), revealed(2, 'must', 'should'))?.reranks).toEqual([]);
    expect(row(...past, opened(2, 'e-1'), revealed(2, 'must', 'must'))?.reranks).toEqual([
      { at: '2026-01-06T00:00:00.000Z', becauseOf: 'feedback' },
    ]);
    expect(row(...past, opened(2), revealed(2, 'wont', 'wont'))?.reranks).toEqual([
      { at: '2026-01-06T00:00:00.000Z', becauseOf: null },
    ]);
  });

  it('keeps its evidence, what customers answered, what is believed and what was delivered', () => {
    const delivery = { ref: 'GAME-42', url: null, experimentId: null };
    const answers = [{ functional: 'like', dysfunctional: 'dislike', n: 6 }] as const;
    const events: OpportunityEvent[] = [
      { type: 'KanoAnswered', data: { answers } },
      { type: 'KanoAnswered', data: { answers } },
      { type: 'HypothesisStated', data: { hypothesis: 'A later gate' } },
      { type: 'DeliveryLinked', data: delivery },
    ];
    expect(row(raised, linked, ...events)).toMatchObject({
      ...{ evidence: [feedback], kanoAnswers: [...answers, ...answers], hypothesis: 'A later gate' },
      deliveries: [delivery],
    });
    expect(row(raised, linked, { type: 'EvidenceUnlinked', data: { evidenceId: 'e-1', reason: 'r' } })).toMatchObject({
      evidence: [],
    });
  });

  it('says why something was dropped, and nothing of what was never raised', () => {
    const dropped: OpportunityEvent = { type: 'OpportunityDropped', data: { reason: 'sold' } };
    expect(row(raised, dropped)).toMatchObject({ status: 'dropped', droppedBecause: 'sold' });
    expect(row(dropped)).toBeNull();
  });
});
