import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jStat } from 'jstat';
import { incompleteBeta } from './incomplete-beta';
import { stirlingRemainder, upperIncompleteGamma } from './incomplete-gamma';
import {
  chiSquareUpperTail,
  logChiSquareUpperTail,
  logNormalUpperTail,
  logTUpperTail,
  normalDensity,
  normalQuantile,
  normalUpperTail,
  tUpperQuantile,
  tUpperTail,
} from './index';
import { comparedWith, relativeError } from './reference-data';

const functions = {
  t_sf: tUpperTail,
  t_isf: tUpperQuantile,
  norm_sf: normalUpperTail,
  norm_isf: (p: number) => -normalQuantile(p),
  chi2_sf: chiSquareUpperTail,
};
const logarithms = { t_sf: logTUpperTail, norm_sf: logNormalUpperTail, chi2_sf: logChiSquareUpperTail };
type HighPrecision = { cases: { fn: keyof typeof functions; args: [number, number]; want: string }[] };

describe('Distributions', () => {
  comparedWith<HighPrecision>('experiments/distributions_highprec.json', ({ cases }) =>
    it.each(cases)('agree with 50 digits to 1e-13: $fn$args', ({ fn, args, want }) =>
      expect(relativeError(functions[fn](...args), Number(want))).toBeLessThan(1e-13),
    ),
  );

  comparedWith<HighPrecision>('experiments/distributions_highprec.json', ({ cases }) =>
    it.each(cases.filter(({ fn }) => fn in logarithms))('have its logarithm too: $fn$args', ({ fn, args, want }) => {
      const logarithm = logarithms[fn as keyof typeof logarithms](...args);
      expect(Math.abs(logarithm - Math.log(Number(want)))).toBeLessThan(1e-12);
    }),
  );

  it('know how small a chance is that no number can hold', () => {
    // Mills: φ(z)/z · (1 - 1/z² + 3/z⁴ - 15/z⁶ + …)
    const series = Math.log1p(-1e-4 + 3e-8 - 1.5e-11 + 1.05e-14);
    expect(logNormalUpperTail(100)).toBeCloseTo(-5000 - Math.log(2 * Math.PI) / 2 - Math.log(100) + series, 9);
    expect(logChiSquareUpperTail(4000, 2)).toBeCloseTo(-2000, 9);
    // Cauchy: 1/(πt); three degrees of freedom: 2√3/(πt³), both as t grows
    expect(logTUpperTail(1e120, 1)).toBeCloseTo(-Math.log(Math.PI * 1e120), 9);
    expect(logTUpperTail(1e120, 3)).toBeCloseTo(Math.log((2 * Math.sqrt(3)) / Math.PI) - 3 * Math.log(1e120), 9);
    expect([logNormalUpperTail(-40), logNormalUpperTail(Infinity)]).toEqual([-0, -Infinity]);
  });

  it('have tails and density that belong together', () =>
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (z) => {
        const slope = (normalUpperTail(z - 1e-4) - normalUpperTail(z + 1e-4)) / 2e-4;
        expect(slope).toBeCloseTo(normalDensity(z), 7);
        expect(Math.exp(logNormalUpperTail(z))).toBeCloseTo(normalUpperTail(z), 14);
        expect(normalUpperTail(z)).toBeCloseTo(
          z > 0 ? upperIncompleteGamma(0.5, (z * z) / 2) / 2 : 1 - upperIncompleteGamma(0.5, (z * z) / 2) / 2,
          14,
        );
      }),
    ));

  it('know the quarter of the Cauchy distribution', () => expect(tUpperTail(1, 1)).toBeCloseTo(0.25, 15));

  it('reach into the tail where 1 - cdf is 0', () => {
    expect(relativeError(normalUpperTail(37), 5.725571222524577e-300)).toBeLessThan(1e-12);
    expect(relativeError(chiSquareUpperTail(200, 2), Math.exp(-100))).toBeLessThan(1e-13);
    expect(normalUpperTail(Infinity)).toBe(0);
    expect(tUpperTail(1e200, 3)).toBe(0);
    expect(tUpperTail(Infinity, 3)).toBe(0);
    expect(tUpperTail(-Infinity, 3)).toBe(1);
    expect(relativeError(tUpperTail(1e150, 1), 1 / (Math.PI * 1e150))).toBeLessThan(1e-12);
  });

  it('are even where the distribution is', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 30, noNaN: true }),
        fc.double({ min: 0.5, max: 1e5, noNaN: true }),
        (t, dof) => {
          expect(tUpperTail(t, dof) + tUpperTail(-t, dof)).toBeCloseTo(1, 14);
          expect(normalUpperTail(t) + normalUpperTail(-t)).toBeCloseTo(1, 14);
        },
      ),
    ));

  it('fall as the value rises', () =>
    fc.assert(
      fc.property(positive(20), positive(20), positive(1e4), (a, b, dof) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b) + 1e-6];
        expect(tUpperTail(high, dof)).toBeLessThan(tUpperTail(low, dof));
        expect(chiSquareUpperTail(high, dof)).toBeLessThanOrEqual(chiSquareUpperTail(low, dof) + 1e-15);
      }),
    ));

  it('give back the chance that a quantile was asked for', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 1e-15, max: 0.999, noNaN: true }),
        fc.double({ min: 0.5, max: 1e6, noNaN: true }),
        (p, dof) => {
          expect(relativeError(tUpperTail(tUpperQuantile(p, dof), dof), p)).toBeLessThan(1e-11);
          expect(relativeError(normalUpperTail(-normalQuantile(p)), p)).toBeLessThan(1e-11);
        },
      ),
    ));

  it('agree with jStat as far as that is accurate', () =>
    fc.assert(
      fc.property(positive(50), positive(50), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, x) => {
        expect(incompleteBeta(a, b, x, 1 - x)).toBeCloseTo(jStat.ibeta(x, a, b), 7);
        expect(1 - upperIncompleteGamma(a, b)).toBeCloseTo(jStat.lowRegGamma(a, b), 7);
      }),
    ));

  it('know what Stirling leaves out of ln Γ(1) and ln Γ(½)', () => {
    expect(stirlingRemainder(1)).toBeCloseTo(1 - Math.log(2 * Math.PI) / 2, 15);
    expect(stirlingRemainder(0.5)).toBeCloseTo(0.5 - Math.log(2) / 2, 15);
  });

  it('have quantiles without end at 0 and 1, and none beyond', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect([tUpperQuantile(0, 5), tUpperQuantile(1, 5)]).toEqual([Infinity, -Infinity]);
    expect(() => normalQuantile(1.1)).toThrow(/between 0 and 1/);
    expect(() => tUpperTail(1, 0)).toThrow(/degrees of freedom/);
    expect(() => chiSquareUpperTail(1, -1)).toThrow(/degrees of freedom/);
  });
});

function positive(max: number) {
  return fc.double({ min: 0.1, max, noNaN: true });
}
