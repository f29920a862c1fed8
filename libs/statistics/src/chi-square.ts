import { logUpperIncompleteGamma, upperIncompleteGamma } from './incomplete-gamma';

/**
 * The chance that a chi-square value with these degrees of freedom exceeds x, accurate far into the tail.
 *
 * Source: NIST DLMF 8.2.4, sf(x) = Q(ν/2, x/2).
 */
export function chiSquareUpperTail(x: number, dof: number): number {
  if (!(dof > 0)) throw new RangeError(`The degrees of freedom must be above 0, not ${dof}.`);
  return upperIncompleteGamma(dof / 2, x / 2);
}

/** The natural logarithm of {@link chiSquareUpperTail}: finite where the chance itself is below any number. */
export function logChiSquareUpperTail(x: number, dof: number): number {
  if (!(dof > 0)) throw new RangeError(`The degrees of freedom must be above 0, not ${dof}.`);
  return logUpperIncompleteGamma(dof / 2, x / 2);
}
