import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  alwaysValid,
  type Effect,
  isFigure,
  logMixtureP,
  meanEffect,
  mixtureBound,
  normalQuantile,
  normalUpperTail,
} from './index';
import { comparedWith, relativeError } from './reference-data';
import { effectOf, type KnownArm, type KnownComparison, numberOf, sampleOf, sides } from './reference-samples';

describe('What is valid at any look', () => {
  comparedWith<SequenceCases>('experiments/gbstats_sequential_asymptotic_cs.json', ({ cases }) =>
    it.each(cases)('agrees with gbstats: $id', (known) => {
      const { want, alpha, tuning_parameter: narrowest } = known;
      const side = sides[known.side]!;
      const effect = effectOf(known);
      const { p, interval } = alwaysValid(effect, { level: 1 - alpha, narrowest, side });
      expect(relativeError(effect.difference, want.expected)).toBeLessThan(1e-9);
      expect(relativeError(effect.standardError, want.std_err)).toBeLessThan(1e-9);
      expect(relativeError(interval.low, numberOf(want.ci[0]))).toBeLessThan(1e-9);
      expect(relativeError(interval.high, numberOf(want.ci[1]))).toBeLessThan(1e-9);
      if (side === 'two-sided') expect(relativeError(p, want.p_value)).toBeLessThan(1e-9);
      // one-sided gbstats searches between 1e-5 and .4999, each time with another tuning: only the decision compares
      else expect(p < alpha).toBe(want.p_value < alpha);
    }),
  );

  comparedWith<Published>('experiments/gbstats_published.json', ({ cases }) =>
    it.each(cases.filter(({ test }) => test.startsWith('sequential')))(
      "agrees with GrowthBook's own specs: $test",
      (known) => {
        const effect = meanEffect(sampleOf(known.control), sampleOf(known.treatment), 'relative');
        if (!isFigure(effect)) throw new Error(effect.reason);
        const { p, interval } = alwaysValid(effect, { narrowest: Number(known.test.split(' ').at(-1)) });
        expect(effect.standardError).toBeCloseTo(known.want.std_err, 5);
        expect(interval.low).toBeCloseTo(known.want.ci[0], 5);
        expect(interval.high).toBeCloseTo(known.want.ci[1], 5);
        expect(p).toBeCloseTo(known.want.p, 5);
      },
    ),
  );

  comparedWith<AlwaysValidCases>('experiments/always_valid_msprt_gavi.json', ({ cases }) =>
    it.each(cases)('agrees with GAVI and with the mSPRT: $n_t, $n_c at $alpha', (known) => {
      const { alpha, n_t, n_c, var_t, var_c, delta, eppo_gavi: gavi, statsig_msprt: msprt } = known;
      const variance = var_t / n_t + var_c / n_c;
      const effect = effectWith({ difference: delta, standardError: Math.sqrt(variance), n: n_t + n_c });

      const { bound, interval } = alwaysValid(effect, { level: 1 - alpha, narrowest: gavi.n_tune });
      expect(relativeError(bound, gavi.B)).toBeLessThan(1e-9);
      expect(relativeError(interval.low, gavi.ci[0])).toBeLessThan(1e-9);
      expect(relativeError(interval.high, gavi.ci[1])).toBeLessThan(1e-9);

      const ratio = (normalQuantile(alpha / 2) ** 2 * (var_t + var_c)) / (n_t + n_c) / variance;
      expect(relativeError(mixtureBound(ratio, alpha / 2), msprt.z_star)).toBeLessThan(1e-9);
      expect(relativeError(delta - mixtureBound(ratio, alpha / 2) * Math.sqrt(variance), msprt.ci[0])).toBeLessThan(
        1e-9,
      );
      // Statsig's own p is the fixed one, stretched so that it is alpha at the bound; only its decision is always valid
      const stretched = (delta / Math.sqrt(variance)) * (-normalQuantile(alpha / 2) / msprt.z_star);
      expect(relativeError(2 * normalUpperTail(Math.abs(stretched)), msprt.p)).toBeLessThan(1e-9);
      expect(2 * Math.exp(logMixtureP(delta / Math.sqrt(variance), ratio)) < alpha).toBe(msprt.p < alpha);
    }),
  );

  it('finds an effect exactly where its interval leaves 0, on either side', () =>
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom('two-sided' as const, 'greater' as const, 'less' as const),
        (z, n, side) => {
          const { p, interval } = alwaysValid(effectWith({ difference: z, n }), { narrowest: 5_000, side });
          if (Math.abs(p - 0.05) > 1e-9) expect(p < 0.05).toBe(interval.low > 0 || interval.high < 0);
        },
      ),
    ));

  it('refuses what is no plan', () => {
    expect(() => alwaysValid(effectWith({}), { narrowest: 0 })).toThrow(/above 0, not 0/);
    expect(() => alwaysValid(effectWith({}), { narrowest: 9, level: 95 })).toThrow(/level must lie between 0 and 1/);
    expect(() => alwaysValid(effectWith({}), { narrowest: 9, level: 0.4, side: 'less' })).toThrow(/one-sided alpha/);
  });

  it('never says that p is 0', () => {
    const result = alwaysValid(effectWith({ difference: 100, n: 1e6 }), { narrowest: 1e4 });
    expect(result.p).toBe(Number.MIN_VALUE);
    expect(result.logP).toBeLessThan(-4_000);
    expect(logMixtureP(100, 1e3, 'greater')).toBeLessThan(-4_000);
  });
});

type Pair = [number, number];
type SequenceCases = {
  cases: (KnownComparison & {
    side: string;
    tuning_parameter: number;
    want: { expected: number; std_err: number; p_value: number; ci: [number | string, number | string] };
  })[];
};
type Published = {
  cases: { test: string; control: KnownArm; treatment: KnownArm; want: { std_err: number; p: number; ci: Pair } }[];
};
type AlwaysValidCases = {
  cases: (Record<'alpha' | 'n_t' | 'n_c' | 'var_t' | 'var_c' | 'delta', number> & {
    statsig_msprt: { z_star: number; ci: Pair; p: number };
    eppo_gavi: { n_tune: number; B: number; ci: Pair };
  })[];
};

function effectWith(known: Partial<Effect>): Effect {
  return { difference: 0, standardError: 1, dof: 1e6, n: 100, scale: 'absolute', baseline: 1, ...known };
}
