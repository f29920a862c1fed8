import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestArmChances, type Effect, isFigure, meanEffect, normalUpperTail, posterior, type Prior } from './index';
import { comparedWith, relativeError } from './reference-data';
import { effectOf, type KnownArm, type KnownComparison, sampleOf } from './reference-samples';

describe('What is to be thought of an effect', () => {
  comparedWith<BayesCases>('experiments/gbstats_bayesian_normal_effect.json', ({ cases }) => {
    it.each(cases)('agrees with gbstats: $id', (known) => {
      const { want, prior, inverse, alpha } = known;
      const effect = effectOf(known);
      const result = posterior(effect, {
        level: 1 - alpha,
        better: inverse ? 'less' : 'more',
        ...(prior.proper ? { prior: { ...prior, scale: prior.type } } : {}),
      });
      if (!isFigure(result)) throw new Error(result.reason);
      expect(relativeError(result.mean, want.expected)).toBeLessThan(1e-9);
      expect(relativeError(result.deviation, want.std_dev)).toBeLessThan(1e-9);
      expect(Math.abs(result.interval.low - want.ci[0]) / want.std_dev).toBeLessThan(1e-9);
      expect(Math.abs(result.interval.high - want.ci[1]) / want.std_dev).toBeLessThan(1e-9);
      // gbstats takes 1 - cdf, which leaves 16 digits after the point
      expect(Math.abs(result.chanceToWin - want.chance_to_win)).toBeLessThan(1e-9 * want.chance_to_win + 1e-15);
      const [control, treatment] = want.risk;
      const cancelled = 1e-14 * (want.std_dev + Math.abs(want.expected));
      expect(Math.abs(result.risk.control - control)).toBeLessThan(1e-9 * control + cancelled);
      expect(Math.abs(result.risk.treatment - treatment)).toBeLessThan(1e-9 * treatment + cancelled);
    });
  });

  comparedWith<Published>('experiments/gbstats_published.json', ({ cases }) =>
    it.each(cases.filter(({ test }) => test.startsWith('bayesian')))(
      "agrees with GrowthBook's own specs: $test",
      (known) => {
        const result = posteriorOf(known.control, known.treatment);
        expect(result.mean).toBeCloseTo(known.want.expected, 5);
        expect(result.deviation).toBeCloseTo(known.want.std_dev, 5);
        expect(result.chanceToWin).toBeCloseTo(known.want.chance_to_win, 5);
        expect(result.interval.low).toBeCloseTo(known.want.ci[0], 5);
        expect([result.risk.control, result.risk.treatment]).toEqual(
          known.want.risk.map((risk) => expect.closeTo(risk, 5)),
        );
      },
    ),
  );

  comparedWith<PostHogCases>('experiments/posthog_published.json', ({ cases }) =>
    it.each(cases.filter(({ method }) => method.startsWith('bayesian')))(
      "agrees with PostHog's own specs: $kind",
      (known) => {
        const result = posteriorOf(known.control, known.treatment);
        expect(Math.abs(result.mean - known.want.effect)).toBeLessThan(1e-4);
        expect(Math.abs(result.interval.low - known.want.ci[0])).toBeLessThan(1e-4);
        expect(Math.abs(result.interval.high - known.want.ci[1])).toBeLessThan(1e-4);
        expect(Math.abs(result.chanceToWin - known.want.chance_to_win)).toBeLessThan(1e-4);
      },
    ),
  );

  it('is the same with a prior in the units of the metric as with its share of the control', () =>
    fc.assert(
      fc.property(effects(), fc.constantFrom('relative' as const, 'absolute' as const), (effect, scale) => {
        const share: Prior = { mean: 0.02, variance: 0.01, scale: 'relative' };
        const size = Math.abs(effect.baseline);
        const units: Prior = { mean: 0.02 * size, variance: 0.01 * size ** 2, scale: 'absolute' };
        const [one, other] = [share, units].map((prior) => posterior({ ...effect, scale }, { prior }));
        expect(isFigure(one!) && one.mean).toBeCloseTo((isFigure(other!) && other.mean) || 0, 9);
        expect(isFigure(one!) && one.chanceToWin).toBeCloseTo((isFigure(other!) && other.chanceToWin) || 0, 9);
      }),
    ));

  it('lies between the data and the prior, and what both choices risk differs by the mean', () =>
    fc.assert(
      fc.property(effects(), (effect) => {
        const result = posterior(effect, { prior: { mean: 0, variance: 1, scale: effect.scale } });
        if (!isFigure(result)) throw new Error(result.reason);
        expect(Math.abs(result.mean)).toBeLessThanOrEqual(Math.abs(effect.difference));
        expect(result.deviation).toBeLessThanOrEqual(effect.standardError);
        expect(result.risk.control - result.risk.treatment).toBeCloseTo(result.mean, 9);
      }),
    ));

  it('knows a risk that is far below what subtraction leaves', () => {
    const result = posterior({ ...some, difference: 12, standardError: 1 });
    // φ(12) / 144 · (1 - 3/144 + 15/144² - 105/144³ + 945/144⁴ - 10395/144⁵ + …)
    const series =
      1 - 3 / 144 + 15 / 144 ** 2 - 105 / 144 ** 3 + 945 / 144 ** 4 - 10_395 / 144 ** 5 + 135_135 / 144 ** 6;
    const expected = (Math.exp(-72) / Math.sqrt(2 * Math.PI) / 144) * series;
    expect(relativeError(isFigure(result) ? result.risk.treatment : NaN, expected)).toBeLessThan(1e-6);
  });

  it('says why there is none', () => {
    const prior = { mean: 0, variance: 1, scale: 'relative' } as const;
    expect(posterior({ ...some, baseline: 0 }, { prior })).toEqual({ reason: 'zero-baseline' });
    expect(posterior(some, { prior: { ...prior, variance: 0 } })).toEqual({ reason: 'no-variance' });
    expect(posterior({ ...some, difference: NaN })).toEqual({ reason: 'not-finite' });
  });
});

describe('The chance to be the best arm', () => {
  comparedWith<BanditCases>('experiments/bandit_best_arm_probability.json', ({ cases }) =>
    it.each(cases)('agrees with adaptive quadrature: $means', ({ means, sds, p_best }) => {
      const chances = bestArmChances(means.map((mean, arm) => ({ mean, deviation: sds[arm]! })));
      if (!isFigure(chances)) throw new Error(chances.reason);
      for (const [arm, chance] of chances.entries()) expect(Math.abs(chance - p_best[arm]!)).toBeLessThan(1e-9);
    }),
  );

  it('adds up to 1, whoever they are', () =>
    fc.assert(
      fc.property(fc.array(belief(), { minLength: 2, maxLength: 6 }), (arms) => {
        const chances = bestArmChances(arms);
        if (!isFigure(chances)) throw new Error(chances.reason);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 50 },
    ));

  it('of two is the tail of their difference, and turns with what is better', () => {
    const arms = [
      { mean: 1, deviation: 3 },
      { mean: 2, deviation: 4 },
    ];
    expect(bestArmChances(arms)).toEqual([
      expect.closeTo(normalUpperTail(0.2), 12),
      expect.closeTo(normalUpperTail(-0.2), 12),
    ]);
    expect(bestArmChances(arms, 'less')).toEqual([
      expect.closeTo(normalUpperTail(-0.2), 12),
      expect.closeTo(normalUpperTail(0.2), 12),
    ]);
  });

  it('says why there is none', () => {
    const arm = { mean: 0, deviation: 1 };
    expect(bestArmChances([arm])).toEqual({ reason: 'too-few' });
    expect(bestArmChances([arm, { mean: 0, deviation: 0 }])).toEqual({ reason: 'no-variance' });
    expect(bestArmChances([arm, { mean: NaN, deviation: 1 }])).toEqual({ reason: 'not-finite' });
  });
});

type Want = {
  expected: number;
  std_dev: number;
  ci: [number, number];
  chance_to_win: number;
  risk: [control: number, treatment: number];
};
type BayesCase = KnownComparison & {
  inverse: boolean;
  prior: { mean: number; variance: number; proper: boolean; type: 'relative' | 'absolute' };
  want: Want;
};
type BayesCases = { cases: BayesCase[] };
type Published = { cases: { test: string; control: KnownArm; treatment: KnownArm; want: Want }[] };
type PostHogCases = {
  cases: {
    kind: string;
    method: string;
    control: KnownArm;
    treatment: KnownArm;
    want: { effect: number; ci: [number, number]; chance_to_win: number };
  }[];
};
type BanditCases = { cases: { means: number[]; sds: number[]; p_best: number[] }[] };

const some: Effect = { difference: 0.1, standardError: 0.1, dof: 100, n: 1_000, scale: 'absolute', baseline: 2 };
function posteriorOf(control: KnownArm, treatment: KnownArm) {
  const effect = meanEffect(sampleOf(control), sampleOf(treatment), 'relative');
  if (!isFigure(effect)) throw new Error(effect.reason);
  const result = posterior(effect);
  if (!isFigure(result)) throw new Error(result.reason);
  return result;
}
function effects() {
  return fc.record({
    difference: fc.double({ min: -5, max: 5, noNaN: true }),
    standardError: fc.double({ min: 0.01, max: 5, noNaN: true }),
    dof: fc.constant(100),
    n: fc.constant(1_000),
    scale: fc.constantFrom('absolute' as const, 'relative' as const),
    baseline: fc.oneof(fc.double({ min: 0.1, max: 9, noNaN: true }), fc.double({ min: -9, max: -0.1, noNaN: true })),
  });
}
function belief() {
  return fc.record({
    mean: fc.double({ min: -3, max: 3, noNaN: true }),
    deviation: fc.double({ min: 0.01, max: 3, noNaN: true }),
  });
}
