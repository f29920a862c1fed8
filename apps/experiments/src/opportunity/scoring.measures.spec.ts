import { describe, expect, it } from '@jest/globals';
import { kanoOf, kanoOfCounts, categoryOf } from './kano.measures';
import type { KanoAnswer, Scorecard, Side, Vote } from './opportunity.events';
import { type Rankable, rankingOf } from './ranking.measures';
import { functionGap, scoreOf } from './scoring.measures';

let voter = 0;
const vote = (side: Side, card: Scorecard): Vote => ({ personId: `p-${voter++}`, side, card });
const rice = (reach: number, impact: number, confidence: number, effort: number): Scorecard => ({
  rice: { reach, impact, confidence, effort },
});
const wsjf = (businessValue: number, timeCriticality: number, riskReduction: number, jobSize: number): Scorecard => ({
  wsjf: { businessValue, timeCriticality, riskReduction, jobSize },
});

describe('What an opportunity is worth', () => {
  it('is reach x impact x confidence / effort by RICE', () =>
    expect(
      scoreOf([vote('product', rice(500, 2, 0.8, 4)), vote('engineering', rice(500, 2, 0.8, 4))], 'rice')?.value,
    ).toBe(200));

  it('is (value + urgency + risk) / size by WSJF', () =>
    expect(scoreOf([vote('product', wsjf(13, 8, 5, 2)), vote('engineering', wsjf(13, 8, 5, 2))], 'wsjf')?.value).toBe(
      13,
    ));

  it('is cost of delay / duration by CD3', () => {
    const card: Scorecard = { cd3: { costOfDelay: 9_000, duration: 6 } };
    expect(scoreOf([vote('product', card), vote('engineering', card)], 'cd3')?.value).toBe(1_500);
  });

  it('is 3 for must down to 0 for will not by MoSCoW', () =>
    expect(scoreOf([vote('product', { moscow: 'must' }), vote('engineering', { moscow: 'wont' })], 'moscow')).toEqual({
      method: 'moscow',
      value: 1.5,
      questions: [{ question: 'priority', product: 3, engineering: 0, gapSteps: 3 }],
    }));

  it('lets the few of one side count as much as the many of the other', () => {
    const many = [8, 8, 20].map((size) => vote('engineering', wsjf(1, 1, 1, size)));

    expect(scoreOf([vote('product', wsjf(1, 1, 1, 2)), ...many], 'wsjf')?.value).toBe(3 / 5);
  });

  it('is not known while a side has not answered', () => {
    expect(scoreOf([vote('product', rice(1, 1, 1, 1))], 'rice')).toBeNull();
    expect(scoreOf([vote('product', rice(1, 1, 1, 1)), vote('engineering', { moscow: 'must' })], 'rice')).toBeNull();
  });
});

describe('The gap between the two sides', () => {
  const gap = (...votes: Vote[]) =>
    functionGap((['wsjf', 'rice'] as const).flatMap((method) => scoreOf(votes, method) ?? []));

  it('is counted in steps of the scale, not in points', () => {
    expect(gap(vote('product', wsjf(13, 3, 1, 5)), vote('engineering', wsjf(13, 3, 1, 20)))).toBe(3);
    expect(gap(vote('product', rice(9, 0.25, 1, 1)), vote('engineering', rice(1, 1, 1, 9)))).toBe(2);
  });

  it('is that of the medians, between two steps in proportion', () =>
    expect(
      gap(vote('product', wsjf(5, 1, 1, 1)), vote('product', wsjf(8, 1, 1, 1)), vote('engineering', wsjf(5, 1, 1, 1))),
    ).toBe(0.5));

  it('is not known where no question has a scale', () =>
    expect(functionGap([{ method: 'cd3', value: 1, questions: [] }])).toBeNull());
});

describe('What customers say by Kano', () => {
  it('is better .60 and worse -.467 of A 12, O 6, M 8, I 4', () => {
    const kano = kanoOfCounts({ A: 12, O: 6, M: 8, I: 4, R: 0, Q: 0 });

    expect(kano).toMatchObject({ n: 30, category: 'A', better: 0.6, lowSample: false });
    expect(kano?.worse).toBeCloseTo(-0.4667, 4);
    expect(kano?.betterInterval?.low).toBeCloseTo(0.4232, 4);
    expect(kano?.worseInterval?.high).toBeCloseTo(-0.3023, 4);
  });

  it('follows the table of both questions', () => {
    const answers = ['like', 'expect', 'neutral', 'tolerate', 'dislike'] as const satisfies KanoAnswer[];
    const table = answers.map((functional) =>
      answers.map((dysfunctional) => categoryOf({ functional, dysfunctional })).join(''),
    );

    expect(table).toEqual(['QAAAO', 'RIIIM', 'RIIIM', 'RIIIM', 'RRRRQ']);
  });

  it('leans to what must be when two are as frequent', () =>
    expect(kanoOfCounts({ A: 5, O: 0, M: 5, I: 5, R: 0, Q: 0 })?.category).toBe('M'));

  it('is unknown, not 0, when nobody was asked or all answered the other way round', () => {
    expect(kanoOf([])).toBeNull();
    expect(kanoOf([{ functional: 'dislike', dysfunctional: 'like', n: 3 }])).toMatchObject({
      ...{ better: null, worse: null, betterInterval: null, category: 'R', lowSample: true },
    });
  });
});

describe('The backlog by value', () => {
  const item = (
    id: string,
    scores: Partial<Record<'rice' | 'wsjf' | 'cd3', number>>,
    more: Partial<Rankable> = {},
  ) => ({
    ...{ id, status: 'scored', evidence: [], reranks: [] },
    scores: Object.entries(scores).map(([method, value]) => ({ method: method as 'rice', value, questions: [] })),
    ...more,
  });
  const feedback = { evidence: [{ evidenceId: 'e', kind: 'feedback', ref: 'r' }] } as const;
  const finding = { evidence: [{ evidenceId: 'e', kind: 'finding', ref: 'r' }] } as const;

  it('ranks by value, equals alike, without what was dropped or not scored', () => {
    const rows = [item('c', { rice: 5 }), item('b', { rice: 9 }), item('a', { rice: 5 }), item('e', { rice: 1 })];
    const dropped = item('d', { rice: 99 }, { status: 'dropped' });

    expect(
      rankingOf([...rows, dropped, item('f', { wsjf: 3 })], 'rice').items.map(({ rank, opportunity }) => [
        rank,
        opportunity.id,
      ]),
    ).toEqual([
      [1, 'b'],
      [2, 'a'],
      [2, 'c'],
      [4, 'e'],
    ]);
  });

  it('says which share of the first 20 customers or figures speak for; findings alone do not', () => {
    const rows = Array.from({ length: 25 }, (_, i) =>
      item(`i-${i}`, { rice: 100 - i }, i < 5 ? feedback : i < 8 ? finding : i > 19 ? feedback : {}),
    );

    expect(rankingOf(rows, 'rice')).toMatchObject({ valueLinkedShare: 0.25, valueLinkedOf: 20 });
    expect(rankingOf([], 'rice')).toMatchObject({ valueLinkedShare: null, valueLinkedOf: 0 });
  });

  it('says how alike the methods rank what both have scored', () => {
    const rows = [
      item('a', { rice: 1, wsjf: 1 }),
      item('b', { rice: 2, wsjf: 3 }),
      item('c', { rice: 3, wsjf: 2 }),
      item('d', { cd3: 1 }),
    ];

    expect(rankingOf(rows, 'rice').stability).toEqual([{ methods: ['rice', 'wsjf'], n: 3, tau: 1 / 3 }]);
  });

  it('counts by month what feedback has moved, and nothing else', () => {
    const moved = (at: string, becauseOf: 'feedback' | 'metric' | null) => ({ reranks: [{ at, becauseOf }] });
    const rows = [
      item('a', { rice: 1 }, moved('2026-02-03T00:00:00.000Z', 'feedback')),
      item('b', { rice: 1 }, moved('2026-01-31T23:59:59.999Z', 'feedback')),
      item('c', { rice: 1 }, moved('2026-02-20T00:00:00.000Z', 'feedback')),
      item('d', { rice: 1 }, moved('2026-02-20T00:00:00.000Z', 'metric')),
    ];

    expect(rankingOf(rows, 'rice').feedbackReranks).toEqual([
      { month: '2026-01', count: 1 },
      { month: '2026-02', count: 2 },
    ]);
  });
});
