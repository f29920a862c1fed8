import { incompleteBeta } from './incomplete-beta';
import { eachTail, type Interval } from './interval';

/** How often something happened, and over how much of anything it was counted: days, people, changes. */
export interface Occurrences {
  readonly count: number;
  readonly exposure: number;
}

/** One rate over another, and between which values that ratio lies; `high` may be infinite, and `ratio` with it. */
export interface RateRatio {
  readonly ratio: number;
  readonly interval: Interval;
}

/**
 * How many times as often something happens in b as in a. `exact` holds the truth at least as often as its level says;
 * `mid-p` about as often, and is narrower. Both assume that each occurrence comes by itself, not in bursts (Poisson).
 * Null if nothing happened on either side.
 *
 * Source: the conditional binomial test, Przyborowski and Wilenski, Biometrika 31 (1940) 313; mid-p as Lancaster,
 * Significance Tests in Discrete Distributions, JASA 56 (1961) 223.
 */
export function rateRatio(
  a: Occurrences,
  b: Occurrences,
  { level = 0.95, form = 'exact' }: { level?: number; form?: 'exact' | 'mid-p' } = {},
): RateRatio | null {
  for (const { count, exposure } of [a, b])
    if (!(Number.isSafeInteger(count) && count >= 0 && exposure > 0 && exposure < Infinity))
      throw new RangeError(`A whole count and an exposure above 0 are needed, not ${count} over ${exposure}.`);
  const all = a.count + b.count;
  if (all === 0) return null;
  const tail = eachTail(level);
  const oddsToRatio = a.exposure / b.exposure;
  const atLeast = (count: number, p: number) =>
    count <= 0 ? 1 : count > all ? 0 : incompleteBeta(count, all - count + 1, p, 1 - p);
  const above = (p: number) =>
    form === 'exact' ? atLeast(b.count, p) : (atLeast(b.count, p) + atLeast(b.count + 1, p)) / 2;
  const below = (p: number) =>
    form === 'exact' ? 1 - atLeast(b.count + 1, p) : 1 - (atLeast(b.count, p) + atLeast(b.count + 1, p)) / 2;
  return {
    ratio: (b.count / a.count) * oddsToRatio,
    interval: {
      low: b.count === 0 ? 0 : oddsToRatio * oddsWhere((p) => above(p) < tail),
      high: a.count === 0 ? Infinity : oddsToRatio * oddsWhere((p) => below(p) > tail),
      level,
    },
  };
}

/** The odds p / (1 - p) up to which this is so, to the last digits. */
function oddsWhere(isSo: (p: number) => boolean): number {
  let [low, high] = [-700, 700];
  for (let step = 0; step < 64; step++) {
    const middle = (low + high) / 2;
    if (isSo(1 / (1 + Math.exp(-middle)))) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
