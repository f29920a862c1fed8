import { decimal, minus } from './decimal';
import { type Effect, type EffectScale, isFigure, meanEffect, type NoFigure, type SampleSummary } from './effect';
import type { JointMoments } from './moments';
import { normalQuantile } from './normal';
import { ratioOf } from './ratio-effect';

/** What a test needs of a quantile of one arm: its value, and the values at the {@link quantileBounds} around it. */
export interface QuantileSummary {
  /** The share of the values that lie at or below the quantile: .5 of a median. */
  readonly level: number;
  /** The values of which it is a quantile: of latency, requests. */
  readonly n: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The number for which the bounds were taken, where that was before n was known; n if left out. */
  readonly nOfBounds?: number;
  /**
   * Needed where a unit has several values: a pair for each unit, x how many of its values lie at or below the quantile,
   * y how many it has.
   */
  readonly units?: JointMoments;
}

const z = normalQuantile(0.975);

/** The levels between which the quantile of n values lies in 95 of 100 samples. */
export function quantileBounds(level: number, n: number): { lower: number; upper: number } {
  demandLevel(level);
  const half = n > 0 ? z * Math.sqrt((level * (1 - level)) / n) : 1;
  return { lower: Math.max(0, level - half), upper: Math.min(1, level + half) };
}

/** The summary of a quantile: `at` tells the value at a level, of sorted values or of a sketch; null without values. */
export function summaryOfQuantile(
  { level, n, units }: { readonly level: number; readonly n: number; readonly units?: JointMoments },
  at: (level: number) => number | null,
): QuantileSummary | null {
  const { lower, upper } = quantileBounds(level, n);
  const [value, low, high] = [at(level), at(lower), at(upper)];
  if (value === null || low === null || high === null) return null;
  return { level, n, value, lower: low, upper: high, ...(units ? { units } : {}) };
}

/**
 * The effect on a quantile, such as the 90th percentile of latency. Where units have several values that are alike, the
 * error is as much larger as the share below the quantile is less certain than of as many units. `too-few`: the bounds
 * around the quantile would lie beyond the smallest or the greatest value; `no-variance`: the values at the bounds are
 * the same, as of whole numbers, so that nothing is known of the error.
 *
 * Source: Deng and others, Applying the Delta Method in Metric Analytics, KDD 2018, section 4.
 */
export function quantileEffect(
  control: QuantileSummary,
  treatment: QuantileSummary,
  scale: EffectScale = 'absolute',
): Effect | NoFigure {
  if (control.level !== treatment.level)
    throw new RangeError(`level must be the same in both arms, not ${control.level} and ${treatment.level}.`);
  const [before, after] = [sampleOf(control), sampleOf(treatment)];
  if (!isFigure(before)) return before;
  return isFigure(after) ? meanEffect(before, after, scale) : after;
}

/** The quantile as the mean of a sample of n that is as certain. */
function sampleOf(quantile: QuantileSummary): SampleSummary | NoFigure {
  const { level, n, value, lower, upper, nOfBounds = n, units } = quantile;
  demandLevel(level);
  for (const [field, count] of Object.entries({ n, nOfBounds }))
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`${field} must be a whole number of 0 or more, not ${count}.`);
  if (n <= z ** 2 * Math.max(level / (1 - level), (1 - level) / level)) return { reason: 'too-few' };
  if (![value, lower, upper].every(Number.isFinite)) return { reason: 'not-finite' };
  if (lower > value || value > upper)
    throw new RangeError(`value must lie between lower and upper, not ${value} outside ${lower} to ${upper}.`);
  const alike = units ? timesAsUncertain(level, n, units) : 1;
  if (typeof alike !== 'number') return alike;
  const variance = (nOfBounds / n) * (n - 1) * ((upper - lower) / (2 * z)) ** 2 * alike;
  return variance > 0 ? { n, mean: value, variance } : { reason: 'no-variance' };
}

/** The variance of the share below the quantile, by units, as a multiple of that of n values that have nothing alike. */
function timesAsUncertain(level: number, n: number, units: JointMoments): number | NoFigure {
  if (minus(units.y.sum, decimal(n)).units !== 0n)
    throw new RangeError(`units.y must sum to the number of values, ${n}.`);
  const share = ratioOf(units);
  return isFigure(share) ? share.variance / share.n / ((level * (1 - level)) / n) : share;
}

function demandLevel(level: number) {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be a share between 0 and 1, not ${level}.`);
}
