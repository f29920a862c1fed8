import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chance, times } from './chance.fixture';
import { type Measured, verdictLevel, verdictOf } from './index';

const golden = { before: [46, 60, 60, 82, 46], after: [20, 24, 30, 41, 18] };

describe('The golden re-measurement, 46, 60, 60, 82, 46 hours to 20, 24, 30, 41, 18', () => {
  const verdict = verdictOf({ kind: 'duration', ...golden, wanted: 'less', seed: 'golden' });

  it('improved: delta 1, median 60 to 24', () => {
    expect(verdict).toMatchObject({ outcome: 'improved', n: { before: 5, after: 5 }, dominance: { delta: 1 } });
    expect(verdict.medians).toMatchObject({ before: 60, after: 24, ratio: 0.4 });
    expect(verdict.needed).toBeNull();
  });

  it('tells as effect the ratio of the geometric means, inside an interval below 1', () => {
    const geometric = (values: number[]) => values.reduce((product, value) => product * value, 1) ** (1 / 5);
    expect(verdict.effect).toBeCloseTo(geometric(golden.after) / geometric(golden.before), 12);
    expect(verdict.interval).toMatchObject({ level: verdictLevel });
    expect(verdict.interval!.low).toBeLessThan(verdict.effect!);
    expect(verdict.interval!.high).toBeLessThan(1);
  });

  it('is worse where longer was wanted, and improved no less as scores', () => {
    expect(verdictOf({ kind: 'duration', ...golden, wanted: 'more', seed: 'golden' }).outcome).toBe('worse');
    expect(verdictOf({ kind: 'score', ...golden, wanted: 'less', seed: 'golden' }).outcome).toBe('improved');
  });

  it('is not decided where nine tenths less would have been worth having, and asks for more', () => {
    const result = verdictOf({ kind: 'duration', ...golden, wanted: 'less', minEffect: 0.9, seed: 'golden' });
    expect(result.outcome).toBe('no_change');
    const half = verdictOf({ kind: 'duration', ...golden, wanted: 'less', minEffect: 0.65, seed: 'golden' });
    expect(half).toMatchObject({ outcome: 'insufficient_data', needed: 6 });
  });
});

describe('A verdict', () => {
  const even = chance('verdict');
  const score = (before: number[], after: number[], minEffect = 0) =>
    verdictOf({ kind: 'score', before, after, wanted: 'more', minEffect, seed: 1 });

  it('is no change only where the whole interval lies nearer to none than what is worth having', () => {
    const [before, after] = [times(200, even.normal), times(200, even.normal)];
    expect(score(before, after, 0.5).outcome).toBe('no_change');
    expect(score(before, after, 0).outcome).toBe('insufficient_data');
    expect(score(before.slice(0, 8), after.slice(0, 8), 0.5).outcome).toBe('insufficient_data');
  });

  it('is no change too where a change is certain, but too small', () => {
    const before = times(400, even.normal);
    const result = score(
      before,
      before.map((value) => value + 0.3),
      0.6,
    );
    expect(result.interval!.low).toBeGreaterThan(0);
    expect(result.outcome).toBe('no_change');
  });

  it('asks for the n of the textbook: 2 σ² (1.695 + .842)² / effect²', () => {
    const [before, after] = [times(30, even.normal), times(30, even.normal)];
    const result = score(before, after, 0.1);
    const spread = [before, after].map((values) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / 30;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 29;
    });
    const textbook = ((spread[0]! + spread[1]!) * (1.6954 + 0.8416) ** 2) / 0.1 ** 2;
    expect(result.needed! / textbook).toBeCloseTo(1, 1);
  });

  it('is open where a side is missing or nothing varies, and cannot say how many it needs', () => {
    expect(score([], [1, 2])).toMatchObject({
      outcome: 'insufficient_data',
      effect: null,
      interval: null,
      needed: null,
    });
    expect(score([4, 4, 4], [4, 4, 4])).toMatchObject({ outcome: 'insufficient_data', effect: 0, interval: null });
    expect(score([3], [5]).outcome).toBe('insufficient_data');
    expect(score([3, 3, 3, 3, 3], [5, 5, 5, 5, 5]).outcome).toBe('improved');
  });

  it('is the same for the same seed, and the other way round with the sides', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 2, maxLength: 9 }),
        fc.array(fc.nat(9), { minLength: 2, maxLength: 9 }),
        (a, b) => {
          const there = verdictOf({ kind: 'score', before: a, after: b, wanted: 'more', seed: 1, resamples: 199 });
          expect(verdictOf({ kind: 'score', before: a, after: b, wanted: 'more', seed: 1, resamples: 199 })).toEqual(
            there,
          );
          const down = verdictOf({ kind: 'score', before: a, after: b, wanted: 'less', seed: 1, resamples: 199 });
          const turned = { improved: 'worse', worse: 'improved' } as Record<string, string>;
          expect(down.outcome).toBe(turned[there.outcome] ?? there.outcome);
          if (there.interval) {
            expect(there.interval.low).toBeLessThanOrEqual(there.effect! + 1e-9);
            expect(there.interval.high).toBeGreaterThanOrEqual(there.effect! - 1e-9);
          }
        },
      ),
    ));

  it.each<[string, Measured, RegExp]>([
    [
      'a negative minEffect',
      { kind: 'score', before: [1], after: [1], wanted: 'more', minEffect: -1, seed: 1 },
      /minEffect must be 0 or more, not -1/,
    ],
    [
      'a whole less of a ratio',
      { kind: 'duration', before: [1], after: [1], wanted: 'less', minEffect: 1, seed: 1 },
      /below 1 where less/,
    ],
    [
      'a negative duration',
      { kind: 'duration', before: [1, -2], after: [1], wanted: 'less', seed: 1 },
      /duration must be .* not -2/,
    ],
    ['a score that is none', { kind: 'score', before: [1, NaN], after: [1], wanted: 'less', seed: 1 }, /finite/],
    [
      'more than all',
      { kind: 'share', before: { n: 1, successes: 2 }, after: { n: 1, successes: 0 }, wanted: 'less', seed: 1 },
      /2 of 1/,
    ],
    [
      'a negative count',
      {
        kind: 'count',
        before: [
          { count: -1, exposure: 1 },
          { count: 1, exposure: 1 },
        ],
        after: [{ count: 1, exposure: 1 }],
        wanted: 'less',
        seed: 1,
      },
      /count must be 0 or more, not -1/,
    ],
    ['no look', { kind: 'series', before: [1, 2], after: [1], looks: 0, wanted: 'less', seed: 1 }, /looks must be/],
  ])('refuses %s', (_, measured, message) => expect(() => verdictOf(measured)).toThrow(message));
});

describe('Durations', () => {
  it('of no time at all count as half the shortest seen', () => {
    const result = verdictOf({ kind: 'duration', before: [8, 4, 6, 5], after: [0, 2, 3, 1], wanted: 'less', seed: 1 });
    const half = verdictOf({ kind: 'duration', before: [8, 4, 6, 5], after: [0.5, 2, 3, 1], wanted: 'less', seed: 1 });
    expect(result.effect).toBeCloseTo(half.effect!, 12);
  });
});

describe('Counts', () => {
  const periods = (...counts: number[]) => counts.map((count) => ({ count, exposure: 7 }));

  it('improve where incidents fall to a third, week by week', () => {
    const verdict = verdictOf({
      kind: 'count',
      before: periods(9, 7, 11, 8, 10, 9),
      after: periods(3, 2, 4, 3, 3, 3),
      wanted: 'less',
      seed: 1,
    });
    expect(verdict).toMatchObject({ outcome: 'improved', method: 'exchange-log' });
    expect(verdict.effect).toBeCloseTo(18.5 / 54.5, 12);
  });

  it('prove nothing where one burst makes all the difference, though the totals would', () => {
    const [before, after] = [periods(1, 0, 41, 0, 2, 1), periods(1, 2, 0, 1, 0, 1)];
    expect(verdictOf({ kind: 'count', before, after, wanted: 'less', seed: 1 }).outcome).toBe('insufficient_data');
    const total = (count: number) => [{ count, exposure: 42 }];
    const totals = verdictOf({ kind: 'count', before: total(45), after: total(5), wanted: 'less', seed: 1 });
    expect(totals).toMatchObject({ outcome: 'improved', method: 'poisson-exact' });
  });

  it('tell nothing where nothing ever happened', () =>
    expect(
      verdictOf({ kind: 'count', before: periods(0, 0), after: periods(0, 0), wanted: 'less', seed: 1 }),
    ).toMatchObject({
      outcome: 'insufficient_data',
      effect: null,
    }));
});

describe('Shares', () => {
  it('improve from 12 in 40 to 28 in 40, told by Laplace', () => {
    const verdict = verdictOf({
      kind: 'share',
      before: { n: 40, successes: 12 },
      after: { n: 40, successes: 28 },
      wanted: 'more',
      seed: 1,
    });
    expect(verdict).toMatchObject({ outcome: 'improved', method: 'exact' });
    expect(verdict.effect).toBeCloseTo(29 / 42 - 13 / 42, 12);
  });

  it('of millions are told at once', () =>
    expect(
      verdictOf({
        kind: 'share',
        before: { n: 3e6, successes: 3e5 },
        after: { n: 2e6, successes: 2.1e5 },
        wanted: 'more',
        seed: 1,
      }).outcome,
    ).toBe('improved'));

  it('are without interval where all succeeded', () =>
    expect(
      verdictOf({
        kind: 'share',
        before: { n: 9, successes: 9 },
        after: { n: 9, successes: 9 },
        wanted: 'more',
        seed: 1,
      }),
    ).toMatchObject({ outcome: 'insufficient_data', effect: 0, interval: null }));
});

describe('A series', () => {
  const before = [60, 46, 82, 60, 46, 58, 64, 55, 70, 61, 49, 66];
  const series = (after: number[], looks: number) =>
    verdictOf({ kind: 'series', before, after, looks, wanted: 'less', seed: 1 });

  it('improved with eight in a row below the mean', () => {
    const verdict = series([38, 41, 35, 40, 44, 39, 37, 42], 8);
    expect(verdict).toMatchObject({ outcome: 'improved', method: 'xmr', signal: { eighth: 7, isCalled: true } });
  });

  it('is worse where they are above it, and open while it goes on as before', () => {
    expect(series([88, 91, 85, 90, 94, 89, 87, 92], 8).outcome).toBe('worse');
    expect(series([61, 48, 70], 8)).toMatchObject({
      outcome: 'insufficient_data',
      signal: { beyond: null, eighth: null },
    });
  });

  it('shows a sign that is not called if it was looked for often', () => {
    const few = [50, 52, 51, 53, 52];
    const at = (looks: number) =>
      verdictOf({ kind: 'series', before: few, after: [44, 52], looks, wanted: 'less', seed: 1 }).signal;
    expect(at(20)).toMatchObject({ beyond: 0, isCalled: false });
  });
});
