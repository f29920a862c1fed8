import { describe, expect, it } from '@jest/globals';
import { accelerationOf } from './bootstrap';
import {
  acceleratedBootstrapInterval,
  chanceOfLead,
  exchangedChange,
  medianRatio,
  rateRatio,
  shareChange,
} from './index';

/** Spatial test, 26 children: table 14.1 of Efron and Tibshirani, An Introduction to the Bootstrap (1993). */
const spatial = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

const variance = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

describe('The accelerated bootstrap', () => {
  it('has the figures of the book: variance 171.5, acceleration .061, 90 % from 115.8 to 259.6', () => {
    expect(variance(spatial)).toBeCloseTo(171.5, 1);
    expect(accelerationOf(spatial, variance)).toBeCloseTo(0.061, 3);
    const interval = acceleratedBootstrapInterval(spatial, variance, { seed: 'spatial', level: 0.9 })!;
    expect(Math.abs(interval.low - 115.8)).toBeLessThan(2.5);
    expect(Math.abs(interval.high - 259.6)).toBeLessThan(5);
  });

  it('is none of one value, or of equal ones', () => {
    expect(acceleratedBootstrapInterval([1], variance, { seed: 1 })).toBeNull();
    expect(acceleratedBootstrapInterval([2, 2, 2], variance, { seed: 1 })).toBeNull();
    expect(accelerationOf([2, 2, 2], variance)).toBe(0);
  });
});

describe('A rate ratio', () => {
  it('agrees with poisson.test(c(11, 21), c(800, 3011)) of R: 1.971488, .8584264 to 4.2772659', () => {
    const result = rateRatio({ count: 21, exposure: 3011 }, { count: 11, exposure: 800 })!;
    expect(result.ratio).toBeCloseTo(1.971488, 6);
    expect(result.interval.low).toBeCloseTo(0.8584264, 7);
    expect(result.interval.high).toBeCloseTo(4.2772659, 7);
  });

  it('agrees with binom.test(25, 50) of R at equal counts: .5510441 and its inverse', () => {
    const { interval } = rateRatio({ count: 25, exposure: 1000 }, { count: 25, exposure: 1000 })!;
    expect(interval.low).toBeCloseTo(0.55104408, 7);
    expect(interval.high).toBeCloseTo(1 / 0.55104408, 6);
  });

  it('is narrower by mid-p, turns with the sides, and is open where a side has none', () => {
    const [a, b] = [
      { count: 4, exposure: 10 },
      { count: 9, exposure: 12 },
    ];
    const [exact, mid] = [rateRatio(a, b)!, rateRatio(a, b, { form: 'mid-p' })!];
    expect(mid.interval.low).toBeGreaterThan(exact.interval.low);
    expect(mid.interval.high).toBeLessThan(exact.interval.high);
    expect(rateRatio(b, a)!.interval.low).toBeCloseTo(1 / exact.interval.high, 9);
    expect(rateRatio({ count: 0, exposure: 1 }, b)).toMatchObject({ ratio: Infinity, interval: { high: Infinity } });
    expect(rateRatio(a, { count: 0, exposure: 1 })).toMatchObject({ ratio: 0, interval: { low: 0 } });
    expect(rateRatio({ count: 0, exposure: 1 }, { count: 0, exposure: 1 })).toBeNull();
    expect(() => rateRatio({ count: 1.5, exposure: 1 }, b)).toThrow(/1.5 over 1/);
  });

  it('holds by exact chances: at its low end so many or more have the chance of one tail', () => {
    const { interval } = rateRatio({ count: 4, exposure: 1 }, { count: 9, exposure: 1 }, { level: 0.9 })!;
    const p = interval.low / (1 + interval.low);
    const choose = (k: number) => Array.from({ length: k }, (_, i) => (13 - i) / (i + 1)).reduce((a, b) => a * b, 1);
    const tail = [9, 10, 11, 12, 13].reduce((sum, k) => sum + choose(k) * p ** k * (1 - p) ** (13 - k), 0);
    expect(tail).toBeCloseTo(0.05, 10);
  });
});

describe('A median ratio', () => {
  it('is .4 from 60 to 24 hours, in an interval of drawn medians', () => {
    const result = medianRatio([46, 60, 60, 82, 46], [20, 24, 30, 41, 18], { seed: 1 })!;
    expect(result.ratio).toBe(0.4);
    expect(result.interval!.low).toBeGreaterThanOrEqual(18 / 82);
    expect(result.interval!.high).toBeLessThan(1);
  });

  it('is unknown from nothing or from 0, and without interval of two', () => {
    expect(medianRatio([], [1], { seed: 1 })).toBeNull();
    expect(medianRatio([0, 0], [1], { seed: 1 })).toBeNull();
    expect(medianRatio([1, 2], [3, 3, 3], { seed: 1 })?.interval).toBeNull();
    expect(() => medianRatio([-1], [1], { seed: 1 })).toThrow(/not -1/);
  });
});

describe('An exchange of sides', () => {
  const plain = (...amounts: number[]) => amounts.map((amount) => ({ amount, exposure: 1 }));

  it('excludes no change by all 70 exchanges of four and four as often as may be', () => {
    const clear = exchangedChange(plain(1, 2, 3, 4), plain(5, 6, 7, 8), { seed: 1 })!;
    expect(clear.change).toBeCloseTo(4, 12);
    expect(clear.interval!.low).toBeGreaterThan(0);
    // Three and one against it: 1 / 20 of the exchanges of three and three are as far, too many at this level.
    const three = exchangedChange(plain(1, 2, 3), plain(4, 5, 6), { seed: 1, level: 0.92 })!;
    expect(three.interval!.low).toBeLessThan(0);
  });

  it('moves and stretches with the values', () => {
    const [a, b] = [plain(3, 1, 4, 1, 5), plain(9, 2, 6, 5, 3, 5)];
    const moved = (values: typeof a) => values.map(({ amount }) => ({ amount: 10 * amount + 1e6, exposure: 1 }));
    const [one, other] = [exchangedChange(a, b, { seed: 1 })!, exchangedChange(moved(a), moved(b), { seed: 1 })!];
    expect(other.change).toBeCloseTo(10 * one.change, 6);
    expect(other.interval!.low).toBeCloseTo(10 * one.interval!.low, 6);
  });

  it('refuses too few exchanges and an exposure of 0', () => {
    expect(() => exchangedChange(plain(1, 2), plain(3), { seed: 1, resamples: 9 })).toThrow(/9 exchanges/);
    expect(() => exchangedChange([{ amount: 1, exposure: 0 }], plain(3), { seed: 1 })).toThrow(/1 over 0/);
  });
});

describe('The change of a share', () => {
  it('excludes none exactly where the one-sided test of Fisher is below one tail', () => {
    const hyper = (k: number) => {
      const choose = (n: number, r: number) =>
        Array.from({ length: r }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
      return (choose(9, k) * choose(7, 8 - k)) / choose(16, 8);
    };
    for (let k = 1; k <= 8; k++) {
      let fisher = 0;
      for (let more = k; more <= 8; more++) fisher += hyper(more);
      const { interval } = shareChange({ n: 7, successes: 8 - k }, { n: 9, successes: k })!;
      expect(interval!.low > 0).toBe(fisher <= 0.05);
    }
  });
});

describe('A lead among durations', () => {
  const waits = [
    [46, 60, 60, 82, 46],
    [16, 16, 16, 12, 20],
    [24, 33, 22, 32, 17],
    [3, 5, 2, 7, 4],
  ];

  it('of 46 to 82 hours over three others is no chance; none leads among equals', () => {
    expect(chanceOfLead(waits, { seed: 1 })).toBeLessThan(0.01);
    expect(chanceOfLead([waits[1]!, waits[0]!], { seed: 1 })).toBe(1);
  });

  it('of one kind over another of the same spread is about what Student says, .073 at t = 2.06 with 8 degrees of freedom', () => {
    const side = (shift: number) => [0, 1, 2, 3, 4].map((value) => Math.exp(value + shift));
    expect(chanceOfLead([side(2.06), side(0)], { seed: 1 })).toBeCloseTo(0.07, 1);
  });

  it('is unknown of one kind, of none, and where each was seen once', () => {
    expect(chanceOfLead([[1, 2]], { seed: 1 })).toBeNull();
    expect(chanceOfLead([[1, 2], []], { seed: 1 })).toBeNull();
    expect(chanceOfLead([[1], [2]], { seed: 1 })).toBeNull();
    expect(() => chanceOfLead([[1, -1], [2]], { seed: 1 })).toThrow(/not -1/);
  });
});
