import { betaKernel, incompleteBeta } from './incomplete-beta';
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

/**
 * The value that Student's t exceeds with chance p: 1.96 at p = .025 with many degrees of freedom.
 *
 * Source: Newton's method on ln sf over ln t, which is concave, so that it comes home from any start.
 */
export function tUpperQuantile(p: number, dof: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -tUpperQuantile(1 - p, dof);
  if (p === 0) return Infinity;
  let t = -normalQuantile(p);
  for (let step = 0; step < 100; step++) {
    const { x, y } = shares(t, dof);
    const tail = tUpperTail(t, dof);
    const change = (Math.log(tail / p) * tail) / betaKernel(dof / 2, 0.5, x, y);
    t *= Math.exp(change);
    if (Math.abs(change) < 1e-15) break;
  }
  return t;
}

function shares(t: number, dof: number): { x: number; y: number } {
  const square = t * t;
  return square === Infinity ? { x: 0, y: 1 } : { x: dof / (dof + square), y: square / (dof + square) };
}
