import { type Decimal, decimal, decimalText, minus, plus, quotient, times, zero } from './decimal';
import type { JointMoments } from './moments';

/**
 * All that ratios with a covariate need of a sample with several values a unit, as exact sums: in any order and from
 * any parts it is the same value. `Moments` are those of one column, {@link JointMoments} of two.
 */
export interface CrossMoments {
  readonly n: number;
  /** The sum of each column. */
  readonly sums: readonly Decimal[];
  /** Row i, column j: the sum of the products of columns i and j, for j up to i. */
  readonly products: readonly (readonly Decimal[])[];
}

/** {@link CrossMoments} as text: JSON fields that PostgreSQL gives for `numeric`. */
export interface CrossMomentsText {
  readonly n: number;
  readonly sums: readonly string[];
  readonly products: readonly (readonly string[])[];
}

/** The moments of these rows, one a unit. A number counts as the decimal that it prints as. */
export function crossMomentsOf(columns: number, rows: Iterable<readonly (number | string)[]>): CrossMoments {
  let moments: CrossMoments = {
    n: 0,
    sums: Array.from({ length: columns }, () => zero),
    products: Array.from({ length: columns }, (_, i) => Array.from({ length: i + 1 }, () => zero)),
  };
  for (const row of rows) {
    if (row.length !== columns)
      throw new RangeError(`rows must have ${columns} values each, as there are columns, not ${row.length}.`);
    const exact = row.map(decimal);
    const products = exact.map((value, i) => exact.slice(0, i + 1).map((other) => times(value, other)));
    moments = mergeCrossMoments(moments, { n: 1, sums: exact, products });
  }
  return moments;
}

/** The moments of two samples together. Throws for samples of different columns. */
export function mergeCrossMoments(a: CrossMoments, b: CrossMoments): CrossMoments {
  if (a.sums.length !== b.sums.length)
    throw new RangeError(`sums must be of the same columns to be merged, not ${a.sums.length} and ${b.sums.length}.`);
  return {
    n: a.n + b.n,
    sums: a.sums.map((sum, i) => plus(sum, b.sums[i]!)),
    products: a.products.map((row, i) => row.map((product, j) => plus(product, b.products[i]![j]!))),
  };
}

/** Reads what was written. Throws for what is no finite number or no possible sample. */
export function readCrossMoments({ n, sums, products }: CrossMomentsText): CrossMoments {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`n must be a whole number of 0 or more, not ${n}.`);
  if (products.length !== sums.length || products.some((row, i) => row.length !== i + 1))
    throw new RangeError(`products must have a row of i values for the i-th of ${sums.length} sums.`);
  return { n, sums: sums.map(decimal), products: products.map((row) => row.map(decimal)) };
}

/** As text: the same bytes for the same moments. */
export const writeCrossMoments = ({ n, sums, products }: CrossMoments): CrossMomentsText => ({
  n,
  sums: sums.map(decimalText),
  products: products.map((row) => row.map(decimalText)),
});

/** Pairs as two columns, x and y. Throws where x and y are of different numbers of units. */
export function columnsOf({ x, y, crossSum }: JointMoments): CrossMoments {
  if (x.n !== y.n) throw new RangeError(`y.n must be the number of pairs as x.n is, ${x.n}, not ${y.n}.`);
  return { n: x.n, sums: [x.sum, y.sum], products: [[x.sumOfSquares], [crossSum, y.sumOfSquares]] };
}

/** The mean of one column, rounded once from the exact sums. */
export const meanOfColumn = ({ n, sums }: CrossMoments, column: number): number => quotient(sums[column]!, decimal(n));

/**
 * The covariance (divisor n - 1) of two weighted sums of the columns, divided by `divisor`, rounded once: what the
 * delta method asks for. Exact up to there, so that values which cancel leave 0 and never less. Of two units or more.
 */
export function covarianceOfSums(
  moments: CrossMoments,
  [one, other]: readonly [readonly Decimal[], readonly Decimal[]],
  divisor: Decimal = decimal(1),
): number {
  const { n, sums, products } = moments;
  const count = decimal(n);
  let [crossSum, sum, otherSum] = [zero, zero, zero];
  for (const [i, weight] of one.entries()) {
    sum = plus(sum, times(weight, sums[i]!));
    otherSum = plus(otherSum, times(other[i]!, sums[i]!));
    for (const [j, otherWeight] of other.entries())
      crossSum = plus(crossSum, times(times(weight, otherWeight), products[Math.max(i, j)]![Math.min(i, j)]!));
  }
  const spread = minus(times(count, crossSum), times(sum, otherSum));
  return quotient(spread, times(times(count, decimal(n - 1)), divisor));
}

/** The variance of a weighted sum of the columns, as {@link covarianceOfSums}. Throws for sums of no possible sample. */
export function varianceOfSum(moments: CrossMoments, weights: readonly Decimal[], divisor?: Decimal): number {
  const variance = covarianceOfSums(moments, [weights, weights], divisor);
  if (variance < 0)
    throw new RangeError(
      'sumOfSquares, or a cross sum, is that of no possible sample: a variance would be below 0. Sum them anew.',
    );
  return variance;
}
