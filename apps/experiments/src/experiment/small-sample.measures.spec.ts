import { describe, expect, it } from '@jest/globals';
import type { Design } from './design.events';
import type { Entry } from './observation.events';
import { smallSampleArms, smallSampleContrasts, unitsIn } from './small-sample.measures';

type Asked = Pick<Design, 'kind' | 'variants' | 'metrics'>;
const two = [
  { key: 'a', weight: 1 },
  { key: 'b', weight: 1 },
];
const done: Asked = { kind: 'prototype', variants: two, metrics: [{ key: 'done', kind: 'proportion' }] };
const minutes: Asked = { kind: 'usability', variants: two, metrics: [{ key: 'done', kind: 'mean' }] };
const pilot: Asked = { ...minutes, kind: 'pilot' };
const single: Asked = { ...done, variants: two.slice(0, 1) };

const entry = (variant: string, subject: string, value: number, more: Partial<Entry> = {}): Entry => ({
  ...{ entryId: `${variant}${subject}${more.period}`, variant, subject, metric: 'done', value, ...more },
});
const values = (variant: string, ...all: number[]) => all.map((value, i) => entry(variant, `${variant}${i}`, value));
const changes = (variant: string, ...pairs: (readonly [number, number])[]) =>
  pairs.flatMap(([before, after], i) => [
    entry(variant, `${variant}${i}`, before, { period: 'before' }),
    entry(variant, `${variant}${i}`, after, { period: 'after' }),
  ]);

describe('Two versions of a few tries', () => {
  it('are compared by Fisher, with the interval of Newcombe', () =>
    expect(smallSampleContrasts(done, [entry('a', 'c1', 3, { n: 9 }), entry('b', 'c2', 20, { n: 36 })])).toEqual([
      {
        ...{ metric: 'done', variant: 'b', n: 45, difference: 20 / 36 - 3 / 9 },
        p: expect.closeTo(0.2836664492932219, 10),
        ciLow: expect.closeTo(-0.1287087231261952, 10),
        ciHigh: expect.closeTo(0.481977531537457, 10),
        method: 'Fisher exact, two-sided; interval: Newcombe',
      },
    ]));

  it('are compared by the normal approximation when they are many', () =>
    expect(
      smallSampleContrasts(done, [entry('a', 'c1', 900, { n: 10_001 }), entry('b', 'c2', 1_000, { n: 10_001 })])[0]
        ?.method,
    ).toMatch(/^two proportions/));

  it('are compared with nothing while one of them is empty', () =>
    expect(smallSampleContrasts(done, [entry('a', 'c1', 3, { n: 9 })])).toEqual([]));

  it('stand for themselves with two intervals, and say when they are too few', () => {
    const [a, b] = smallSampleArms(done, [entry('a', 'c1', 21, { n: 23 })]);

    expect(a).toMatchObject({
      ...{ variant: 'a', n: 23, value: 21 / 23, lowSample: false },
      ciLow: expect.closeTo(0.7320401892425632, 10),
      believedHigh: expect.closeTo(0.9814853865476507, 10),
    });
    expect(b).toMatchObject({ n: 0, value: null, ciLow: null, believedLow: null, lowSample: true });
  });
});

describe('Values of a few people', () => {
  it('are compared by every way to give out the labels', () =>
    expect(
      smallSampleContrasts(minutes, [
        ...values('a', 10.77, 12.35, 10.82, 13.49, 7.19, 15.33, 13.61),
        ...values('b', 13.98, 13.33, 6.76, 13.79),
      ])[0],
    ).toMatchObject({
      p: expect.closeTo(0.9878787878787879, 10),
      method: 'permutation of the values of both groups, two-sided, all 330 ways; interval: Welch',
    }));

  it('need two on each side for an interval', () =>
    expect(smallSampleContrasts(minutes, [...values('a', 1, 2), ...values('b', 3)])).toEqual([]));

  it('may all be the same: then nothing is uncertain', () =>
    expect(smallSampleContrasts(minutes, [...values('a', 1, 1), ...values('b', 1, 1)])[0]).toMatchObject({
      ...{ difference: 0, p: 1, ciLow: 0, ciHigh: 0 },
    }));
});

describe('A pilot', () => {
  it('is what its teams changed by, less what the others did', () => {
    const seen = [...changes('a', [10, 12], [20, 21], [30, 33]), ...changes('b', [10, 15], [20, 27], [30, 36])];

    expect(smallSampleContrasts(pilot, seen)[0]).toMatchObject({ n: 6, difference: 4, p: 2 / 20 });
    expect(smallSampleArms(pilot, seen)).toMatchObject([
      { variant: 'a', n: 3, value: 2, lowSample: true },
      { variant: 'b', n: 3, value: 6 },
    ]);
  });

  it('leaves out whoever was not seen before and after', () => {
    const half = entry('a', 'late', 99, { period: 'after' });
    expect(smallSampleArms(pilot, [...changes('a', [1, 2], [1, 4]), half])[0]).toMatchObject({ n: 2, value: 2 });
  });

  it('takes the mean of what was measured several times', () => {
    const twice = entry('a', 'a0', 3, { period: 'before', entryId: 'again' });
    expect(smallSampleArms(pilot, [...changes('a', [1, 4], [2, 4]), twice])[0]).toMatchObject({ value: 2 });
  });

  it('alone is judged by turning its changes', () =>
    expect(
      smallSampleContrasts({ ...pilot, variants: two.slice(0, 1) }, changes('a', [1, 2], [1, 3], [1, 4]))[0],
    ).toMatchObject({ variant: 'a', n: 3, difference: 2, p: 2 / 8 }));
});

describe('A single version', () => {
  it('is compared with the rate to beat, and with nothing where there is none', () => {
    const seen = [entry('a', 'c1', 9, { n: 10 })];
    const beaten: Asked = { ...single, metrics: [{ key: 'done', kind: 'proportion', benchmark: 0.5 }] };

    expect(smallSampleContrasts(single, seen)).toEqual([]);
    expect(smallSampleContrasts(beaten, seen)[0]).toMatchObject({ difference: 0.4, p: expect.closeTo(22 / 1024, 10) });
    expect(smallSampleContrasts(beaten, [])).toEqual([]);
  });
});

it('counts people once, and whoever stands for many as so many', () => {
  const other = entry('a', 'P1', 5, { metric: 'minutes' });
  expect(unitsIn([entry('a', 'P1', 1), other, entry('b', 'P2', 0), entry('b', 'campaign', 3, { n: 40 })])).toBe(42);
});
