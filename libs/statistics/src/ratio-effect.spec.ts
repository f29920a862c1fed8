import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  crossMomentsOf,
  isFigure,
  jointMomentsOf,
  type JointMoments,
  meanEffect,
  mergeCrossMoments,
  mergeJointMoments,
  momentsOf,
  ratioEffect,
  readCrossMoments,
  seededRandom,
  summaryOf,
  tTest,
  writeCrossMoments,
} from './index';
import { comparedWith, relativeError } from './reference-data';
import { type KnownComparison, numberOf, ratioOf, sides } from './reference-samples';

const whole = some();

describe('Effect on a ratio of sums', () => {
  const known = (kind: string, { cases }: RatioCases) => cases.filter((comparison) => comparison.kind === kind);

  comparedWith<RatioCases>('experiments/gbstats_frequentist_welch.json', (file) =>
    it.each(known('ratio', file))(
      'agrees with gbstats: $id',
      ({ control, treatment, difference_type, want, ...how }) => {
        const effect = ratioEffect(ratioOf(control), ratioOf(treatment), difference_type);
        if (!isFigure(effect)) throw new Error(effect.reason);
        const { t, p, interval } = tTest(effect, { level: 1 - how.alpha, side: sides[how.side]! });
        expect(relativeError(effect.difference, want.expected)).toBeLessThan(1e-9);
        expect(relativeError(effect.standardError, want.std_err)).toBeLessThan(1e-9);
        expect(relativeError(effect.dof, want.dof)).toBeLessThan(1e-9);
        expect(relativeError(t, want.t)).toBeLessThan(1e-9);
        expect(relativeError(p, want.p_value_sf)).toBeLessThan(1e-9);
        for (const [got, limit] of [interval.low, interval.high].map((end, i) => [end, numberOf(want.ci[i]!)] as const))
          expect(got === limit ? 0 : Math.abs(got - limit) / want.std_err).toBeLessThan(1e-8);
      },
    ),
  );

  it('is that of a mean where each unit counts once', () => {
    const [few, many] = [
      [1, 4, 2, 0.5],
      [3, 5, 1, 2.25, 9],
    ];
    const once = (values: number[]) => jointMomentsOf(values.map((value) => [value, 1]));
    for (const scale of ['absolute', 'relative'] as const)
      expect(ratioEffect(once(few!), once(many!), scale)).toEqual(
        meanEffect(summaryOf(momentsOf(few!))!, summaryOf(momentsOf(many!))!, scale),
      );
  });

  it('has the variance of the parts of the units, worked out one by one', () => {
    const units = [
      [3, 2],
      [0, 1],
      [7, 3],
      [4, 4],
      [1, 0],
    ] as const;
    const [x, y] = [3, 2]; // the means
    const parts = units.map(([mine, base]) => mine / y - (base * x) / y ** 2);
    const effect = ratioEffect(jointMomentsOf(units), jointMomentsOf(units));
    const spread = parts.reduce((total, part) => total + part ** 2, 0) / 4; // the parts sum to 0
    expect(effect).toMatchObject({ difference: 0, standardError: expect.closeTo(Math.sqrt((2 * spread) / 5), 14) });
    expect(effect).toMatchObject({ baseline: 1.5, n: 10 });
  });

  it('finds what is none in about 5 of 100, where orders taken for units would find far more', () => {
    const next = seededRandom('ratio');
    const random = () => next() / 2 ** 32;
    const arm = () =>
      Array.from({ length: 60 }, () => {
        const [orders, taste] = [1 + Math.floor(random() * 8), random()];
        const amounts = Array.from({ length: orders }, () => Math.round(100 * (taste + 0.2 * random())) / 100);
        return amounts;
      });
    let [byUnit, byOrder] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const [control, treatment] = [arm(), arm()];
      const pairs = (units: number[][]) =>
        jointMomentsOf(units.map((orders) => [orders.reduce((a, b) => a + b, 0).toFixed(2), orders.length]));
      const ours = ratioEffect(pairs(control), pairs(treatment), 'relative');
      const naive = meanEffect(...([control, treatment].map((units) => summaryOf(momentsOf(units.flat()))!) as [S, S]));
      if (isFigure(ours) && tTest(ours).p < 0.05) byUnit++;
      if (isFigure(naive) && tTest(naive).p < 0.05) byOrder++;
    }
    expect(byUnit / 400).toBeGreaterThan(0.02);
    expect(byUnit / 400).toBeLessThan(0.085); // three standard errors of .05
    expect(byOrder / 400).toBeGreaterThan(0.25);
  });

  it('is the same from any parts of the units', () =>
    fc.assert(
      fc.property(fc.array(pair(), { minLength: 2, maxLength: 20 }), fc.nat(20), (units, at) => {
        const parts = mergeJointMoments(jointMomentsOf(units.slice(at)), jointMomentsOf(units.slice(0, at)));
        expect(ratioEffect(parts, whole)).toEqual(ratioEffect(jointMomentsOf(units), whole));
      }),
    ));

  it.each([
    ['too-few', jointMomentsOf([[1, 1]]), some()],
    ['too-few', some(), jointMomentsOf([])],
    [
      'zero-baseline',
      some(),
      jointMomentsOf([
        [1, 1],
        [2, -1],
      ]),
    ],
    // thirds are no finite decimals: still the parts of the units are seen to be 0
    [
      'no-variance',
      jointMomentsOf([
        [1, 3],
        [2, 6],
        [4, 12],
      ]),
      jointMomentsOf([
        [1, 7],
        [2, 14],
      ]),
    ],
    [
      'not-finite',
      jointMomentsOf([
        ['1e200', 1],
        ['3e200', 2],
        [0, 1],
      ]),
      some(),
    ],
  ] as const)('says why there is none: %s', (reason, control, treatment) =>
    expect(ratioEffect(control, treatment)).toEqual({ reason }),
  );

  it('says that no share can be told of a ratio of 0', () =>
    expect(
      ratioEffect(
        jointMomentsOf([
          [1, 1],
          [-1, 1],
        ]),
        whole,
        'relative',
      ),
    ).toEqual({ reason: 'zero-baseline' }));

  it('refuses sums of no possible sample', () => {
    expect(() => ratioEffect({ ...whole, x: momentsOf([1]) }, whole)).toThrow(/y\.n must be .* 1, not 3/);
    const squareless = { ...whole, x: { ...whole.x, sumOfSquares: { units: 0n, scale: 0 } } };
    expect(() => ratioEffect(whole, squareless)).toThrow(/sumOfSquares, or a cross sum, is that of no possible sample/);
  });
});

describe('Moments of several columns', () => {
  const rows = [
    [1, 0.1, '2.50'],
    [3, 0.2, -1],
    [2, 0.7, 4],
  ];

  it('are the same bytes in any order and from any parts, and are read as they were written', () => {
    const all = writeCrossMoments(crossMomentsOf(3, rows));
    const parts = mergeCrossMoments(crossMomentsOf(3, [rows[2]!]), crossMomentsOf(3, [rows[1]!, rows[0]!]));
    expect(JSON.stringify(writeCrossMoments(parts))).toBe(JSON.stringify(all));
    expect(all).toEqual({
      n: 3,
      sums: ['6', '1', '5.5'],
      products: [['14'], ['2.1', '0.54'], ['7.5', '2.85', '23.25']],
    });
    expect(writeCrossMoments(readCrossMoments(all))).toEqual(all);
    expect(crossMomentsOf(2, [])).toMatchObject({ n: 0, products: [[{ units: 0n }], [{ units: 0n }, { units: 0n }]] });
  });

  it('refuse what does not fit', () => {
    expect(() => crossMomentsOf(2, rows)).toThrow(/rows must have 2 values each/);
    expect(() => mergeCrossMoments(crossMomentsOf(2, []), crossMomentsOf(3, []))).toThrow(/not 2 and 3/);
    expect(() => readCrossMoments({ n: -1, sums: [], products: [] })).toThrow(/n must be a whole number/);
    expect(() => readCrossMoments({ n: 2, sums: ['1'], products: [] })).toThrow(/products must have a row/);
    expect(() => readCrossMoments({ n: 2, sums: ['1'], products: [['1', '2']] })).toThrow(/products must have a row/);
    expect(() => readCrossMoments({ n: 2, sums: ['1'], products: [['many']] })).toThrow(/finite decimal number/);
  });
});

type S = NonNullable<ReturnType<typeof summaryOf>>;
type Want = { expected: number; std_err: number; dof: number; t: number; p_value_sf: number; ci: (number | string)[] };
type RatioCases = { cases: (KnownComparison & { side: string; want: Want })[] };
function some(): JointMoments {
  return jointMomentsOf([
    [1, 2],
    [4, 3],
    [2, 5],
  ]);
}
function pair() {
  return fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 9 }));
}
