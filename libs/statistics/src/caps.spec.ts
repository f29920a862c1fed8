import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { capped, capsOf, momentsOf, summaryOf } from './index';
import { comparedWith, comparedWithText, relativeError } from './reference-data';

comparedWith<RealResults>('experiments/real_ab_known_results.json', ({ sets }) =>
  comparedWithText('ab/cookie_cats.csv', (text) =>
    it('Cookie Cats, capped over both arms together, has the cap, the means and the variances that are known', () => {
      const known = sets.cookie_cats.rounds_winsorized_p99_9;
      const players = text
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(','));
      const rounds = (gate: string) => players.filter(([, arm]) => arm === gate).map(([, , many]) => Number(many));
      const [control, treatment] = [rounds('gate_30'), rounds('gate_40')];
      const caps = capsOf([...control, ...treatment], { upper: 0.999 });
      expect(caps.low).toBe(-Infinity);
      expect(relativeError(caps.high, known.cap_linear_quantile)).toBeLessThan(1e-12);
      const [a, b] = [control, treatment].map((arm) => summaryOf(momentsOf(arm.map((each) => capped(each, caps))))!);
      expect(relativeError(a!.mean, known.mean_control)).toBeLessThan(1e-12);
      expect(relativeError(b!.mean, known.mean_treatment)).toBeLessThan(1e-12);
      expect(relativeError(a!.variance, known.var_control)).toBeLessThan(1e-10);
      expect(relativeError(b!.variance, known.var_treatment)).toBeLessThan(1e-10);
    }),
  ),
);

describe('Caps', () => {
  const values = [0, 0, 0, 0, 0, 10, 20, 30, 40, 1000];

  it('lie at shares of the values, or of those that are not 0', () => {
    expect(capsOf(values, { lower: 0.5, upper: 0.8 })).toEqual({ low: 5, high: expect.closeTo(32, 9) });
    expect(capsOf(values, { lower: 0.25, upper: 0.75, ignoreZeros: true })).toEqual({ low: 20, high: 40 });
  });

  it('are endless where nothing is to be capped, or nobody has a value', () => {
    expect(capsOf(values, {})).toEqual({ low: -Infinity, high: Infinity });
    expect(capsOf([0, 0], { lower: 0.1, upper: 0.9, ignoreZeros: true })).toEqual({ low: -Infinity, high: Infinity });
    expect(capsOf([], { upper: 0.9 })).toEqual({ low: -Infinity, high: Infinity });
  });

  it('leave what lies between them, and keep the order of all', () =>
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer(), fc.integer(), (all, one, other) => {
        const caps = capsOf(all, { lower: 0.1, upper: 0.9 });
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(capped(low, caps)).toBeLessThanOrEqual(capped(high, caps));
        if (caps.low <= one && one <= caps.high) expect(capped(one, caps)).toBe(one);
        else expect([caps.low, caps.high]).toContain(capped(one, caps));
      }),
    ));

  it('refuse what are no shares', () => {
    expect(() => capsOf(values, { upper: 99.9 })).toThrow(
      /upper must be a share above lower, 0, and at most 1, not 99.9/,
    );
    expect(() => capsOf(values, { lower: 0.5, upper: 0.5 })).toThrow(/upper must be a share above lower/);
    expect(() => capsOf(values, { lower: -0.1 })).toThrow(/lower must be a share of 0 or more/);
    expect(() => capped(1, { low: 3, high: 2 })).toThrow(/low must be a number that is not above high, 2, not 3/);
  });
});

type Known = Record<'cap_linear_quantile' | `${'mean' | 'var'}_${'control' | 'treatment'}`, number>;
type RealResults = { sets: { cookie_cats: { rounds_winsorized_p99_9: Known } } };
