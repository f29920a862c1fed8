import { eachTail, type Interval } from './interval';
import { normalQuantile, normalUpperTail } from './normal';

/** How many of n did it. */
export interface Count {
  readonly n: number;
  readonly successes: number;
}

/** Two shares compared: b minus a. */
export interface ProportionComparison {
  readonly rateA: number;
  readonly rateB: number;
  readonly difference: number;
  readonly z: number;
  /** Two-sided, from the upper tail of |z|. */
  readonly p: number;
  /** Of the difference, always with the unpooled standard error. */
  readonly interval: Interval;
}

/** What the z test assumes of the two variances: equal, as under "no difference" (`pooled`), or not (`unpooled`). */
export type StandardErrorForm = 'pooled' | 'unpooled';

/**
 * Whether two shares differ: z test of b minus a, pooled unless told otherwise, and the interval of the difference.
 * Null where nothing can be tested: an empty side, or nobody or everybody on both sides.
 *
 * Source: Agresti, Categorical Data Analysis (3rd ed.), 3.1 and 3.3 (Wald interval, score test).
 */
export function twoProportions(
  a: Count,
  b: Count,
  { level = 0.95, form = 'pooled' }: { level?: number; form?: StandardErrorForm } = {},
): ProportionComparison | null {
  refuseImpossible(a);
  refuseImpossible(b);
  if (a.n === 0 || b.n === 0) return null;
  const rateA = a.successes / a.n;
  const rateB = b.successes / b.n;
  const difference = rateB - rateA;
  const unpooled = Math.sqrt((rateA * (1 - rateA)) / a.n + (rateB * (1 - rateB)) / b.n);
  const rate = (a.successes + b.successes) / (a.n + b.n);
  const standardError = form === 'unpooled' ? unpooled : Math.sqrt(rate * (1 - rate) * (1 / a.n + 1 / b.n));
  if (standardError === 0) return null;
  const z = difference / standardError;
  const half = -normalQuantile(eachTail(level)) * unpooled;
  const interval = { low: difference - half, high: difference + half, level };
  return { rateA, rateB, difference, z, p: 2 * normalUpperTail(Math.abs(z)), interval };
}

/**
 * The interval of a share, sensible for few cases and at 0 and 1; null for n = 0.
 *
 * Source: Wilson, Probable Inference, JASA 22 (1927) 209, without continuity correction.
 */
export function wilson(successes: number, n: number, level = 0.95): Interval | null {
  refuseImpossible({ n, successes });
  if (n === 0) return null;
  const z = normalQuantile(eachTail(level));
  const rate = successes / n;
  const shrink = 1 + (z * z) / n;
  const centre = (rate + (z * z) / (2 * n)) / shrink;
  const half = (-z / shrink) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  const low = successes === 0 ? 0 : centre - half;
  const high = successes === n ? 1 : centre + half;
  return { low, high, level };
}

/** Refuses counts that no sample has. */
export function refuseImpossible({ n, successes }: Count): void {
  if (!(Number.isInteger(n) && Number.isInteger(successes) && successes >= 0 && successes <= n))
    throw new RangeError(`successes must be a whole number between 0 and n, not ${successes} of ${n}.`);
}
