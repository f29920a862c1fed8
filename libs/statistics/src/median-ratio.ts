import { eachTail, type Interval } from './interval';
import { percentile } from './percentile';
import { seededRandom } from './random';

/** The medians of two samples, the later over the earlier; `interval` null with fewer than three values on a side. */
export interface MedianRatio {
  readonly before: number;
  readonly after: number;
  readonly ratio: number;
  readonly interval: Interval | null;
}

/**
 * How many times as long the median is as before: 24 for 60 hours is .4. The interval draws both samples again. Null
 * where a side is empty or the earlier median is not above 0; throws for a value below 0.
 *
 * Source: the percentile method, Efron, Bootstrap Methods, Annals of Statistics 7 (1979) 1; medians of type 7.
 */
export function medianRatio(
  before: readonly number[],
  after: readonly number[],
  { seed, level = 0.9, resamples = 10_000 }: { seed: number | string; level?: number; resamples?: number },
): MedianRatio | null {
  const tail = eachTail(level);
  const wrong = [...before, ...after].find((value) => !(value >= 0 && Number.isFinite(value)));
  if (wrong !== undefined) throw new RangeError(`A duration must be a number of 0 or more, not ${wrong}.`);
  const [first, second] = [percentile(before, 0.5, 'linear'), percentile(after, 0.5, 'linear')];
  if (first === null || second === null || first === 0) return null;
  const medians = { before: first, after: second, ratio: second / first };
  if (before.length < 3 || after.length < 3) return { ...medians, interval: null };

  const random = seededRandom(seed);
  const [drawBefore, drawAfter] = [drawnMedian(before, random), drawnMedian(after, random)];
  const drawn = Array.from({ length: resamples }, () => {
    const [earlier, later] = [drawBefore(), drawAfter()];
    return earlier > 0 ? later / earlier : later > 0 ? Number.MAX_VALUE : 1;
  });
  const ends = [tail, 1 - tail].map((share) => percentile(drawn, share, 'linear') ?? NaN);
  return { ...medians, interval: { low: ends[0]!, high: ends[1]!, level } };
}

/** Medians of values drawn with replacement: only how often each rank was drawn matters. */
function drawnMedian(values: readonly number[], random: () => number): () => number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const times = new Uint32Array(n);
  return () => {
    times.fill(0);
    for (let i = 0; i < n; i++) times[((random() / 2 ** 32) * n) >>> 0]!++;
    let rank = 0;
    let drawn = times[0]!;
    while (drawn <= (n - 1) >> 1) drawn += times[++rank]!;
    const lower = sorted[rank]!;
    while (drawn <= n >> 1) drawn += times[++rank]!;
    return (lower + sorted[rank]!) / 2;
  };
}
