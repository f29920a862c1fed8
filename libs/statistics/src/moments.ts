import { type Decimal, decimal, decimalText, minus, plus, quotient, times, zero } from './decimal';
import type { SampleSummary } from './effect';

/**
 * All that a test of means needs of a sample, as exact sums: in any order and from any parts it is the same value.
 * Kept in PostgreSQL as `numeric`, see {@link readMoments}.
 */
export interface Moments {
  readonly n: number;
  readonly sum: Decimal;
  readonly sumOfSquares: Decimal;
}

/** {@link Moments} of pairs (x, y), with the cross sum that ratios and covariates need. */
export interface JointMoments {
  readonly x: Moments;
  readonly y: Moments;
  readonly crossSum: Decimal;
}

/** {@link Moments} as text: columns or JSON fields that PostgreSQL gives for `numeric`. */
export interface MomentsText {
  readonly n: string | number | bigint;
  readonly sum: string;
  readonly sumOfSquares: string;
}

/** The moments of nothing yet. */
export const noMoments: Moments = { n: 0, sum: zero, sumOfSquares: zero };

/** The moments of these values. A number counts as the decimal that it prints as. */
export function momentsOf(values: Iterable<number | string>): Moments {
  let [n, sum, sumOfSquares] = [0, zero, zero];
  for (const value of values) {
    const exact = decimal(value);
    n++;
    sum = plus(sum, exact);
    sumOfSquares = plus(sumOfSquares, times(exact, exact));
  }
  return { n, sum, sumOfSquares };
}

/** The moments of two samples together. */
export const mergeMoments = (a: Moments, b: Moments): Moments => ({
  n: a.n + b.n,
  sum: plus(a.sum, b.sum),
  sumOfSquares: plus(a.sumOfSquares, b.sumOfSquares),
});

/** Reads what PostgreSQL's `numeric` columns hold. Throws for what is no finite number or no possible sample. */
export function readMoments({ n, sum, sumOfSquares }: MomentsText): Moments {
  const count = Number(n);
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`n must be a whole number of 0 or more, not ${n}.`);
  return { n: count, sum: decimal(sum), sumOfSquares: decimal(sumOfSquares) };
}

/** As text that PostgreSQL reads as `numeric`: the same bytes for the same moments. */
export const writeMoments = ({ n, sum, sumOfSquares }: Moments) => ({
  n,
  sum: decimalText(sum),
  sumOfSquares: decimalText(sumOfSquares),
});

/** The mean, rounded once from the exact sums; null without values. */
export const meanOf = ({ n, sum }: Moments): number | null => (n === 0 ? null : quotient(sum, decimal(n)));

/** The variance (divisor n - 1), rounded once from the exact sums; null for fewer than two values. */
export const varianceOf = ({ n, sum, sumOfSquares }: Moments): number | null =>
  spread(n, sumOfSquares, times(sum, sum));

/** What {@link welch} takes; null for fewer than two values. */
export function summaryOf(moments: Moments): SampleSummary | null {
  const mean = meanOf(moments);
  const variance = varianceOf(moments);
  return mean === null || variance === null ? null : { n: moments.n, mean, variance };
}

/** The moments of these pairs. */
export function jointMomentsOf(pairs: readonly (readonly [x: number | string, y: number | string])[]): JointMoments {
  return {
    x: momentsOf(pairs.map(([x]) => x)),
    y: momentsOf(pairs.map(([, y]) => y)),
    crossSum: pairs.reduce((total, [x, y]) => plus(total, times(decimal(x), decimal(y))), zero),
  };
}

/** The moments of two samples of pairs together. */
export const mergeJointMoments = (a: JointMoments, b: JointMoments): JointMoments => ({
  x: mergeMoments(a.x, b.x),
  y: mergeMoments(a.y, b.y),
  crossSum: plus(a.crossSum, b.crossSum),
});

/** The covariance (divisor n - 1), rounded once from the exact sums; null for fewer than two pairs. */
export const covarianceOf = ({ x, y, crossSum }: JointMoments): number | null =>
  spread(x.n, crossSum, times(x.sum, y.sum));

/** (n Σab - Σa Σb) / (n (n - 1)): the subtraction is exact, so that values near 10⁹ lose no digit. */
function spread(n: number, products: Decimal, productOfSums: Decimal): number | null {
  if (n < 2) return null;
  const count = decimal(n);
  return quotient(minus(times(count, products), productOfSums), times(count, decimal(n - 1)));
}
