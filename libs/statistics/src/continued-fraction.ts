const { abs } = Math;
const { EPSILON } = Number;
const tiny = 1e-300;
const atLeast = (value: number) => (abs(value) < tiny ? tiny : value);

/**
 * The value of b₀ + a₁/(b₁ + a₂/(b₂ + …)), until it no longer changes.
 *
 * Source: the modified Lentz algorithm, Thompson and Barnett, J. Comput. Phys. 64 (1986) 490.
 */
export function continuedFraction(b0: number, term: (k: number) => { a: number; b: number }): number {
  let value = atLeast(b0);
  let c = value;
  let d = 0;
  for (let k = 1; k <= 1_000_000; k++) {
    const { a, b } = term(k);
    d = 1 / atLeast(b + a * d);
    c = atLeast(b + a / c);
    const factor = c * d;
    value *= factor;
    if (abs(factor - 1) <= EPSILON) return value;
  }
  throw new RangeError('The continued fraction did not converge within 1,000,000 terms.');
}
