import type { Side } from './effect';
import { eachTail, type Interval } from './interval';
import { normalQuantile, normalUpperTail } from './normal';

/** Whether the values of one small sample lie above those of another. */
export interface MannWhitney {
  /** The number of pairs (one of a, one of b) in which b is higher; ties count one half. */
  readonly u: number;
  readonly p: number;
  /** By how much b lies higher: the median of all differences b minus a (Hodges and Lehmann). */
  readonly shift: number;
  /** Of the shift, if both samples have the same shape. Null: too few values for the level. */
  readonly interval: Interval | null;
  /** Whether p is that of all ways to give out the values; beyond 60 values it is the normal approximation. */
  readonly isExact: boolean;
}

const mostExact = 60;

/**
 * Compares b with a by ranks: nothing is assumed of how values are spread, and one that lies far out counts as any
 * other. Ties share their mean rank, and p is exact with them too. `greater`: b is higher. Null where a side is empty.
 *
 * Source: Mann and Whitney, Ann. Math. Statist. 18 (1947) 50; exact by the ways to reach each sum of ranks, two-sided
 * by distance from the mean; beyond 60 values normal, with corrections for ties and continuity (Lehmann,
 * Nonparametrics, 1.4 and 2.5 on the shift and its interval).
 */
export function mannWhitney(
  a: readonly number[],
  b: readonly number[],
  { level = 0.95, side = 'two-sided' }: { level?: number; side?: Side } = {},
): MannWhitney | null {
  const tail = eachTail(level);
  const wrong = [...a, ...b].find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`Values to rank must be finite numbers, not ${wrong}.`);
  if (a.length === 0 || b.length === 0) return null;
  const pairs = a.length * b.length;
  const ranks = doubledRanks([...a, ...b]);
  const ofB = ranks.slice(a.length).reduce((sum, rank) => sum + rank, 0);
  const u = (ofB - b.length * (b.length + 1)) / 2;
  const isExact = a.length + b.length <= mostExact;
  const p = isExact ? exactP(ranks, b.length, ofB, side) : normalP(ranks, a.length, b.length, u, side);

  const shifts = Float64Array.from(b.flatMap((high) => a.map((low) => high - low))).sort();
  const outside = isExact ? mostOutside(a.length, b.length, tail) : normalOutside(a.length, b.length, tail);
  const interval = outside > 0 ? { low: shifts[outside - 1]!, high: shifts[pairs - outside]!, level } : null;
  const shift = (shifts[(pairs - 1) >> 1]! + shifts[pairs >> 1]!) / 2;
  return { u, p, shift, interval, isExact };
}

/** Twice the rank of each value, so that a mean of ranks is a whole number too. */
function doubledRanks(values: readonly number[]): number[] {
  const sorted = [...values].sort((one, other) => one - other);
  const ranks = new Map<number, number>();
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to + 1 < sorted.length && sorted[to + 1] === sorted[from]) to++;
    ranks.set(sorted[from]!, from + to + 2);
    from = to + 1;
  }
  return values.map((value) => ranks.get(value)!);
}

/** How many ways there are to choose so many of the ranks with each sum. */
function waysToSums(ranks: readonly number[], size: number): Float64Array {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  ways[0]![0] = 1;
  for (const rank of ranks)
    for (let chosen = size; chosen > 0; chosen--) {
      const [into, from] = [ways[chosen]!, ways[chosen - 1]!];
      for (let sum = most; sum >= rank; sum--) into[sum]! += from[sum - rank]!;
    }
  return ways[size]!;
}

function exactP(ranks: readonly number[], size: number, seen: number, side: Side): number {
  const ways = waysToSums(ranks, size);
  const middle = size * (ranks.length + 1);
  const isExtreme = (sum: number) =>
    side === 'greater'
      ? sum >= seen
      : side === 'less'
        ? sum <= seen
        : Math.abs(sum - middle) >= Math.abs(seen - middle);
  let [all, extreme] = [0, 0];
  for (const [sum, count] of ways.entries()) {
    all += count;
    if (isExtreme(sum)) extreme += count;
  }
  return extreme / all;
}

function normalP(ranks: readonly number[], ofA: number, ofB: number, u: number, side: Side): number {
  const n = ofA + ofB;
  const middle = (ofA * ofB) / 2;
  const spread = ranks.reduce((sum, rank) => sum + (rank / 2 - (n + 1) / 2) ** 2, 0);
  const error = Math.sqrt((ofA * ofB * spread) / (n * (n - 1)));
  if (error === 0) return 1;
  const beyond = side === 'two-sided' ? Math.abs(u - middle) : side === 'greater' ? u - middle : middle - u;
  const tail = normalUpperTail((beyond - 0.5) / error);
  return side === 'two-sided' ? Math.min(1, 2 * tail) : tail;
}

/** How many of the differences may lie outside the interval on each side. */
function mostOutside(ofA: number, ofB: number, tail: number): number {
  const ways = waysToSums(
    Array.from({ length: ofA + ofB }, (_, i) => i + 1),
    ofB,
  );
  const all = ways.reduce((sum, count) => sum + count, 0);
  const least = (ofB * (ofB + 1)) / 2;
  let [outside, below] = [0, ways[least]!];
  while (below <= tail * all) below += ways[least + ++outside]!;
  return outside;
}

function normalOutside(ofA: number, ofB: number, tail: number): number {
  const error = Math.sqrt((ofA * ofB * (ofA + ofB + 1)) / 12);
  return Math.max(0, Math.floor((ofA * ofB + 1) / 2 + normalQuantile(tail) * error));
}
