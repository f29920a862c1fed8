import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adjustedP, type Correction, type Effect, isFigure, seededRandom, testedTogether, tTest } from './index';
import { comparedWith } from './reference-data';
import { normalQuantile } from './normal';

type Family = { readonly p: number[] } & Readonly<
  Record<'bonferroni' | 'holm' | 'hommel' | 'benjamini_hochberg' | 'benjamini_yekutieli', number[]>
>;

const corrections: readonly Correction[] = [
  'bonferroni',
  'holm',
  'hommel',
  'benjamini-hochberg',
  'benjamini-yekutieli',
];

const effect = (difference: number): Effect => ({
  ...{ difference, standardError: 1, dof: 1e9, n: 100, baseline: 1 },
  scale: 'absolute',
});

describe('The p values of a family', () => {
  comparedWith<{ cases: Family[] }>('experiments/multiple_testing.json', ({ cases }) => {
    describe.each(cases)('$p', (family) => {
      it.each(corrections)('agree with statsmodels: %s', (by) => {
        const wanted = family[by.replace('-', '_') as keyof Family];
        const adjusted = adjustedP(family.p, by);
        expect(adjusted).toHaveLength(wanted.length);
        for (const [i, value] of adjusted.entries()) expect(Math.abs(value! - wanted[i]!)).toBeLessThan(1e-12);
      });
    });
  });

  it('are, by Hommel, what the closed test with every Simes test of every subfamily says', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 7 }), (hundredths) => {
        const p = hundredths.map((value) => value / 100);
        const simes = (family: number[]) =>
          Math.min(...family.toSorted((a, b) => a - b).map((value, i) => (family.length * value) / (i + 1)));
        const closed = p.map((_, i) => {
          let worst = 0;
          for (let set = 0; set < 2 ** p.length; set++)
            if ((set >> i) & 1) worst = Math.max(worst, simes(p.filter((_, j) => (set >> j) & 1)));
          return worst;
        });
        for (const [i, value] of adjustedP(p, 'hommel').entries()) expect(value).toBeCloseTo(closed[i]!, 12);
      }),
    ));

  it.each(corrections)('go with their tests into any order, and keep ties: %s', (by) =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
        const twice = [...p, ...p];
        const adjusted = adjustedP(twice, by);
        expect(adjusted.slice(0, p.length)).toEqual(adjusted.slice(p.length));
        expect(adjustedP(twice.toReversed(), by)).toEqual(adjusted.toReversed());
        expect(adjusted.every((value, i) => value! >= twice[i]! && value! <= 1)).toBe(true);
      }),
    ),
  );

  it('leave out what has no p, and refuse what is none', () => {
    expect(adjustedP([null, 0.02, null, 0.5], 'bonferroni')).toEqual([null, 0.04, null, 1]);
    expect(adjustedP([], 'hommel')).toEqual([]);
    expect(() => adjustedP([0.5, 1.1], 'holm')).toThrow(new RangeError('p must lie between 0 and 1, not 1.1.'));
    expect(() => adjustedP([NaN], 'holm')).toThrow('not NaN');
  });
});

describe('A family of effects', () => {
  const effects = [effect(4), effect(0.5), effect(2.6), { reason: 'no-variance' } as const, effect(-2.2)];

  it('has intervals that hold together: Bonferroni, 2.4977 standard errors for four', () => {
    const [first, , , none] = testedTogether(effects, { by: 'holm' });
    expect(first).toMatchObject({
      p: tTest(effect(4)).p,
      adjustedP: 4 * tTest(effect(4)).p,
      interval: { low: expect.closeTo(4 - 2.4977, 4), high: expect.closeTo(4 + 2.4977, 4), level: 0.95 },
    });
    expect(none).toEqual({ reason: 'no-variance' });
  });

  it('has intervals of one side where only that side is asked for', () => {
    const [first] = testedTogether(effects, { by: 'bonferroni', side: 'greater' });
    expect(first).toMatchObject({ interval: { low: expect.closeTo(4 + normalQuantile(0.05 / 4), 6), high: Infinity } });
  });

  it('has, by Benjamini-Hochberg, intervals of the effects called only: three of four at .05 x 3/4', () => {
    const [first, second, third, , last] = testedTogether(effects, { by: 'benjamini-hochberg' });
    const half = -normalQuantile((0.05 * 3) / 4 / 2);
    expect(first).toMatchObject({ interval: { low: expect.closeTo(4 - half, 6), high: expect.closeTo(4 + half, 6) } });
    expect(second).toMatchObject({ interval: null, adjustedP: tTest(effect(0.5)).p });
    expect(third).toMatchObject({ interval: { low: expect.closeTo(2.6 - half, 6) } });
    expect(last).toMatchObject({ interval: { high: expect.closeTo(-2.2 + half, 6) } });
  });

  it('pays under any dependence by the harmonic sum: two called of four at .05 x 2 / (4 x 25/12)', () => {
    const [first, , , , last] = testedTogether(effects, { by: 'benjamini-yekutieli' });
    const half = -normalQuantile((0.05 * 2) / (4 * (25 / 12)) / 2);
    expect(first).toMatchObject({ interval: { low: expect.closeTo(4 - half, 6) } });
    expect(last).toMatchObject({ interval: null });
  });

  it.each(corrections)('calls nothing whose interval contradicts the call: %s', (by) =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 1, maxLength: 20 }), (all) => {
        const tests = testedTogether(all.map(effect), { by });
        for (const test of tests) {
          if (!isFigure(test) || !test.interval) continue;
          const excludesZero = test.interval.low > 0 || test.interval.high < 0;
          if (by.startsWith('benjamini')) expect(excludesZero).toBe(true);
          else if (excludesZero) expect(test.adjustedP).toBeLessThan(0.05);
        }
      }),
    ),
  );

  it('keeps both promises where half of the effects are none: 2,000 families of 10', () => {
    const random = seededRandom('families');
    const truth = [0, 0, 0, 0, 0, 3, 3, 3, 3, 3];
    const drawn = () => truth.map((mean) => effect(mean + normalQuantile((random() + 0.5) / 2 ** 32)));
    let [missedFamilies, missedOfCalled] = [0, 0];
    for (let i = 0; i < 2_000; i++) {
      const family = drawn();
      const misses = (by: Correction) =>
        testedTogether(family, { by, level: 0.9 }).flatMap((test, k) => {
          const { low, high } = (isFigure(test) && test.interval) || { low: NaN, high: NaN };
          return Number.isNaN(low) ? [] : [truth[k]! < low || truth[k]! > high];
        });
      if (misses('hommel').includes(true)) missedFamilies++;
      const called = misses('benjamini-hochberg');
      missedOfCalled += called.filter(Boolean).length / Math.max(1, called.length);
    }
    expect(missedFamilies / 2_000).toBeGreaterThan(0.07);
    expect(missedFamilies / 2_000).toBeLessThan(0.12);
    expect(missedOfCalled / 2_000).toBeGreaterThan(0.03);
    expect(missedOfCalled / 2_000).toBeLessThan(0.12);
  });
});
