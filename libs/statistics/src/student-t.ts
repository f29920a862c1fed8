import { betaKernel, incompleteBeta, logIncompleteBeta } from './incomplete-beta';
import { normalQuantile } from './normal';

/**
 * The chance that Student's t with these degrees of freedom (any positive number) exceeds t, accurate far into the tail.
 *
 * Source: NIST DLMF 8.17, sf(t) = ½ I_x(ν/2, ½) at x = ν / (ν + t²).
 */
export function tUpperTail(t: number, dof: number): number {
  if (!(dof > 0)) throw new RangeError(`The degrees of freedom must be above 0, not ${dof}.`);
  if (Math.abs(t) === Infinity) return t > 0 ? 0 : 1;
  const { x, y } = shares(t, dof);
  const tail = incompleteBeta(dof / 2, 0.5, x, y) / 2;
  return t >= 0 ? tail : 1 - tail;
}

/** The natural logarithm of {@link tUpperTail}: finite where the chance itself is below any number. */
export function logTUpperTail(t: number, dof: number): number {
  if (t < 1 || t === Infinity) return Math.log(tUpperTail(t, dof));
  const { x, y } = shares(t, dof);
  return Math.log(0.5) + logIncompleteBeta(dof / 2, 0.5, x, y);
}

/**
 * The value that Student's t exceeds with chance p: 1.96 at p = .025 with many degrees of freedom.
 *
 * Source: Newton's method on ln sf over ln t, which is concave, so that it comes home from any start; the start is
 * Abramowitz and Stegun 26.7.5 where that holds.
 */
export function tUpperQuantile(p: number, dof: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -tUpperQuantile(1 - p, dof);
  if (p === 0) return Infinity;
  let t = nearby(-normalQuantile(p), dof);
  for (let step = 0; step < 100; step++) {
    const { x, y } = shares(t, dof);
    const tail = tUpperTail(t, dof);
    const change = (Math.log(tail / p) * tail) / betaKernel(dof / 2, 0.5, x, y);
    t *= Math.exp(change);
    if (Math.abs(change) < 1e-9) break; // the next would be its square
  }
  return t;
}

function nearby(z: number, dof: number): number {
  const square = z * z;
  if (square > dof) return z;
  const second = ((5 * square + 16) * square + 3) / 96;
  const third = (((3 * square + 19) * square + 17) * square - 15) / 384;
  const fourth = ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160;
  return z * (1 + ((square + 1) / 4 + (second + (third + fourth / dof) / dof) / dof) / dof);
}

function shares(t: number, dof: number): { x: number; y: number } {
  const square = t * t;
  return square === Infinity ? { x: 0, y: 1 } : { x: dof / (dof + square), y: square / (dof + square) };
}
