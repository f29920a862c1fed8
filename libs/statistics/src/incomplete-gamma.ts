import { continuedFraction } from './continued-fraction';

/**
 * What Stirling's formula leaves out of ln Γ(x): ln Γ(x) - (x - ½) ln x + x - ½ ln 2π, for x > 0.
 * Differences of ln Γ taken through it keep their digits where the logarithms themselves are huge.
 *
 * Source: NIST DLMF 5.11.1, and the recurrence of Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
 */
export function stirlingRemainder(x: number): number {
  let raised = x;
  let remainder = 0;
  for (; raised < 10; raised++) remainder += (raised + 0.5) * Math.log1p(1 / raised) - 1;
  const r = 1 / (raised * raised);
  const series = [1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];
  return remainder + series.reduce((sum, term) => sum * r + term, 0) / raised;
}

/**
 * The regularised upper incomplete gamma function Q(a, x), accurate far into the tail.
 *
 * Source: NIST DLMF 8.7.1 (series) and 8.9.2 (continued fraction).
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const scale = Math.exp(logScale(a, x));
  return x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale / upperFraction(a, x);
}

/** The natural logarithm of {@link upperIncompleteGamma}: finite where that is below any number. */
export function logUpperIncompleteGamma(a: number, x: number): number {
  if (x < a + 1) return Math.log(upperIncompleteGamma(a, x));
  return x === Infinity ? -Infinity : logScale(a, x) - Math.log(upperFraction(a, x));
}

const logScale = (a: number, x: number) =>
  Math.log(a / (2 * Math.PI)) / 2 + a * Math.log(x / a) + a - x - stirlingRemainder(a);

const upperFraction = (a: number, x: number) =>
  continuedFraction(x + 1 - a, (k) => ({ a: k * (a - k), b: x + 2 * k + 1 - a }));

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; term > sum * Number.EPSILON * 0.1; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}
