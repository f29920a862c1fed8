import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AdjustedEffect,
  crossMomentsOf,
  cupedEffect,
  cupedRatioEffect,
  isFigure,
  jointMomentsOf,
  meanEffect,
  mergeJointMoments,
  momentsOf,
  type NoFigure,
  ratioEffect,
  seededRandom,
  summaryOf,
  tTest,
} from './index';
import { comparedWith, relativeError } from './reference-data';
import { covariateOf, type KnownComparison, numberOf, ratioWithCovariateOf, sides } from './reference-samples';

const some = [
  [1, 2],
  [2, 3],
  [4, 9],
  [3, 3],
] as const;
const others = [
  [2, 4],
  [5, 8],
  [3, 7],
] as const;

comparedWith<CupedCases>('experiments/gbstats_frequentist_welch.json', ({ cases }) =>
  describe.each([
    ['a mean', 'cuped', (known: Known) => cupedEffect(...arms(known, covariateOf), { scale: known.difference_type })],
    [
      'a share',
      'cuped_prop',
      (known: Known) => cupedEffect(...arms(known, covariateOf), { scale: known.difference_type, shares: true }),
    ],
    [
      'a ratio',
      'cuped_ratio',
      (known: Known) => cupedRatioEffect(...arms(known, ratioWithCovariateOf), known.difference_type),
    ],
  ])('Effect on %s with a covariate', (_, kind, estimate) =>
    it.each(cases.filter((known) => known.kind === kind))('agrees with gbstats: $id', (known) => {
      const { want, alpha, side } = known;
      const effect = figure(estimate(known));
      const { t, p, interval } = tTest(effect, { level: 1 - alpha, side: sides[side]! });
      expect(relativeError(effect.theta, want.theta)).toBeLessThan(1e-9);
      expect(relativeError(effect.difference, want.expected)).toBeLessThan(1e-9);
      expect(relativeError(effect.standardError, want.std_err)).toBeLessThan(1e-9);
      expect(relativeError(effect.dof, want.dof)).toBeLessThan(1e-9);
      expect(relativeError(t, want.t)).toBeLessThan(1e-9);
      expect(relativeError(p, want.p_value_sf)).toBeLessThan(1e-9);
      for (const [end, limit] of [interval.low, interval.high].map((end, i) => [end, numberOf(want.ci[i]!)] as const))
        expect(end === limit ? 0 : Math.abs(end - limit) / want.std_err).toBeLessThan(1e-8);
    }),
  ),
);

describe('CUPED', () => {
  it('takes from the variance the square of the correlation, and nothing from what is true', () => {
    const units = people('cuped', 4_000);
    const effect = figure(cupedEffect(jointMomentsOf(units[0]), jointMomentsOf(units[1])));
    // the outcome is the covariate and as much chance again: correlation √½, and an effect of .1
    expect(effect.theta).toBeCloseTo(1, 1);
    expect(effect.varianceRemoved).toBeGreaterThan(0.45);
    expect(effect.varianceRemoved).toBeLessThan(0.55);
    const { low, high } = tTest(effect, { level: 0.999 }).interval;
    expect(low < 0.1 && 0.1 < high).toBe(true);
  });

  it('finds what is none in about 5 of 100, absolute or relative', () => {
    const found = { absolute: 0, relative: 0 };
    for (let i = 0; i < 400; i++) {
      const [control, treatment] = people(`none ${i}`, 40, 0);
      for (const scale of ['absolute', 'relative'] as const) {
        const effect = figure(cupedEffect(jointMomentsOf(control), jointMomentsOf(treatment), { scale }));
        if (tTest(effect).p < 0.05) found[scale]++;
      }
    }
    for (const many of Object.values(found)) {
      expect(many / 400).toBeGreaterThan(0.02);
      expect(many / 400).toBeLessThan(0.085); // three standard errors of .05
    }
  });

  it.each(['absolute', 'relative'] as const)('is the plain effect where the covariate tells nothing: %s', (scale) => {
    const [a, b] = [some, others].map((units) => units.map(([, y]) => [7, y] as const));
    const plain = meanEffect(
      ...arms({ control: a!, treatment: b! }, (units) => summary(units.map(([, y]) => y))),
      scale,
    );
    const effect = cupedEffect(jointMomentsOf(a!), jointMomentsOf(b!), { scale });
    expect(effect).toEqual({ ...close(plain), theta: 0, varianceRemoved: expect.closeTo(0, 12) });

    const [c, d] = [some, others].map((units) =>
      crossMomentsOf(
        4,
        units.map(([x, y]) => [x, y, 0, 0]),
      ),
    );
    expect(cupedRatioEffect(c!, d!, scale)).toEqual({
      ...close(ratioEffect(jointMomentsOf(some), jointMomentsOf(others), scale)),
      theta: 0,
      varianceRemoved: expect.closeTo(0, 12),
    });
  });

  it('of a ratio over one each is that of a mean, but for whose theta it is', () => {
    const [a, b] = people('ones', 300);
    const ofMeans = figure(cupedEffect(jointMomentsOf(a), jointMomentsOf(b)));
    const columns = [a, b].map((units) =>
      crossMomentsOf(
        4,
        units.map(([x, y]) => [y, 1, x, 1]),
      ),
    );
    const ofRatios = figure(cupedRatioEffect(columns[0]!, columns[1]!));
    expect(ofRatios.theta).toBeCloseTo(ofMeans.theta, 1);
    expect(ofRatios.difference).toBeCloseTo(ofMeans.difference, 2);
    expect(relativeError(ofRatios.standardError, ofMeans.standardError)).toBeLessThan(0.01);
  });

  it('divides by the mean as it is, and keeps its sign where that is below 0', () => {
    const below = some.map(([x, y]) => [x, -y] as const);
    const above = others.map(([x, y]) => [x, -y] as const);
    const absolute = figure(cupedEffect(jointMomentsOf(below), jointMomentsOf(above)));
    const relative = figure(cupedEffect(jointMomentsOf(below), jointMomentsOf(above), { scale: 'relative' }));
    expect(absolute).toMatchObject({ baseline: -4.25, scale: 'absolute', n: 7 });
    expect(relative).toMatchObject({ baseline: -4.25, scale: 'relative', dof: absolute.dof });
    expect(relative.difference).toBeCloseTo(absolute.difference / 4.25, 14);
  });

  it('of what is lost is as certain as of the same won: mirrored, only the sign changes', () => {
    const [a, b] = people('mirrored', 50, 1);
    const effectOf = (sign: number) =>
      figure(
        cupedRatioEffect(
          ...arms({ control: a, treatment: b }, (units) =>
            crossMomentsOf(
              4,
              units.map(([x, y], i) => [sign * y, 1 + (i % 3), sign * x, 1 + (i % 2)]),
            ),
          ),
          'relative',
        ),
      );
    const [won, lost] = [effectOf(1), effectOf(-1)];
    expect(won.difference).toBeGreaterThan(0.1);
    expect(lost.difference).toBeCloseTo(-won.difference, 12);
    expect(relativeError(lost.standardError, won.standardError)).toBeLessThan(1e-12);
  });

  it('is the same from any parts of the units', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2 }), fc.nat(20), (units, at) => {
        const parts = mergeJointMoments(jointMomentsOf(units.slice(at)), jointMomentsOf(units.slice(0, at)));
        expect(cupedEffect(parts, jointMomentsOf(some))).toEqual(
          cupedEffect(jointMomentsOf(units), jointMomentsOf(some)),
        );
      }),
    ));

  it.each([
    ['too-few', () => cupedEffect(jointMomentsOf(some.slice(0, 1)), jointMomentsOf(some))],
    [
      'no-variance',
      () =>
        cupedEffect(
          jointMomentsOf([
            [1, 0.1],
            [2, 0.2],
            [4, 0.4],
          ]),
          jointMomentsOf([
            [7, 0.7],
            [9, 0.9],
          ]),
        ),
    ],
    [
      'no-variance',
      () =>
        cupedEffect(
          jointMomentsOf([
            [1, 5],
            [2, 5],
          ]),
          jointMomentsOf([
            [3, 5],
            [9, 5],
          ]),
        ),
    ],
    [
      'zero-baseline',
      () =>
        cupedEffect(
          jointMomentsOf([
            [1, 1],
            [3, -1],
          ]),
          jointMomentsOf(some),
          { scale: 'relative' },
        ),
    ],
    [
      'not-finite',
      () =>
        cupedEffect(
          jointMomentsOf([
            [1, '1e200'],
            [2, '5e200'],
            [2, 0],
          ]),
          jointMomentsOf(some),
        ),
    ],
    [
      'not-finite',
      () =>
        cupedEffect(
          jointMomentsOf([
            [1, '1e-320'],
            [2, 0],
            [2, 0],
          ]),
          jointMomentsOf(some),
          { scale: 'relative' },
        ),
    ],
    ['too-few', () => cupedRatioEffect(crossMomentsOf(4, [[1, 1, 1, 1]]), crossMomentsOf(4, []))],
    [
      'zero-baseline',
      () =>
        cupedRatioEffect(
          ...arms(
            {
              control: [
                [1, 1, 1, 1],
                [2, 1, 1, 1],
              ],
              treatment: [
                [1, 0, 1, 1],
                [2, 0, 1, 1],
              ],
            },
            (rows) => crossMomentsOf(4, rows),
          ),
        ),
    ],
    [
      'no-variance',
      () =>
        cupedRatioEffect(
          ...arms(
            {
              control: [
                [1, 3, 1, 1],
                [2, 6, 1, 2],
              ],
              treatment: [
                [1, 7, 1, 1],
                [2, 14, 2, 1],
              ],
            },
            (rows) => crossMomentsOf(4, rows),
          ),
        ),
    ],
  ] as const)('says why there is none: %s', (reason, estimate) => expect(estimate()).toEqual({ reason }));

  it('refuses sums of no possible sample', () => {
    const pairs = jointMomentsOf(some);
    expect(() => cupedEffect({ ...pairs, x: momentsOf([1]) }, pairs)).toThrow(/y\.n must be .* 1, not 4/);
    expect(() => cupedEffect({ ...pairs, crossSum: { units: 10n ** 9n, scale: 0 } }, pairs)).toThrow(
      /no possible sample/,
    );
    expect(() => cupedRatioEffect(crossMomentsOf(2, some), crossMomentsOf(4, []))).toThrow(/4 columns, .* not 2/);
  });
});

type Want = {
  theta: number;
  expected: number;
  std_err: number;
  dof: number;
  t: number;
  p_value_sf: number;
  ci: (number | string)[];
};
type Known = KnownComparison & { side: string; want: Want };
type CupedCases = { cases: Known[] };
type Pairs = (readonly [number, number])[];

function arms<Arm, Sums>(
  { control, treatment }: { control: Arm; treatment: Arm },
  sums: (arm: Arm) => Sums,
): [Sums, Sums] {
  return [sums(control), sums(treatment)];
}
function summary(values: number[]) {
  return summaryOf(momentsOf(values))!;
}
function figure(effect: AdjustedEffect | NoFigure): AdjustedEffect {
  if (!isFigure(effect)) throw new Error(effect.reason);
  return effect;
}
function close(effect: ReturnType<typeof meanEffect>) {
  return Object.fromEntries(
    Object.entries(effect).map(([field, value]) => [
      field,
      typeof value === 'number' ? expect.closeTo(value, 12) : value,
    ]),
  );
}
/** Outcomes that are the covariate and as much chance again, around 2; those of the treatment are `more`. */
function people(seed: string, n: number, more = 0.1): [Pairs, Pairs] {
  const next = seededRandom(seed);
  const random = () => Math.round((next() / 2 ** 32) * 1e4) / 1e4;
  const arm = (shift: number): Pairs =>
    Array.from({ length: n }, () => {
      const before = random() + random();
      return [before, Number((1 + shift + before + random() + random() - 1).toFixed(4))];
    });
  return [arm(0), arm(more)];
}
