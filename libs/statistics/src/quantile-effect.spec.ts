import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isFigure,
  jointMomentsOf,
  percentile,
  quantileBounds,
  quantileEffect,
  type QuantileSummary,
  seededRandom,
  summaryOfQuantile,
  tTest,
} from './index';
import { comparedWith, relativeError } from './reference-data';
import { type KnownComparison, numberOf, quantileOf, sides } from './reference-samples';

describe('Effect on a quantile', () => {
  comparedWith<QuantileCases>('experiments/gbstats_frequentist_welch.json', ({ cases }) =>
    it.each(cases.filter(({ kind }) => kind.startsWith('quantile')))('agrees with gbstats: $id', (known) => {
      const { want, alpha, side, difference_type: scale } = known;
      const effect = quantileEffect(quantileOf(known.control), quantileOf(known.treatment), scale);
      if (!isFigure(effect)) throw new Error(effect.reason);
      const { t, p, interval } = tTest(effect, { level: 1 - alpha, side: sides[side]! });
      expect(relativeError(effect.difference, want.expected)).toBeLessThan(1e-9);
      expect(relativeError(effect.standardError, want.std_err)).toBeLessThan(1e-9);
      expect(relativeError(effect.dof, want.dof)).toBeLessThan(1e-9);
      expect(relativeError(t, want.t)).toBeLessThan(1e-9);
      expect(relativeError(p, want.p_value_sf)).toBeLessThan(1e-9);
      for (const [end, limit] of [interval.low, interval.high].map((end, i) => [end, numberOf(want.ci[i]!)] as const))
        expect(end === limit ? 0 : Math.abs(end - limit) / want.std_err).toBeLessThan(1e-8);
    }),
  );

  it('is as certain as the density around the quantile lets it be', () => {
    const arm = (shift: number) =>
      quantileOfUnits(
        Array.from({ length: 20_000 }, (_, i) => [shift + i / 200]),
        0.5,
      );
    const effect = quantileEffect(arm(0), arm(10));
    expect(effect).toMatchObject({ n: 40_000, difference: expect.closeTo(10, 9) });
    // of n values spread evenly over 100, the median's standard error is 100 · √(¼ / n)
    const expected = 100 * Math.sqrt(0.5 / 20_000);
    expect(relativeError(isFigure(effect) ? effect.standardError : NaN, expected)).toBeLessThan(1e-3);
  });

  it('finds what is none in about 5 of 100 though users are alike, where requests taken for users would find more', () => {
    let [byUnit, byRequest] = [0, 0];
    for (let i = 0; i < 300; i++) {
      const [a, b] = ['a', 'b'].map((arm) =>
        quantileOfUnits(requests(`none ${i} ${arm}`, 120, { each: 5, shift: 0 }), 0.75),
      );
      const { units: _a, ...looseA } = a!;
      const { units: _b, ...looseB } = b!;
      const [ours, naive] = [quantileEffect(a!, b!, 'relative'), quantileEffect(looseA, looseB, 'relative')];
      if (isFigure(ours) && tTest(ours).p < 0.05) byUnit++;
      if (isFigure(naive) && tTest(naive).p < 0.05) byRequest++;
    }
    expect(byUnit / 300).toBeGreaterThan(0.015);
    expect(byUnit / 300).toBeLessThan(0.09); // three standard errors of .05
    expect(byRequest / 300).toBeGreaterThan(0.15);
  });

  it('is as uncertain of units with one value each as of values, but for one unit less', () => {
    const values = requests('one each', 500, { each: 1, shift: 0 });
    const { units, ...loose } = quantileOfUnits(values, 0.5);
    const [clustered, plain] = [quantileEffect({ ...loose, units: units! }, loose), quantileEffect(loose, loose)];
    if (!isFigure(clustered) || !isFigure(plain)) throw new Error('Of 500 values there is a median.');
    expect(relativeError(clustered.standardError, plain.standardError * Math.sqrt((500 / 499 + 1) / 2))).toBeLessThan(
      1e-12,
    );
  });

  it('keeps its bounds within the values', () =>
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.nat(1e6), (level, n) => {
        const { lower, upper } = quantileBounds(level, n);
        expect(0 <= lower && lower < level && level < upper && upper <= 1).toBe(true);
      }),
    ));

  it.each([
    ['too-few', some({ n: 3 }), some()], // of a median, more than 3.84
    ['too-few', some(), some({ level: 0.5, n: 0 })],
    ['too-few', some({ level: 0.9, n: 34 }), some({ level: 0.9 })], // more than 3.84 · 9
    ['too-few', some({ units: jointMomentsOf([[50, 100]]) }), some()],
    ['no-variance', some(), some({ lower: 5, upper: 5 })],
    [
      'no-variance',
      some({
        units: jointMomentsOf([
          [25, 50],
          [25, 50],
        ]),
      }),
      some(),
    ],
    ['not-finite', some({ upper: Infinity }), some()],
  ] as const)('says why there is none: %s', (reason, control, treatment) =>
    expect(quantileEffect(control, treatment)).toEqual({ reason }),
  );

  it('is known from as many values as its bounds need', () => {
    expect(isFigure(quantileEffect(some({ n: 4 }), some()))).toBe(true);
    expect(isFigure(quantileEffect(some({ level: 0.9, n: 35 }), some({ level: 0.9 })))).toBe(true);
    expect(quantileEffect(some({ value: 0, lower: -1 }), some(), 'relative')).toEqual({ reason: 'zero-baseline' });
    expect(summaryOfQuantile({ level: 0.5, n: 0 }, () => null)).toBeNull();
  });

  it.each([
    ['level must be the same', some(), some({ level: 0.9 })],
    ['level must be a share', some({ level: 1 }), some({ level: 1 })],
    ['n must be a whole number', some({ n: 9.5 }), some()],
    ['nOfBounds must be a whole number', some({ nOfBounds: -1 }), some()],
    ['value must lie between lower and upper', some(), some({ lower: 6 })],
    [
      'units.y must sum to the number of values, 100',
      some({
        units: jointMomentsOf([
          [1, 2],
          [2, 4],
        ]),
      }),
      some(),
    ],
  ])('refuses what cannot be: %s', (message, control, treatment) =>
    expect(() => quantileEffect(control, treatment)).toThrow(new RegExp(message)),
  );
});

type Want = { expected: number; std_err: number; dof: number; t: number; p_value_sf: number; ci: (number | string)[] };
type QuantileCases = { cases: (KnownComparison & { side: string; want: Want })[] };

function some(but: Partial<QuantileSummary> = {}): QuantileSummary {
  return { level: 0.5, n: 100, value: 5, lower: 4, upper: 7, ...but };
}
/** Requests of users: half of each is the user's, half chance, together within 0 and 100; of one each, chance alone. */
function requests(seed: string, users: number, { each, shift }: { each: number; shift: number }): number[][] {
  const next = seededRandom(seed);
  const random = () => (next() / 2 ** 32) * 100;
  return Array.from({ length: users }, () => {
    const own = random();
    return Array.from({ length: each }, () => shift + (each === 1 ? own : (own + random()) / 2));
  });
}
function quantileOfUnits(users: number[][], level: number): QuantileSummary {
  const values = users.flat();
  const value = percentile(values, level, 'linear')!;
  const units = jointMomentsOf(users.map((own) => [own.filter((each) => each <= value).length, own.length]));
  return summaryOfQuantile({ level, n: values.length, units }, (at) => percentile(values, at, 'linear'))!;
}
