import { continuedFraction } from './continued-fraction';
import { stirlingRemainder } from './incomplete-gamma';

/**
 * x^a y^b / B(a, b) with y = 1 - x given apart, so that neither end loses digits.
 *
 * Source: the saddle-point form of Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
 */
export function betaKernel(a: number, b: number, x: number, y: number): number {
  const sum = a + b;
  const excess = b * x - a * y;
  const exponent = a * logOf((x * sum) / a, excess / a) + b * logOf((y * sum) / b, -excess / b);
  const remainders = stirlingRemainder(sum) - stirlingRemainder(a) - stirlingRemainder(b);
  return Math.sqrt((a * b) / (2 * Math.PI * sum)) * Math.exp(exponent + remainders);
}

const logOf = (ratio: number, ratioLessOne: number) =>
  Math.abs(ratioLessOne) < 0.5 ? Math.log1p(ratioLessOne) : Math.log(ratio);

/**
 * The regularised incomplete beta function I_x(a, b), with y = 1 - x given apart; accurate far into the lower tail.
 *
 * Source: NIST DLMF 8.17.22 (continued fraction) and 8.17.4 (reflection).
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, y, x);
  const fraction = continuedFraction(1, (k) => {
    const m = k >> 1;
    const even = k % 2 === 0;
    const a1 = even
      ? (m * (b - m) * x) / ((a + k - 1) * (a + k))
      : (-(a + m) * (a + b + m) * x) / ((a + k - 1) * (a + k));
    return { a: a1, b: 1 };
  });
  return betaKernel(a, b, x, y) / (a * fraction);
}
