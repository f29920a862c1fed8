import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { zOfLogTail } from './group-sequential';
import { crossingChances, lanDeMetsBounds, logNormalUpperTail, normalQuantile, normalUpperTail } from './index';
import { comparedWith, relativeError } from './reference-data';

const spending = { alpha: 0.045, exponent: 3 };
const daily = Array.from({ length: 28 }, (_, day) => (day + 1) / 28);

describe('Bounds of Lan and DeMets', () => {
  comparedWith<BoundCases>('experiments/lan_demets_bounds.json', ({ cases }) =>
    it.each(cases)('agree to 10 digits with another recursion: exponent $power_spending_exponent', (known) => {
      const { information_fractions, alpha, power_spending_exponent: exponent, sides } = known;
      const bounds = lanDeMetsBounds(information_fractions, { alpha, exponent, sides });
      for (const [look, bound] of bounds.entries()) {
        expect(Math.abs(bound - known.z_bounds_accurate[look]!)).toBeLessThan(1e-10);
        expect(Math.abs(bound - known.z_bounds[look]!)).toBeLessThan(5e-4); // its grid's own error
      }
    }),
  );

  it('are the fixed bound with one look', () => {
    expect(lanDeMetsBounds([1], { alpha: 0.05, exponent: 2 })).toEqual([expect.closeTo(1.959963984540054, 12)]);
    expect(lanDeMetsBounds([1], { alpha: 0.05, exponent: 2, sides: 1 })).toEqual([
      expect.closeTo(1.6448536269514722, 12),
    ]);
  });

  it('spend by each look what they are to have spent, however uneven the looks', () =>
    fc.assert(
      fc.property(
        looks(),
        fc.constantFrom(1, 2, 3),
        fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
        (at, exponent, alpha) => {
          const bounds = lanDeMetsBounds(at, { alpha, exponent });
          for (const [look, chance] of crossingChances(at, bounds, 0).entries())
            expect(chance).toBeCloseTo((alpha / 2) * Math.min(1, at[look]!) ** exponent, 8);
        },
      ),
      { numRuns: 40 },
    ));

  it('rise nowhere with the chance of a false alarm', () =>
    fc.assert(
      fc.property(looks(), fc.double({ min: -8, max: -0.1, noNaN: true }), (at, logAlpha) => {
        const strict = lanDeMetsBounds(at, { alpha: Math.exp(logAlpha), exponent: 3 });
        const loose = lanDeMetsBounds(at, { alpha: Math.exp(logAlpha + 0.1), exponent: 3 });
        for (const [look, bound] of strict.entries()) expect(bound === Infinity || bound > loose[look]!).toBe(true);
      }),
      { numRuns: 40 },
    ));

  it('agree with the bivariate normal distribution', () => {
    // two looks: P(Z1 < a, Z2 >= b) by an integral of another kind, over the first look's z by Simpson's rule
    const [a, b] = lanDeMetsBounds([0.3, 1], spending) as [number, number];
    const steps = 4_000;
    const inner = (z: number) =>
      (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * normalUpperTail((b - Math.sqrt(0.3) * z) / Math.sqrt(0.7));
    const width = (a + 12) / steps;
    const weight = (i: number) => (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
    const sum = Array.from({ length: steps + 1 }, (_, i) => weight(i) * inner(-12 + i * width));
    const second = (sum.reduce((total, value) => total + value, 0) * width) / 3;
    expect(normalUpperTail(a)).toBeCloseTo(0.0225 * 0.3 ** 3, 12);
    expect(second).toBeCloseTo(0.0225 * (1 - 0.3 ** 3), 10);
  });

  it('give what is left to the look that comes late, and nothing after', () => {
    const bounds = lanDeMetsBounds([0.5, 1.3, 1.4], spending);
    expect(bounds[2]).toBe(Infinity);
    expect(crossingChances([0.5, 1.3, 1.4], bounds, 0)).toEqual([
      expect.closeTo(0.0225 / 8, 12),
      expect.closeTo(0.0225, 10),
      expect.closeTo(0.0225, 10),
    ]);
  });

  it('spend afterwards what was kept for that, and no more', () => {
    const at = [1, 2, 10, 1_000];
    const bounds = lanDeMetsBounds(at, { ...spending, afterwards: 0.005 });
    expect(crossingChances(at, bounds, 0).map((chance) => 2 * chance)).toEqual(
      at.map((plans) => expect.closeTo(0.045 + 0.005 * (1 - 1 / plans ** 2), 9)),
    );
  });

  it('spend nothing on a look that adds nothing, and do not mind the very early ones', () => {
    const [first, again, then] = lanDeMetsBounds([0.5, 0.5, 1], spending);
    expect([first, again, then]).toEqual([...lanDeMetsBounds([0.5, 1], spending).toSpliced(1, 0, Infinity)]);
    const early = lanDeMetsBounds([1e-5, 1e-3, 1], spending);
    expect(early[0]).toBeCloseTo(-normalQuantile(0.0225e-15), 10);
    expect(early[2]).toBeCloseTo(-normalQuantile(0.0225), 6);
    expect(lanDeMetsBounds([1e-120], spending)).toEqual([Infinity]);
  });

  it('keep .76 of the power where a fixed test of .05 has .80, with 28 looks', () => {
    const drift = 1.959963984540054 + 0.8416212335729143;
    const bounds = lanDeMetsBounds(daily, spending);
    expect(crossingChances(daily, bounds, 0).at(-1)).toBeCloseTo(0.0225, 9);
    expect(crossingChances(daily, bounds, drift).at(-1)).toBeCloseTo(0.764, 3); // 400,000 simulated paths: .763
    expect(crossingChances([1], [1.959963984540054], drift)).toEqual([expect.closeTo(0.8, 6)]);
  });
});

it('The normal value of a tail below any number has that tail', () => {
  for (const z of [0.5, 5, 36, 38, 100, 1e4])
    expect(relativeError(zOfLogTail(logNormalUpperTail(z)), z)).toBeLessThan(1e-12);
});

type BoundCases = {
  cases: {
    information_fractions: number[];
    alpha: number;
    power_spending_exponent: number;
    sides: 1 | 2;
    z_bounds: number[];
    z_bounds_accurate: number[];
  }[];
};

function looks() {
  const step = fc.double({ min: 0.02, max: 0.4, noNaN: true });
  return fc
    .array(step, { minLength: 1, maxLength: 8 })
    .map((steps) => steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, value) => sum + value, 0)));
}
