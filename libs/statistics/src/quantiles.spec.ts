import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bootstrapInterval, kaplanMeierCurve, kaplanMeierQuantile, percentile, seededRandom } from './index';
import { xoshiro128 } from './random';
import { comparedWith } from './reference-data';

const totals = [89, 111, 100, 133, 87];

describe('Percentile', () => {
  it('reads the golden traces: p50 100 h, p90 124.2 h', () => {
    expect(percentile(totals, 0.5, 'linear')).toBe(100);
    expect(percentile(totals, 0.9, 'linear')).toBeCloseTo(124.2, 12);
    expect(percentile([46, 60, 60, 82, 46], 0.9, 'linear')).toBeCloseTo(73.2, 12);
  });

  comparedWith<Conventions>('metrics/dora/aggregate_conventions.json', (known) =>
    it('agrees with DevLake, Four Keys and Middleware on the same rows', () => {
      const { values, median_lower, median_continuous } = known.all_six_rows;
      expect(percentile(values, 0.5, 'lower')).toBe(median_lower);
      expect(percentile(values, 0.5, 'linear')).toBe(median_continuous);
      expect(percentile(known.values_minutes, 0.5, 'lower')).toBe(known.median_lower_devlake);
      expect(percentile(known.values_minutes, 0.5, 'linear')).toBe(known.median_continuous_fourkeys);
    }),
  );

  it.each([
    [0, 1],
    [0.2, 1],
    [0.21, 2],
    [0.5, 3],
    [0.85, 5],
    [1, 5],
  ])('of nearest rank at %s is %s of five', (p, value) =>
    expect(percentile([5, 4, 3, 2, 1], p, 'nearest-rank')).toBe(value),
  );

  it('does not slip a rank by the last digit of .07 * 100', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(percentile(hundred, 0.07, 'nearest-rank')).toBe(7);
    expect(percentile([...hundred, 101], 0.55, 'lower')).toBe(56);
  });

  it('of type lower is the greatest value whose PERCENT_RANK is at most p', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 2, maxLength: 30 }),
        fc.constantFrom(0, 0.25, 0.5, 0.9, 1),
        (values, p) => {
          const rank = (value: number) => values.filter((other) => other < value).length / (values.length - 1);
          expect(percentile(values, p, 'lower')).toBe(Math.max(...values.filter((value) => rank(value) <= p)));
        },
      ),
    ));

  it('lies among its values and rises with p', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('linear', 'nearest-rank', 'lower'),
        (values, p, type) => {
          const value = percentile(values, p, type) ?? NaN;
          expect(value).toBeGreaterThanOrEqual(Math.min(...values));
          expect(value).toBeLessThanOrEqual(Math.max(...values));
          expect(percentile(values, p / 2, type)).toBeLessThanOrEqual(value);
        },
      ),
    ));

  it('is none without values, and refuses a p of 90 and what is no number', () => {
    expect(percentile([], 0.5, 'linear')).toBeNull();
    expect(() => percentile([1], 90, 'linear')).toThrow(/between 0 and 1/);
    expect(() => percentile([1, NaN], 0.5, 'linear')).toThrow(/finite/);
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5, 'linear');
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('Kaplan-Meier quantile', () => {
  const closed = totals.map((duration) => ({ duration, observed: true }));
  const open = [150, 120].map((duration) => ({ duration, observed: false }));

  it('counts open traces as at least so long: p50 111 h, p90 beyond 150 h', () => {
    expect(kaplanMeierQuantile([...closed, ...open], 0.5)).toEqual({ value: 111 });
    expect(kaplanMeierQuantile([...closed, ...open], 0.9)).toEqual({ beyond: 150 });
  });

  it('rises by the part that ends of those still watched (golden G2)', () =>
    expect(kaplanMeierCurve([...closed, ...open]).map(({ duration, ended }) => [duration, ended])).toEqual([
      [87, expect.closeTo(1 / 7, 12)],
      [89, expect.closeTo(2 / 7, 12)],
      [100, expect.closeTo(3 / 7, 12)],
      [111, expect.closeTo(4 / 7, 12)],
      [120, expect.closeTo(4 / 7, 12)],
      [133, expect.closeTo(1 - (3 / 7) * (1 / 2), 12)],
      [150, expect.closeTo(1 - (3 / 7) * (1 / 2), 12)],
    ]));

  it('is the nearest rank when nothing is open', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 99 }),
        (durations, percent) => {
          const observations = durations.map((duration) => ({ duration, observed: true }));
          const value = percentile(durations, percent / 100, 'nearest-rank');
          expect(kaplanMeierQuantile(observations, percent / 100)).toEqual({ value });
        },
      ),
    ));

  it('takes the end first where an end and an open item tie', () =>
    expect(
      kaplanMeierQuantile(
        [
          { duration: 5, observed: false },
          { duration: 5, observed: true },
        ],
        0.5,
      ),
    ).toEqual({
      value: 5,
    }));

  it('is none of nothing, and refuses a duration that is no number', () => {
    expect(kaplanMeierQuantile([], 0.5)).toBeNull();
    expect(() => kaplanMeierQuantile([{ duration: NaN, observed: true }], 0.5)).toThrow(/finite/);
    expect(() => kaplanMeierQuantile(closed, 50)).toThrow(/between 0 and 1/);
  });
});

describe('Seeded chance', () => {
  it('is xoshiro128** 1.1', () => {
    const random = xoshiro128(1, 2, 3, 4);
    expect(Array.from({ length: 6 }, random)).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  it('is the same for ever for the same seed, and another for another', () => {
    const drawn = (seed: string) => Array.from({ length: 3 }, seededRandom(seed));
    expect(drawn('session-1')).toEqual(drawn('session-1'));
    expect(drawn('session-1')).not.toEqual(drawn('session-2'));
    expect(drawn('session-1')).toEqual([1341732359, 4208784753, 2216171237]);
  });
});

describe('Bootstrap interval', () => {
  const mean = (sample: readonly number[]) => sample.reduce((sum, value) => sum + value, 0) / sample.length;

  it('is the same for the same seed', () => {
    const drawn = (seed: number) => bootstrapInterval(totals, mean, { seed, resamples: 99 });
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it('of a mean comes near the interval that theory gives', () => {
    const values = Array.from({ length: 200 }, (_, i) => i % 10);
    const interval = bootstrapInterval(values, mean, { seed: 1, resamples: 4000 });
    const half = 1.96 * Math.sqrt(8.25 / 200);
    expect(Math.abs((interval?.low ?? NaN) - (4.5 - half))).toBeLessThan(0.03);
    expect(Math.abs((interval?.high ?? NaN) - (4.5 + half))).toBeLessThan(0.03);
    expect(interval?.level).toBe(0.95);
  });

  it('is narrower at a lower level, and none of nothing', () => {
    const at = (level: number) => bootstrapInterval(totals, mean, { seed: 1, resamples: 1000, level });
    expect(at(0.5)?.high).toBeLessThan(at(0.9)?.high ?? NaN);
    expect(bootstrapInterval([], mean, { seed: 1 })).toBeNull();
  });
});

interface Conventions {
  values_minutes: number[];
  median_lower_devlake: number;
  median_continuous_fourkeys: number;
  all_six_rows: { values: number[]; median_lower: number; median_continuous: number };
}
