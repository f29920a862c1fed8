import type { Interval } from './interval';
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
 * The ends are percentiles (type 7) of the resampled statistic, whole items drawn by {@link seededRandom}.
 *
 * Source: the percentile method, Efron, Bootstrap Methods, Annals of Statistics 7 (1979) 1.
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  { seed, resamples = 10_000, level = 0.95 }: BootstrapOptions,
): Interval | null {
  if (items.length === 0) return null;
  const random = seededRandom(seed);
  const drawn = () => items[Math.floor((random() / 2 ** 32) * items.length)] as Item;
  const statistics = Array.from({ length: resamples }, () => statistic(Array.from(items, drawn)));
  const outside = (1 - level) / 2;
  const low = percentile(statistics, outside, 'linear');
  const high = percentile(statistics, 1 - outside, 'linear');
  return low === null || high === null ? null : { low, high, level };
}
