/** What a steady process keeps within. */
export interface ProcessLimits {
  readonly mean: number;
  /** The mean step from one value to the next. */
  readonly meanMovingRange: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Between which values a process lies that only varies as it always did: the mean and 2.66 mean steps to either side.
 * The values are in the order of time; null with fewer than two.
 *
 * Source: XmR chart, 2.66 = 3 / 1.128, Wheeler, Understanding Variation (1993); NIST/SEMATECH e-Handbook 6.3.2.2.
 */
export function processLimits(values: readonly number[]): ProcessLimits | null {
  if (!values.every(Number.isFinite)) throw new RangeError('A value must be a finite number.');
  if (values.length < 2) return null;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  let steps = 0;
  for (let i = 1; i < values.length; i++) steps += Math.abs(values[i]! - values[i - 1]!);
  const meanMovingRange = steps / (values.length - 1);
  const reach = 2.66 * meanMovingRange;
  return { mean, meanMovingRange, low: mean - reach, high: mean + reach };
}
