import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cliffsDelta,
  decibels,
  kaplanMeierQuantile,
  kendallTauB,
  laplaceShare,
  noisyOr,
  pareto,
  percentile,
  processLimits,
  rankBiasedOverlap,
  shannonDiversity,
  weightedShare,
  wilson,
  withinGroupAgreement,
} from './index';

const values = (least = 1) =>
  fc.array(
    fc.integer({ min: 1, max: 7 }).map((score) => score),
    { minLength: least, maxLength: 20 },
  );

describe('Rank agreement', () => {
  it('of (1,2,3,4,5) and (2,1,4,3,5) is .6', () =>
    expect(kendallTauB([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.6, 12));

  it('takes ties as SciPy does: kendalltau of its documentation, -.4714', () =>
    expect(kendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 14));

  it('is 1 with itself, -1 with its reverse, and the same from both sides', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 2 }), values(7), (order, other) => {
        expect(kendallTauB(order, order)).toBeCloseTo(1, 12);
        const reversed = order.map((rank) => -rank);
        expect(kendallTauB(order, reversed)).toBeCloseTo(-1, 12);
        const cut = other.slice(0, order.length);
        expect(kendallTauB(order, cut)).toBe(kendallTauB(cut, order));
      }),
    ));

  it('is unknown of one thing, or where all are tied', () => {
    expect(kendallTauB([1], [1])).toBeNull();
    expect(kendallTauB([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(() => kendallTauB([1, 2], [1])).toThrow(/2 and 1/);
    expect(() => kendallTauB([1, NaN], [1, 2])).toThrow(/finite/);
  });
});

describe('Rank-biased overlap', () => {
  it('of ABCDE and BADCE is .873', () => expect(rankBiasedOverlap([...'ABCDE'], [...'BADCE'])).toBeCloseTo(0.873, 3));

  it('goes on beyond the shorter list as equation 32 says, written out by hand', () => {
    const p = 0.9;
    // Overlaps of (a b) and (b c a d): X₁ = 0, X₂ = 1, X₃ = 2, X₄ = 2.
    const seen = (0 / 1) * p + (1 / 2) * p ** 2 + (2 / 3) * p ** 3 + (2 / 4) * p ** 4;
    const taken = ((1 * 1) / (2 * 3)) * p ** 3 + ((1 * 2) / (2 * 4)) * p ** 4;
    const rest = ((2 - 1) / 4 + 1 / 2) * p ** 4;
    expect(rankBiasedOverlap(['a', 'b'], ['b', 'c', 'a', 'd'], p)).toBeCloseTo(
      ((1 - p) / p) * (seen + taken) + rest,
      12,
    );
  });

  it('lies between 0 and 1, is 1 of a list with itself, and the same from both sides', () => {
    const list = fc.shuffledSubarray([...'abcdefghij'], { minLength: 1 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(rankBiasedOverlap(a, a)).toBeCloseTo(1, 12);
        const overlap = rankBiasedOverlap(a, b) ?? NaN;
        expect(overlap).toBeGreaterThanOrEqual(0);
        expect(overlap).toBeLessThanOrEqual(1 + 1e-12);
        expect(rankBiasedOverlap(b, a)).toBeCloseTo(overlap, 12);
      }),
    );
    expect(rankBiasedOverlap(['a', 'b'], ['c', 'd'])).toBe(0);
  });

  it('is unknown of an empty list, and refuses a thing twice', () => {
    expect(rankBiasedOverlap([], ['a'])).toBeNull();
    expect(() => rankBiasedOverlap(['a', 'a'], ['a', 'b'])).toThrow(/a comes twice/);
    expect(() => rankBiasedOverlap(['a', 'b'], ['c', 'c'])).toThrow(/c comes twice/);
    expect(() => rankBiasedOverlap(['a'], ['a'], 1)).toThrow(/p must/);
  });
});

describe('Agreement within a group', () => {
  it('of 2, 2, 3, 5, 4, 2 on five options is .2', () => {
    const result = withinGroupAgreement([2, 2, 3, 5, 4, 2], 5);
    expect(result).toMatchObject({ n: 6, mean: 3, variance: 1.6 });
    expect(result?.agreement).toBeCloseTo(0.2, 12);
  });

  it('falls below 0 for a group split in two', () =>
    expect(withinGroupAgreement([1, 1, 5, 5], 5)?.agreement).toBeCloseTo(1 - 16 / 3 / 2, 12));

  it('is unknown of one rater, and refuses a score off the scale', () => {
    expect(withinGroupAgreement([3], 5)).toBeNull();
    expect(() => withinGroupAgreement([3, 6], 5)).toThrow(/between 1 and 5, not 6/);
    expect(() => withinGroupAgreement([1, 1], 1)).toThrow(/2 options/);
  });
});

describe("Cliff's delta", () => {
  it('of 46, 60, 60, 82, 46 over 20, 24, 30, 41, 18 is 1, the medians 60 and 24', () => {
    const [before, after] = [
      [46, 60, 60, 82, 46],
      [20, 24, 30, 41, 18],
    ];
    expect(cliffsDelta(before!, after!)).toMatchObject({ delta: 1, interval: { high: 1 } });
    expect([before, after].map((hours) => percentile(hours!, 0.5, 'linear'))).toEqual([60, 24]);
  });

  it('has the interval that effsize prints for its example', () => {
    const result = cliffsDelta([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]);
    expect(result?.delta).toBe(-0.25);
    expect(result?.interval?.low).toBeCloseTo(-0.7265846, 7);
    expect(result?.interval?.high).toBeCloseTo(0.3890062, 7);
    expect(cliffsDelta([10, 20, 20, 20, 30, 30, 30, 40, 50, 100], [10, 20, 30, 40, 40, 50])?.delta).toBeCloseTo(
      -1 / 15,
    );
  });

  it('turns with the sides, and its interval holds it', () =>
    fc.assert(
      fc.property(values(2), values(2), (a, b) => {
        const [there, back] = [cliffsDelta(a, b)!, cliffsDelta(b, a)!];
        expect(back.delta).toBeCloseTo(-there.delta, 12);
        expect(back.interval!.low).toBeCloseTo(-there.interval!.high, 10);
        expect(there.interval!.low).toBeLessThanOrEqual(there.delta + 1e-12);
        expect(there.interval!.high).toBeGreaterThanOrEqual(there.delta - 1e-12);
        const pairs = a.flatMap((one) => b.map((other) => Math.sign(one - other)));
        expect(there.delta).toBeCloseTo(pairs.reduce((sum, sign) => sum + sign, 0) / pairs.length, 12);
      }),
    ));

  it('is unknown of nothing, and without interval of one', () => {
    expect(cliffsDelta([], [1])).toBeNull();
    expect(cliffsDelta([2], [1, 2])).toEqual({ delta: 0.5, interval: null });
    expect(() => cliffsDelta([NaN], [1])).toThrow(/finite/);
  });
});

describe('Process limits', () => {
  it('of 60, 46, 82, 60, 46, 58, 64 are 13.32 and 105.54', () => {
    const limits = processLimits([60, 46, 82, 60, 46, 58, 64]);
    expect(limits?.mean).toBeCloseTo(59.43, 2);
    expect(limits?.meanMovingRange).toBeCloseTo(17.33, 2);
    expect(limits?.low).toBeCloseTo(13.32, 2);
    expect(limits?.high).toBeCloseTo(105.54, 2);
  });

  it('are none of one value, and refuse what is no number', () => {
    expect(processLimits([60])).toBeNull();
    expect(() => processLimits([1, Infinity])).toThrow(/finite/);
  });
});

describe('Shares', () => {
  it.each([
    [8, 2, 0.75, 4.77],
    [1, 7, 0.2, -6.02],
    [0, 0, 0.5, 0],
  ])('of %d for and %d against: %d, %d dB', (signal, noise, share, decibel) => {
    expect(laplaceShare(signal, signal + noise)).toBeCloseTo(share, 12);
    expect(decibels(laplaceShare(signal, signal + noise))).toBeCloseTo(decibel, 2);
    expect(decibels(laplaceShare(signal, signal + noise))).toBeCloseTo(10 * Math.log10((signal + 1) / (noise + 1)), 12);
  });

  it('of 8 in 10 lie between .4902 and .9433', () => {
    expect(wilson(8, 10)?.low).toBeCloseTo(0.4902, 4);
    expect(wilson(8, 10)?.high).toBeCloseTo(0.9433, 4);
  });

  it('refuse more than the whole', () => {
    expect(() => laplaceShare(3, 2)).toThrow(/3 of 2/);
    expect(() => decibels(1.1)).toThrow(/between 0 and 1/);
  });

  it('of weights: what a team did not know, 3 and 2 of 3, 3, 3 and 2, is .4545', () => {
    const answers = [
      { weight: 3, counts: false },
      { weight: 3, counts: true },
      { weight: 3, counts: false },
      { weight: 2, counts: true },
    ];
    expect(weightedShare(answers)).toBeCloseTo(0.4545, 4);
    expect(weightedShare([{ weight: 0, counts: true }])).toBeNull();
    expect(() => weightedShare([{ weight: -1, counts: true }])).toThrow(/0 or more, not -1/);
  });
});

describe('Diversity', () => {
  it('is ln 4 over four even teams, 0 within one, unknown of none', () => {
    expect(shannonDiversity([5, 5, 5, 5])).toBeCloseTo(Math.log(4), 12);
    expect(shannonDiversity([5, 0])).toBe(0);
    expect(shannonDiversity([])).toBeNull();
  });

  it('is .8018 of 1, 2 and 7', () => expect(shannonDiversity([1, 2, 7])).toBeCloseTo(0.8018, 4));
});

describe('Pareto', () => {
  it('tells heaviest first how much they make together', () =>
    expect(
      pareto([
        ['tooling', 10],
        ['decision', 60],
        ['goal', 10],
        ['vocabulary', 20],
      ]),
    ).toEqual([
      { kind: 'decision', weight: 60, share: 0.6, cumulative: 0.6 },
      { kind: 'vocabulary', weight: 20, share: 0.2, cumulative: 0.8 },
      { kind: 'tooling', weight: 10, share: 0.1, cumulative: 0.9 },
      { kind: 'goal', weight: 10, share: 0.1, cumulative: 1 },
    ]));

  it('is empty of nothing', () => expect(pareto([['tooling', 0]])).toEqual([]));
});

describe('Several signs', () => {
  it('of .6 · .8, .4 · .5 and .3 · 1 make .7088', () =>
    expect(
      noisyOr([
        { trust: 0.6, strength: 0.8 },
        { trust: 0.4, strength: 0.5 },
        { trust: 0.3, strength: 1 },
      ]),
    ).toBeCloseTo(0.7088, 12));

  it('make nothing of none, and refuse more than sure', () => {
    expect(noisyOr([])).toBe(0);
    expect(() => noisyOr([{ trust: 1.2, strength: 1 }])).toThrow(/between 0 and 1, not 1.2/);
  });
});

it('Median of the golden totals with two still open is 111; the 90th is beyond 150', () => {
  const ended = [89, 111, 100, 133, 87].map((duration) => ({ duration, observed: true }));
  const open = [150, 120].map((duration) => ({ duration, observed: false }));
  expect(kaplanMeierQuantile([...ended, ...open], 0.5)).toEqual({ value: 111 });
  expect(kaplanMeierQuantile([...ended, ...open], 0.9)).toEqual({ beyond: 150 });
});
