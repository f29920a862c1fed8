import { nearestRank } from './percentile';

/**
 * How many values lie in which narrow bucket: quantiles of any number of values in little space, each within
 * {@link sketchAccuracy} of the one it stands for. From the same values it is the same JSON, byte for byte, in whatever
 * order and parts they came and on every machine, and parts can be taken out again. A KLL sketch throws coins and the
 * centroids of a t-digest depend on the order, so that neither could be rebuilt from its events.
 *
 * Source: Masson, Rim and Lee, DDSketch, PVLDB 12 (2019) 2195, with its logarithm interpolated between powers of 2, of
 * which the bits of the number are exact where `Math.log` may differ; and with as many buckets as there are, 64 for each
 * doubling: from a millisecond to a day 1,700.
 */
export interface QuantileSketch {
  readonly n: number;
  /** Bucket and count, in the order of the values. Bucket 0 is for 0, those below it for values below 0. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/** By how much of itself a quantile may be wrong: 1 / 129. */
export const sketchAccuracy = 1 / 129;

const nothing: QuantileSketch = { n: 0, buckets: [] };

/** The sketch of these values. What is nearer to 0 than the smallest normal number, 2.2·10⁻³⁰⁸, counts as 0. */
export function sketchOf(values: Iterable<number>): QuantileSketch {
  const counts = new Map<number, number>();
  for (const value of values) {
    if (!Number.isFinite(value)) throw new RangeError(`values must be finite numbers, not ${value}.`);
    const bucket = bucketOf(value);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return sketchFrom(counts);
}

/** The sketch of two samples together. */
export const mergeSketches = (a: QuantileSketch, b: QuantileSketch): QuantileSketch => combined(a, b, 1);

/** The sketch without the values of a part. Throws where it does not hold them all. */
export const sketchWithout = (whole: QuantileSketch, part: QuantileSketch): QuantileSketch => combined(whole, part, -1);

/** Reads what was stored. Throws for what no values lead to. */
export function readSketch({ n, buckets }: QuantileSketch): QuantileSketch {
  for (const [i, [bucket, count]] of buckets.entries()) {
    const size = Math.abs(bucket);
    const known = Number.isInteger(bucket) && (size === 0 || (size >= 64 && size < 2047 * 64));
    if (!known || bucket <= (buckets[i - 1]?.[0] ?? -Infinity))
      throw new RangeError(`buckets must be known ones in ascending order, not ${bucket} at ${i}.`);
    if (!Number.isSafeInteger(count) || count < 1)
      throw new RangeError(`buckets must hold whole numbers of 1 or more, not ${count} at ${i}.`);
  }
  const sum = buckets.reduce((total, [, count]) => total + count, 0);
  if (n !== sum) throw new RangeError(`n must be the sum of the buckets, ${sum}, not ${n}.`);
  return { n, buckets };
}

/**
 * The value below which the share `level` (0 to 1) of the values lies, as the nearest rank of {@link percentile} within
 * {@link sketchAccuracy}; null without values.
 */
export function sketchQuantile({ n, buckets }: QuantileSketch, level: number): number | null {
  if (!(level >= 0 && level <= 1)) throw new RangeError(`level must be a share between 0 and 1, not ${level}.`);
  let left = nearestRank(level, n);
  for (const [bucket, count] of buckets) if ((left -= count) <= 0) return valueOf(bucket);
  return null;
}

function combined(a: QuantileSketch, b: QuantileSketch, sign: 1 | -1): QuantileSketch {
  const counts = new Map(a.buckets);
  for (const [bucket, count] of b.buckets) {
    const sum = (counts.get(bucket) ?? 0) + sign * count;
    if (sum < 0)
      throw new RangeError(`part must hold values of the whole only: of bucket ${bucket}, ${-sum} too many.`);
    if (sum === 0) counts.delete(bucket);
    else counts.set(bucket, sum);
  }
  return sketchFrom(counts);
}

function sketchFrom(counts: ReadonlyMap<number, number>): QuantileSketch {
  if (counts.size === 0) return nothing;
  const buckets = [...counts].sort(([one], [other]) => one - other);
  return { n: buckets.reduce((total, [, count]) => total + count, 0), buckets };
}

const bits = new DataView(new ArrayBuffer(8));

/** The exponent and the first 6 digits of the number in base 2: whole numbers in the order of the values. */
function bucketOf(value: number): number {
  bits.setFloat64(0, Math.abs(value));
  const bucket = bits.getUint32(0) >>> 14;
  return bucket < 64 ? 0 : Math.sign(value) * bucket;
}

/** What lies in a bucket of 1 + f/64 to 1 + (f+1)/64 times a power of 2 is at most 1/129 of itself away from this. */
function valueOf(bucket: number): number {
  if (bucket === 0) return 0;
  const size = Math.abs(bucket);
  const [low, high] = [64 + (size % 64), 65 + (size % 64)];
  bits.setFloat64(0, 0);
  bits.setUint32(0, (size - (size % 64)) << 14);
  return Math.sign(bucket) * bits.getFloat64(0) * ((2 * low * high) / (low + high) / 64);
}
