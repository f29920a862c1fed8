import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  alwaysValid,
  chanceToFind,
  daysUntil,
  type Effect,
  isFigure,
  meanEffect,
  minimumDetectableEffect,
  mixtureBound,
  mixtureInformation,
  normalQuantile,
  outlook,
  plannedError,
  powerOf,
  sequentialBounds,
  sequentialInflation,
  unitsForMeans,
  unitsForShares,
} from './index';
import { comparedWith, relativeError } from './reference-data';
import { type KnownArm, sampleOf } from './reference-samples';

describe('Power before an experiment', () => {
  comparedWith<RelativeCases>('experiments/power_mde_relative.json', ({ cases }) =>
    it.each(cases)("agrees with GrowthBook's formulas: %j", (known) => {
      const {
        mean,
        variance,
        alpha,
        users_total,
        variations,
        effect_relative: effect,
        sequential_tuning: tuning,
      } = known;
      const unitsPerArm = users_total / variations;
      const critical = -normalQuantile(alpha / 2);
      // GrowthBook lets a sequential test cost a larger error, not a larger z, which promises too much power
      const ratio = tuning && (2 * unitsPerArm) / mixtureInformation(tuning, alpha);
      const stretch = tuning ? mixtureBound(ratio, alpha) / critical : 1;
      const error = plannedError({ mean, variance, unitsPerArm }, effect);
      expect(relativeError(powerOf(effect, Number(error) * stretch, critical), known.power)).toBeLessThan(1e-9);
      const stretched = { mean, variance: variance * stretch ** 2, unitsPerArm };
      const smallest = minimumDetectableEffect(stretched, { power: known.target_power, critical });
      expect(relativeError(Number(smallest), known.mde_relative)).toBeLessThan(1e-9);
    }),
  );

  it('is what was asked for at the smallest effect that is found', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        fc.integer({ min: 10, max: 1e6 }),
        (power, variance, unitsPerArm) => {
          const baseline = { mean: -3, variance, unitsPerArm };
          const effect = minimumDetectableEffect(baseline, { power });
          if (typeof effect !== 'number') return expect(effect.reason).toBe('out-of-reach');
          const error = Number(plannedError(baseline, effect));
          expect(powerOf(effect, error) - powerOf(effect, error, 1e9)).toBeGreaterThan(power - 1e-9);
          expect(powerOf(effect, error)).toBeCloseTo(power, 2);
        },
      ),
    ));

  comparedWith<AbsoluteCases>('experiments/sample_size_absolute.json', ({ cases }) => {
    it.each(cases.filter(isShares))('agrees on the units for two shares: $p1, $p2', (known) => {
      const plan = { level: 1 - known.alpha, power: known.power, ratio: known.ratio_treatment_to_control };
      const unpooled = unitsForShares(known.p1, known.p2, plan);
      const arcsine = unitsForShares(known.p1, known.p2, { ...plan, method: 'arcsine' });
      expect(relativeError(Number(unpooled), known.n_control_unpooled_z)).toBeLessThan(1e-9);
      expect(relativeError(Number(arcsine), known.n_control_arcsine)).toBeLessThan(1e-6);
    });
    it.each(cases.filter(isMeans))('agrees on the units for two means: d $cohens_d', (known) => {
      const plan = { level: 1 - known.alpha, power: known.power, ratio: known.ratio_treatment_to_control };
      expect(relativeError(Number(unitsForMeans(known.cohens_d, plan)), known.n_control_t)).toBeLessThan(1e-6);
    });
  });

  comparedWith<GPowerCases>('experiments/spotify_published.json', ({ cases }) =>
    it.each(cases)('agrees with G*Power to half a percent: $kind, $n_total', (known) => {
      // the file's note says power .8; its figures are those of .85
      const plan = { level: 1 - (known.alpha ?? 0.05), power: 0.85 };
      const { baseline = 0, absolute_mde: apart, baseline_variance: variance = 1 } = known;
      const units =
        known.kind === 'binomial'
          ? unitsForShares(baseline, baseline + apart, plan)
          : unitsForMeans(apart / Math.sqrt(variance), plan);
      expect(relativeError(2 * Number(units), known.n_total)).toBeLessThan(0.005);
    }),
  );

  it('of a large distance takes a handful of units, and finds them by the noncentral t', () => {
    // power.t.test of R: 5.09
    expect(unitsForMeans(2)).toBeCloseTo(5.09, 2);
    expect(unitsForMeans(-2)).toBeCloseTo(5.09, 2);
  });

  it('says why there is none', () => {
    const baseline = { mean: 1, variance: 1, unitsPerArm: 5 };
    expect(minimumDetectableEffect(baseline)).toEqual({ reason: 'out-of-reach' });
    expect(minimumDetectableEffect({ ...baseline, mean: 0 })).toEqual({ reason: 'zero-baseline' });
    expect(minimumDetectableEffect({ ...baseline, variance: 0 })).toEqual({ reason: 'no-variance' });
    expect(minimumDetectableEffect({ ...baseline, unitsPerArm: 1 })).toEqual({ reason: 'too-few' });
    expect(minimumDetectableEffect({ ...baseline, variance: Infinity })).toEqual({ reason: 'not-finite' });
    expect(unitsForShares(0.1, 0.1)).toEqual({ reason: 'out-of-reach' });
    expect(unitsForShares(0, 1)).toEqual({ reason: 'no-variance' });
    expect(unitsForMeans(0)).toEqual({ reason: 'out-of-reach' });
    expect(plannedError({ ...baseline, mean: 0 }, 0.1)).toEqual({ reason: 'zero-baseline' });
    expect(unitsForMeans(NaN)).toEqual({ reason: 'not-finite' });
  });

  it('refuses what is no plan', () => {
    expect(() => unitsForShares(0.1, 1.2)).toThrow(/share must lie between 0 and 1, not 1.2/);
    expect(() => unitsForMeans(0.1, { power: 80 })).toThrow(/power must lie between 0 and 1, not 80/);
    expect(() => unitsForMeans(0.1, { ratio: 0 })).toThrow(/ratio of the arms/);
    expect(() => minimumDetectableEffect({ mean: 1, variance: 1, unitsPerArm: 9 }, { power: 1 })).toThrow(/power/);
  });
});

describe('What looking daily costs', () => {
  it('is 9 % more units at the same power, with 28 looks', () => {
    expect(sequentialInflation({ looks: 28 })).toBeCloseTo(1.0907, 3);
    // one look: only that .045 of .05 is spent by then
    const [spent, whole] = [0.045, 0.05].map((alpha) => normalQuantile(0.8) - normalQuantile(alpha / 2));
    expect(sequentialInflation({ looks: 1 })).toBeCloseTo((spent! / whole!) ** 2, 5);
  });
});

describe('An experiment under way', () => {
  comparedWith<MidCases>('experiments/mid_experiment_power.json', ({ cases }) =>
    it.each(cases)("needs as many more units as GrowthBook's search says: $id", (known) => {
      const { alpha, tuning, sequential, prior, target_mde, target_power } = known;
      const effect = meanEffect(sampleOf(known.control), sampleOf(known.treatment), 'relative');
      if (!isFigure(effect)) throw new Error(effect.reason);
      const own = mixtureInformation(tuning, alpha);
      const aim = {
        effect: target_mde,
        power: target_power,
        critical: (units: number) => (sequential ? mixtureBound(units / own, alpha) : -normalQuantile(alpha / 2)),
        ...(prior && { prior: { ...prior, scale: 'relative' as const } }),
      };
      const found = outlook(effect, aim);
      if (!isFigure(found)) throw new Error(found.reason);
      if (known.additional_users_over_current === 0) return expect(found.unitsToCome).toBe(0);
      const theirs = 1 + known.additional_users_over_current;
      const later = { ...effect, n: effect.n * theirs, standardError: effect.standardError / Math.sqrt(theirs) };
      const atTheirs = outlook(later, aim);
      expect(isFigure(atTheirs) && Math.abs(atTheirs.power - target_power)).toBeLessThan(1e-4);
      expect(relativeError(found.unitsToCome / effect.n, known.additional_users_over_current)).toBeLessThan(1e-3);
    }),
  );

  it('has the power it aimed at once they are in', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        fc.double({ min: 0.3, max: 0.99, noNaN: true }),
        (aimed, power) => {
          const found = outlook(effectWith({}), { effect: aimed, power });
          if (!isFigure(found)) throw new Error(found.reason);
          if (found.unitsToCome === 0) return expect(found.power).toBeGreaterThanOrEqual(power);
          const standardError = 0.05 / Math.sqrt(1 + found.unitsToCome / 1_000);
          expect(powerOf(aimed, standardError)).toBeCloseTo(power, 9);
        },
      ),
    ));

  it('cannot find what is nothing', () => {
    expect(outlook(effectWith({}), { effect: 0 })).toEqual({ reason: 'out-of-reach' });
    expect(outlook(effectWith({ standardError: 0 }), { effect: 1 })).toEqual({ reason: 'not-finite' });
    expect(alwaysValid(effectWith({}), { narrowest: 500 }).bound).toBeGreaterThan(1.96);
  });

  it('ends on the day on which the last unit comes, by the rhythm of the week', () => {
    const week = [100, 100, 100, 100, 100, 20, 20];
    expect(daysUntil(500, week)).toBe(5);
    expect(daysUntil(501, week)).toBe(6);
    expect(daysUntil(540, week)).toBe(7);
    expect(daysUntil(541, week)).toBe(8);
    expect(daysUntil(54_000, week)).toBe(700);
    expect(daysUntil(0, week)).toBe(0);
    expect(daysUntil(1, [0, 0])).toEqual({ reason: 'out-of-reach' });
    expect(daysUntil(1, [])).toEqual({ reason: 'too-few' });
  });

  it('has a chance to find its effect that at the start is the power of the plan', () => {
    const plan = { plannedUnits: 1e6 };
    const toCome = Array.from({ length: 28 }, (_, day) => (day + 1) / 28);
    const barelyBegun = effectWith({ n: 100, difference: 0, standardError: 100 });
    const assumed = 2.801585 * 100 * Math.sqrt(1e-4); // 80 % power of a fixed test at the plan
    expect(chanceToFind([barelyBegun], plan, { toCome, assumed })).toBeCloseTo(0.763, 2);
    expect(chanceToFind([barelyBegun], plan, { toCome, assumed: -assumed })).toBeCloseTo(0.763, 2);
    expect(chanceToFind([barelyBegun], plan, { toCome, assumed: 0 })).toBeCloseTo(0.045, 3);
  });

  it('with one look to come has the chance of a normal value to be beyond the bound', () => {
    const half = effectWith({ n: 500, difference: 1.2, standardError: 1, dof: 1e7 });
    const bound = sequentialBounds([0.5, 1])[1]!;
    // B(1) = B(.5) + N(drift/2, 1/2), with B(.5) = 1.2 √.5 and drift = 2 / √.5
    const expected = powerOf(1.2 * Math.SQRT1_2 + Math.SQRT2, Math.SQRT1_2, bound / Math.SQRT1_2);
    expect(chanceToFind([half], { plannedUnits: 1_000 }, { toCome: [1], assumed: 2 })).toBeCloseTo(expected, 5);
    // whatever the effect is: B(1) = 1.2 √.5 + N(1.2/√.5 / 2, 1/2 + 1/2)
    const predicted = powerOf(1.2 * Math.SQRT2, 1, bound);
    expect(chanceToFind([half], { plannedUnits: 1_000 }, { toCome: [1] })).toBeCloseTo(predicted, 4);
  });

  it('that has found one has found it, and without looks to come finds none', () => {
    const plan = { plannedUnits: 1_000 };
    expect(chanceToFind([effectWith({ difference: 9, standardError: 1 })], plan, { toCome: [2] })).toBe(1);
    expect(chanceToFind([effectWith({ difference: 1, standardError: 1 })], plan, { toCome: [0.5] })).toBe(0);
    expect(chanceToFind([], plan, { toCome: [1] })).toEqual({ reason: 'too-few' });
  });
});

type RelativeCases = {
  cases: Record<
    | 'mean'
    | 'variance'
    | 'effect_relative'
    | 'users_total'
    | 'variations'
    | 'alpha'
    | 'sequential_tuning'
    | 'power'
    | 'target_power'
    | 'mde_relative',
    number
  >[];
};
type Shared = { kind: string; alpha: number; power: number; ratio_treatment_to_control: number };
type SharesCase = Shared & { p1: number; p2: number; n_control_unpooled_z: number; n_control_arcsine: number };
type MeansCase = Shared & { cohens_d: number; n_control_t: number };
type AbsoluteCases = { cases: (SharesCase | MeansCase)[] };
type GPowerCases = {
  cases: {
    kind: string;
    absolute_mde: number;
    n_total: number;
    baseline?: number;
    baseline_variance?: number;
    alpha?: number;
  }[];
};
type MidCases = {
  cases: {
    id: string;
    control: KnownArm;
    treatment: KnownArm;
    alpha: number;
    target_power: number;
    target_mde: number;
    sequential: boolean;
    tuning: number;
    prior: { mean: number; variance: number } | null;
    additional_users_over_current: number;
  }[];
};
function isShares(known: SharesCase | MeansCase): known is SharesCase {
  return known.kind === 'two_proportions';
}
function isMeans(known: SharesCase | MeansCase): known is MeansCase {
  return known.kind === 'two_means_t';
}
function effectWith(known: Partial<Effect>): Effect {
  return { difference: 0.01, standardError: 0.05, dof: 998, n: 1_000, scale: 'relative', baseline: 1, ...known };
}
