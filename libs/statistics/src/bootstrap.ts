import { eachTail, type Interval } from './interval';
import { normalQuantile, normalUpperTail } from './normal';
import { percentile } from './percentile';
import { seededRandom } from './random';

/** How a bootstrap is drawn. The same seed gives the same interval on every machine. */
export interface BootstrapOptions {
  readonly seed: number | string;
  /** How many samples are drawn with replacement; 10,000 unless told otherwise. */
  readonly resamples?: number;
  /** The share of resamples inside the interval; .95 unless told otherwise. */
  readonly level?: number;
}

/**
 * Between which values a statistic of these items lies, by drawing them again with replacement; null without items.
 * The ends are percentiles (type 7) of the resampled statistic, whole items drawn by {@link seededRandom}. The statistic
 * reads its sample and keeps no hold of it.
 *
 * Source: the percentile method, Efron, Bootstrap Methods, Annals of Statistics 7 (1979) 1.
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  { seed, resamples = 10_000, level = 0.95 }: BootstrapOptions,
): Interval | null {
  if (items.length === 0) return null;
  const statistics = resampled(items, statistic, seed, resamples);
  const outside = (1 - level) / 2;
  const low = percentile(statistics, outside, 'linear');
  const high = percentile(statistics, 1 - outside, 'linear');
  return low === null || high === null ? null : { low, high, level };
}

/**
 * As {@link bootstrapInterval}, its ends moved for the bias and the skewness of the statistic (BCa): the better interval
 * of means and ratios of few or skewed items. Null with fewer than two items, or where no resample differs.
 *
 * Source: Efron, Better Bootstrap Confidence Intervals, JASA 82 (1987) 171; acceleration by the jackknife and ties at
 * the estimate counted half, DiCiccio and Efron, Bootstrap Confidence Intervals, Statistical Science 11 (1996) 189.
 */
export function acceleratedBootstrapInterval<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  { seed, resamples = 10_000, level = 0.95 }: BootstrapOptions,
): Interval | null {
  const tail = eachTail(level);
  if (items.length < 2) return null;
  const statistics = resampled(items, statistic, seed, resamples);
  const estimate = statistic(items);
  const below = statistics.reduce((sum, one) => sum + (one < estimate ? 1 : one === estimate ? 0.5 : 0), 0);
  if (statistics.every((one) => one === estimate)) return null;
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), resamples - 0.5) / resamples);
  const acceleration = accelerationOf(items, statistic);
  const end = (z: number) => {
    const moved = bias + (bias + z) / (1 - acceleration * (bias + z));
    return percentile(statistics, 1 - normalUpperTail(moved), 'linear');
  };
  const [low, high] = [end(normalQuantile(tail)), end(-normalQuantile(tail))];
  return low === null || high === null ? null : { low, high, level };
}

/** The statistic of each sample. One array is drawn into again and again: a new one for each takes five times as long. */
function resampled<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  seed: number | string,
  resamples: number,
): number[] {
  const random = seededRandom(seed);
  const sample = [...items];
  return Array.from({ length: resamples }, () => {
    for (let i = 0; i < sample.length; i++) sample[i] = items[((random() / 2 ** 32) * items.length) >>> 0]!;
    return statistic(sample);
  });
}

/** How fast the spread of a statistic changes with its value, from its values with each item left out; 0 if it is even. */
export function accelerationOf<Item>(items: readonly Item[], statistic: (sample: readonly Item[]) => number): number {
  const without = items.map((_, index) => statistic(items.toSpliced(index, 1)));
  const mean = without.reduce((sum, one) => sum + one, 0) / without.length;
  const [cubes, squares] = [3, 2].map((power) => without.reduce((sum, one) => sum + (mean - one) ** power, 0));
  return squares! > 0 ? cubes! / (6 * squares! ** 1.5) : 0;
}
