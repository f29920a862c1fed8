import { eachTail, type Interval } from './interval';
import { tUpperQuantile } from './student-t';

/** How far one sample lies above another, and the interval of it: null with fewer than two values on a side. */
export interface Dominance {
  readonly delta: number;
  readonly interval: Interval | null;
}

/**
 * How much more often a value of a exceeds one of b than the reverse: 1 always, 0 as often, -1 never. It asks for an
 * order only, so that any scale will do; .147, .33 and .474 are called small, medium and large. Null without values.
 *
 * Source: Cliff, Dominance Statistics, Psychological Bulletin 114 (1993) 494; the asymmetric interval with the unbiased
 * variance and Student's t, Feng and Cliff, Journal of Modern Applied Statistical Methods 3 (2004) 322; for |delta| = 1,
 * (n - t²) / (n + t²) of the smaller sample, Long, Feng and Cliff, Handbook of Psychology 2 (2003) 635.
 */
export function cliffsDelta(a: readonly number[], b: readonly number[], level = 0.95): Dominance | null {
  if (![...a, ...b].every(Number.isFinite)) throw new RangeError('A value must be a finite number.');
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) return null;
  const tail = eachTail(level);
  const ofA = leads(a, b);
  const ofB = leads(b, a);
  const delta = ofA.mean;
  if (n < 2 || m < 2) return { delta, interval: null };
  const t = tUpperQuantile(tail, n + m - 2);
  if (Math.abs(delta) === 1) {
    const inner = Math.max(-1, (Math.min(n, m) - t * t) / (Math.min(n, m) + t * t));
    return { delta, interval: delta > 0 ? { low: inner, high: 1, level } : { low: -1, high: -inner, level } };
  }
  const cells = ofA.untied - n * m * delta ** 2;
  const unbiased = (m * m * ofA.squares + n * n * ofB.squares - cells) / (n * m * (n - 1) * (m - 1));
  const room = 1 - delta ** 2;
  const variance = Math.max(unbiased, room / (n * m - 1));
  const below = room + t * t * variance;
  const half = t * Math.sqrt(variance * (room ** 2 + t * t * variance));
  return {
    delta,
    interval: {
      low: Math.max(-1, (delta - delta ** 3 - half) / below),
      high: Math.min(1, (delta - delta ** 3 + half) / below),
      level,
    },
  };
}

/** Of each value of a, the share of b below it less the share above: their mean, the sum of their squares around it, and all untied pairs. */
function leads(a: readonly number[], b: readonly number[]) {
  const sorted = Float64Array.from(b).sort();
  const counts = a.map((value) => ({ below: lowerBound(sorted, value), notAbove: upperBound(sorted, value) }));
  const shares = counts.map(({ below, notAbove }) => (below + notAbove - sorted.length) / sorted.length);
  const mean = sum(counts.map(({ below, notAbove }) => below + notAbove - sorted.length)) / (a.length * sorted.length);
  return {
    mean,
    squares: sum(shares.map((share) => (share - mean) ** 2)),
    untied: sum(counts.map(({ below, notAbove }) => below + sorted.length - notAbove)),
  };
}

const lowerBound = (sorted: Float64Array, value: number) => bound(sorted, (one) => one < value);
const upperBound = (sorted: Float64Array, value: number) => bound(sorted, (one) => one <= value);

/** How many of the sorted values come before the first that is not so. */
function bound(sorted: Float64Array, isBefore: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
