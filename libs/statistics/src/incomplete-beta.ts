import { continuedFraction } from './continued-fraction';
import { stirlingRemainder } from './incomplete-gamma';

/**
 * x^a y^b / B(a, b) with y = 1 - x given apart, so that neither end loses digits.
 *
 * Source: the saddle-point form of Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
 */
export const betaKernel = (a: number, b: number, x: number, y: number): number => Math.exp(logBetaKernel(a, b, x, y));

function logBetaKernel(a: number, b: number, x: number, y: number): number {
  const sum = a + b;
  const excess = b * x - a * y;
  const exponent = a * logOf((x * sum) / a, excess / a) + b * logOf((y * sum) / b, -excess / b);
  const remainders = stirlingRemainder(sum) - stirlingRemainder(a) - stirlingRemainder(b);
  return Math.log((a * b) / (2 * Math.PI * sum)) / 2 + exponent + remainders;
}

const logOf = (ratio: number, ratioLessOne: number) =>
  Math.abs(ratioLessOne) < 0.5 ? Math.log1p(ratioLessOne) : Math.log(ratio);

/**
 * The regularised incomplete beta function I_x(a, b), with y = 1 - x given apart; accurate far into the lower tail.
 *
 * Source: the continued fraction of DiDonato and Morris, ACM TOMS 18 (1992) 360, algorithm 708, which takes x and y
 * apart, so that no digit of a small y is lost; NIST DLMF 8.17.4 (reflection).
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, y, x);
  return betaKernel(a, b, x, y) / fraction(a, b, x, y);
}

/** The natural logarithm of {@link incompleteBeta}: finite where that is below any number. */
export function logIncompleteBeta(a: number, b: number, x: number, y: number): number {
  if (x > (a + 1) / (a + b + 2)) return Math.log1p(-incompleteBeta(b, a, y, x));
  return logBetaKernel(a, b, x, y) - Math.log(fraction(a, b, x, y));
}

/** Where the lower tail of a beta distribution is p. */
export function betaQuantile(a: number, b: number, p: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 200 && high - low > 0; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(a, b, middle, 1 - middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function fraction(a: number, b: number, x: number, y: number): number {
  const lead = a * y - b * x + 1;
  return continuedFraction((a / (a + 1)) * lead, (n) => {
    const below = a + 2 * n - 1;
    const step = (n * (b - n) * x) / below;
    return {
      a: ((a + n - 1) / below) * (a + b + n - 1) * step * x,
      b: n + step + ((a + n) / (a + 2 * n + 1)) * (lead + n * (1 + y)),
    };
  });
}
