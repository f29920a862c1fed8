import { isFigure, meanEffect, type NoFigure } from './effect';
import { crossingChances } from './group-sequential';
import { eachTail } from './interval';
import { normalQuantile, normalUpperTail } from './normal';
import { panels } from './quadrature';
import { sequentialBounds } from './sequential-test';
import { tUpperQuantile } from './student-t';

/** The chance of a two-sided test to find an effect of this size: that |z| reaches `critical`. */
export function powerOf(effect: number, standardError: number, critical = 1.959963984540054): number {
  const z = Math.abs(effect) / standardError;
  return normalUpperTail(critical - z) + normalUpperTail(critical + z);
}

/** Two arms before an experiment: what the metric is without it, and who comes. */
export interface Baseline {
  readonly mean: number;
  readonly variance: number;
  readonly unitsPerArm: number;
}

/** The standard error of a relative effect of this size (.05: 5 % more), if the variance stays what it is. */
export function plannedError({ mean, variance, unitsPerArm }: Baseline, effect: number): number | NoFigure {
  const planned = meanEffect(
    { n: unitsPerArm, mean, variance },
    { n: unitsPerArm, mean: mean * (1 + effect), variance },
    'relative',
  );
  return isFigure(planned) ? planned.standardError : planned;
}

/**
 * The smallest relative effect above 0 that is found with this power. `out-of-reach` where no effect is large enough,
 * because the error of a relative effect grows with it.
 */
export function minimumDetectableEffect(
  { mean, variance, unitsPerArm }: Baseline,
  { power = 0.8, critical = 1.959963984540054 }: { power?: number; critical?: number } = {},
): number | NoFigure {
  refuseImpossible(power, 1);
  if (mean === 0) return { reason: 'zero-baseline' };
  if (!(variance > 0)) return { reason: 'no-variance' };
  if (unitsPerArm < 2) return { reason: 'too-few' };
  // Δ² = k² s² (1 + (1 + Δ)²) with s² = variance / (n mean²)
  const square = ((critical + normalQuantile(power)) ** 2 * variance) / (unitsPerArm * mean * mean);
  if (!Number.isFinite(square)) return { reason: 'not-finite' };
  if (square >= 1) return { reason: 'out-of-reach' };
  return (square + Math.sqrt(square * (2 - square))) / (1 - square);
}

/** How a sample is planned. */
export interface SamplePlan {
  /** .95 unless told otherwise. */
  readonly level?: number;
  /** .8 unless told otherwise. */
  readonly power?: number;
  /** Units of the treatment for each of the control; 1 unless told otherwise. */
  readonly ratio?: number;
}

/**
 * Units of the control (not rounded) that find these two shares apart; `arcsine` by the transformed shares.
 *
 * Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 4.2 (unpooled, no correction); Cohen,
 * Statistical Power Analysis (1988), 6.
 */
export function unitsForShares(
  control: number,
  treatment: number,
  { level = 0.95, power = 0.8, ratio = 1, method = 'unpooled' }: SamplePlan & { method?: 'unpooled' | 'arcsine' } = {},
): number | NoFigure {
  for (const share of [control, treatment])
    if (!(share >= 0 && share <= 1)) throw new RangeError(`A share must lie between 0 and 1, not ${share}.`);
  refuseImpossible(power, ratio);
  if (control === treatment) return { reason: 'out-of-reach' };
  if (method === 'arcsine') {
    const apart = 2 * Math.asin(Math.sqrt(treatment)) - 2 * Math.asin(Math.sqrt(control));
    const critical = -normalQuantile(eachTail(level));
    return smallest((n) => powerOf(apart, Math.sqrt((1 + 1 / ratio) / n), critical) - power, 1e-6);
  }
  const needed = (normalQuantile(power) - normalQuantile(eachTail(level))) ** 2;
  const variance = control * (1 - control) + (treatment * (1 - treatment)) / ratio;
  return variance > 0 ? (needed * variance) / (treatment - control) ** 2 : { reason: 'no-variance' };
}

/**
 * Units of the control (not rounded) for which a t test finds means that are `distance` standard deviations apart.
 *
 * Source: the noncentral t distribution with 2 n - 2 degrees of freedom, Cohen (1988), 2.
 */
export function unitsForMeans(
  distance: number,
  { level = 0.95, power = 0.8, ratio = 1 }: SamplePlan = {},
): number | NoFigure {
  refuseImpossible(power, ratio);
  if (distance === 0) return { reason: 'out-of-reach' };
  if (!Number.isFinite(distance)) return { reason: 'not-finite' };
  const short = (n: number) => {
    const dof = n * (1 + ratio) - 2;
    const shift = Math.abs(distance) * Math.sqrt((n * ratio) / (1 + ratio));
    const critical = tUpperQuantile(eachTail(level), dof);
    return noncentralTail(critical, shift, dof) + noncentralTail(critical, -shift, dof) - power;
  };
  const least = 3 / (1 + ratio);
  return short(least) >= 0 ? least : smallest(short, least);
}

/**
 * The chance that t exceeds a value above 0, when the mean of its normal part is `shift`.
 *
 * Source: ∫ P(Z > t s - shift) over the density of s = √(χ²/ν), by quadrature.
 */
function noncentralTail(t: number, shift: number, dof: number): number {
  const spread = 1 / Math.sqrt(2 * dof);
  const { points, weights } = panels(Math.max(0, 1 - 12 * spread), 1 + 12 * spread, spread);
  const logDensity = (s: number) => (dof - 1) * Math.log(s) - (dof * (s * s - 1)) / 2;
  let [chance, whole] = [0, 0];
  for (const [at, s] of points.entries()) {
    const density = weights[at]! * Math.exp(logDensity(s));
    chance += density * normalUpperTail(t * s - shift);
    whole += density;
  }
  return chance / whole;
}

/**
 * How many times the units of a fixed test Tandem's sequential rule takes for the same power, with so many looks at
 * even distances: 1.09 with 28 looks at .8. Most experiments with an effect end well before that.
 */
export function sequentialInflation({
  looks,
  level = 0.95,
  power = 0.8,
}: {
  looks: number;
  level?: number;
  power?: number;
}): number {
  const fractions = Array.from({ length: looks }, (_, look) => (look + 1) / looks);
  const bounds = sequentialBounds(fractions, level);
  const fixed = normalQuantile(power) - normalQuantile(eachTail(level));
  const drift = smallest((least) => crossingChances(fractions, bounds, least).at(-1)! - power, fixed, { digits: 1e-6 });
  return ((drift as number) / fixed) ** 2;
}

function refuseImpossible(power: number, ratio: number): void {
  if (!(power > 0 && power < 1)) throw new RangeError(`The power must lie between 0 and 1, not ${power}.`);
  if (!(ratio > 0 && ratio < Infinity)) throw new RangeError(`The ratio of the arms must be above 0, not ${ratio}.`);
}

/** From where on a rising function is 0 or more, by doubling and then halving. */
export function smallest(
  short: (value: number) => number,
  least: number,
  { most = 1e15, digits = 1e-13 } = {},
): number | NoFigure {
  let [low, high] = [least, Math.max(1, 2 * least)];
  for (; short(high) < 0; high *= 2) {
    if (high > most) return { reason: 'out-of-reach' };
    low = high;
  }
  for (let step = 0; step < 80 && high - low > digits * high; step++) {
    const middle = (low + high) / 2;
    if (short(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}
