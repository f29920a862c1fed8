import { describe, expect, it } from '@jest/globals';
import { demandSample, demandSmall } from './change-card.decider';
import type { ChangeCard, Measure, MeasureKind, Sample } from './cycle.events';
import { before, card } from './cycle.fixture';

const refusalOf = (work: () => void) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return undefined;
};
const refused = (change: Partial<ChangeCard>) => refusalOf(() => demandSmall({ ...card, ...change }));
const measure = (change: Partial<Measure>) => refused({ measure: { ...card.measure, ...change } });
const hypothesis = (change: Partial<ChangeCard['hypothesis']>) =>
  refused({ hypothesis: { ...card.hypothesis, ...change } });
const sample = (kind: MeasureKind, data: Partial<Sample>) =>
  refusalOf(() => demandSample('sample', kind, { from: before.from, to: before.to, ...data }));

describe('A change card', () => {
  it('takes a small change', () => expect(refused({})).toBeUndefined());

  it.each([
    ['two person-weeks at most', { effortPersonWeeks: 2 }, undefined],
    ['no more than two person-weeks', { effortPersonWeeks: 2.1 }, 'too-much-effort'],
    ['some effort', { effortPersonWeeks: 0 }, 'too-much-effort'],
    ['three teams at most', { teamIds: ['a', 'b', 'c'] }, undefined],
    ['no more than three teams', { teamIds: ['a', 'b', 'c', 'd'] }, 'too-many-teams'],
    ['one team at least', { teamIds: [] }, 'too-many-teams'],
    ['six weeks to the review at most', { reviewAt: '2026-03-23T09:00:00.000Z' }, undefined],
    ['no more than six weeks', { reviewAt: '2026-03-23T09:00:00.001Z' }, 'review-too-late'],
    ['a review after the start', { reviewAt: card.startAt }, 'review-before-start'],
    ['a rule when to stop', { stopRule: ' ' }, 'empty-text'],
    ['a part of the work', { processArea: '' }, 'empty-text'],
    ['a text that is no book', { processArea: 'x'.repeat(1_001) }, 'text-too-long'],
  ] as const)('asks for %s', (_, change, code) => expect(refused(change)).toBe(code));

  it.each([
    ['what we do', { ifWe: '' }, 'empty-text'],
    ['what it moves', { metric: '' }, 'empty-text'],
    ['how far', { by: '' }, 'empty-text'],
    ['within which time', { withinDays: 0 }, 'no-time-to-work'],
  ])('has a hypothesis that says %s', (_, change, code) => expect(hypothesis(change)).toBe(code));

  it.each([
    ['neither metric nor exercise', { exerciseRef: undefined }, 'one-measure'],
    ['both', { metricRef: 'lead time' }, 'one-measure'],
    ['no target', { target: Number.NaN }, 'bad-target'],
    ['no least effect', { minEffect: 0 }, 'bad-min-effect'],
    ['a least effect below nothing', { minEffect: 1 }, 'bad-min-effect'],
    ['half a look', { looks: 1.5 }, 'bad-looks'],
    ['no look', { looks: 0 }, 'bad-looks'],
    ['too many looks', { looks: 13 }, 'bad-looks'],
    ['a bad baseline', { baseline: { ...before, values: [-1] } }, 'bad-sample'],
  ])('has a measure with %s refused', (_, change, code) => expect(measure(change)).toBe(code));

  it('takes a least effect of 1 and more where it is no share, or where more is wanted', () => {
    expect(measure({ kind: 'score', minEffect: 1 })).toBeUndefined();
    expect(
      refused({ hypothesis: { ...card.hypothesis, direction: 'up' }, measure: { ...card.measure, minEffect: 1 } }),
    ).toBeUndefined();
  });
});

describe('A sample', () => {
  it.each<[MeasureKind, Partial<Sample>]>([
    ['score', { values: [-1, 5] }],
    ['series', { values: [1] }],
    ['duration', { values: [0, 3] }],
    ['count', { periods: [{ count: 0, exposure: 7 }] }],
    ['share', { count: 3, n: 3 }],
  ])('of a %s has its shape', (kind, data) => expect(sample(kind, data)).toBeUndefined());

  it.each<[string, MeasureKind, Partial<Sample>, string]>([
    ['no window', 'score', { values: [1], to: before.from }, 'empty-window'],
    ['no values', 'score', { values: [] }, 'bad-sample'],
    ['nothing', 'score', {}, 'bad-sample'],
    ['what is no number', 'series', { values: [Number.NaN] }, 'bad-sample'],
    ['501 values', 'score', { values: Array.from({ length: 501 }, () => 1) }, 'bad-sample'],
    ['a negative duration', 'duration', { values: [-0.1] }, 'bad-sample'],
    ['more than its kind needs', 'score', { values: [1], count: 1 }, 'bad-sample'],
    ['no periods', 'count', { periods: [] }, 'bad-sample'],
    ['501 periods', 'count', { periods: Array.from({ length: 501 }, () => ({ count: 1, exposure: 1 })) }, 'bad-sample'],
    ['half a count', 'count', { periods: [{ count: 0.5, exposure: 1 }] }, 'bad-sample'],
    ['no exposure', 'count', { periods: [{ count: 1, exposure: 0 }] }, 'bad-sample'],
    ['more than all', 'share', { count: 4, n: 3 }, 'bad-sample'],
    ['none of none', 'share', { count: 0, n: 0 }, 'bad-sample'],
    ['fewer than none', 'share', { count: -1, n: 3 }, 'bad-sample'],
  ])('with %s is refused', (_, kind, data, code) => expect(sample(kind, data)).toBe(code));
});
