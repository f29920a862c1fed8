import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isFigure,
  meanEffect,
  momentsOf,
  normalUpperTail,
  percentile,
  sampleRatio,
  summaryOf,
  summaryOfCount,
  tTest,
  twoProportions,
} from './index';
import { comparedWith, comparedWithText, relativeError } from './reference-data';
import { effectOf, type KnownArm, type KnownComparison, numberOf, sampleOf, sides } from './reference-samples';

describe('Fixed test of an effect', () => {
  comparedWith<GbstatsCases>('experiments/gbstats_frequentist_welch.json', ({ cases }) =>
    it.each(cases)('agrees with gbstats, and with high precision where that lost its digits: $id', (known) => {
      const { want, alpha, side } = known;
      const effect = effectOf(known);
      const result = tTest(effect, { level: 1 - alpha, side: sides[side]! });
      expect(relativeError(effect.difference, want.expected)).toBeLessThan(1e-9);
      expect(relativeError(effect.standardError, want.std_err)).toBeLessThan(1e-9);
      expect(relativeError(effect.dof, want.dof)).toBeLessThan(1e-9);
      expect(relativeError(result.t, want.t)).toBeLessThan(1e-9);
      expect(relativeError(result.p, want.p_value_sf)).toBeLessThan(1e-9);
      expect(relativeError(Math.exp(result.logP), want.p_value_sf)).toBeLessThan(1e-9);
      // scipy's quantile of t, from which the file has its intervals, is right to 9 digits
      expect(inErrors(result.interval.low, numberOf(want.ci[0]), want.std_err)).toBeLessThan(1e-8);
      expect(inErrors(result.interval.high, numberOf(want.ci[1]), want.std_err)).toBeLessThan(1e-8);
      expect(result.p).toBeGreaterThan(0);
      if (want.p_value > 1e-6) expect(relativeError(result.p, want.p_value)).toBeLessThan(1e-9);
    }),
  );

  comparedWith<Published>('experiments/gbstats_published.json', ({ cases }) =>
    it.each(cases.filter(({ test }) => /^(two|one)_sided/.test(test)))(
      "agrees with GrowthBook's own specs: $test",
      (known) => {
        const scale = known.test.includes('absolute') ? 'absolute' : 'relative';
        const side = known.test.startsWith('one_sided') ? 'greater' : 'two-sided';
        const effect = meanEffect(sampleOf(known.control), sampleOf(known.treatment), scale);
        if (!isFigure(effect)) throw new Error(effect.reason);
        const { p, interval } = tTest(effect, { side });
        expect(effect.difference).toBeCloseTo(known.want.expected, 5);
        expect(effect.standardError).toBeCloseTo(known.want.std_err, 5);
        expect(p).toBeCloseTo(known.want.p, 5);
        expect(interval.low).toBeCloseTo(numberOf(known.want.ci[0]), 5);
        expect(Math.min(interval.high, 1e9)).toBeCloseTo(Math.min(numberOf(known.want.ci[1]), 1e9), 5);
      },
    ),
  );

  comparedWith<PostHogCases>('experiments/posthog_published.json', ({ cases }) =>
    it.each(cases.filter(({ method }) => method.startsWith('frequentist')))(
      "agrees with PostHog's own specs: $kind",
      (known) => {
        const effect = meanEffect(sampleOf(known.control), sampleOf(known.treatment), 'relative');
        if (!isFigure(effect)) throw new Error(effect.reason);
        const { p, interval } = tTest(effect, { level: 1 - known.alpha });
        expect(Math.abs(effect.difference - known.want.effect)).toBeLessThan(1e-4);
        expect(Math.abs(p - known.want.p)).toBeLessThan(1e-4);
        expect(Math.abs(interval.low - known.want.ci[0])).toBeLessThan(1e-4);
        expect(Math.abs(interval.high - known.want.ci[1])).toBeLessThan(1e-4);
      },
    ),
  );

  it('never says that p is 0', () => {
    const effect = meanEffect({ n: 1e6, mean: 0, variance: 1 }, { n: 1e6, mean: 1, variance: 1 });
    const result = isFigure(effect) && tTest(effect);
    // Beyond 707 standard errors with about 2·10⁶ degrees of freedom: ln 2 + ln of the tail of Student's t.
    expect(result).toMatchObject({ p: Number.MIN_VALUE, logP: expect.closeTo(-223_149.9, 0) });
  });

  it('keeps the sign of a lift where the control is below 0', () => {
    const effect = meanEffect({ n: 9, mean: -2, variance: 1 }, { n: 9, mean: -1, variance: 1 }, 'relative');
    expect(effect).toMatchObject({ difference: 0.5, scale: 'relative', baseline: -2 });
  });

  it.each([
    ['too-few', { n: 1, mean: 1, variance: 0 }, some(), 'absolute'],
    ['no-variance', some({ variance: 0 }), some({ variance: 0, mean: 4 }), 'absolute'],
    ['not-finite', some({ mean: NaN }), some(), 'absolute'],
    ['not-finite', some(), some({ variance: Infinity }), 'relative'],
    ['zero-baseline', some({ mean: 0 }), some(), 'relative'],
    ['not-finite', some({ mean: 1e-300 }), some(), 'relative'],
  ] as const)('says why there is none: %s', (reason, control, treatment, scale) =>
    expect(meanEffect(control, treatment, scale)).toEqual({ reason }),
  );

  it('is a figure or a reason, whatever it is given', () =>
    fc.assert(
      fc.property(anySample(), anySample(), fc.constantFrom('absolute', 'relative'), (control, treatment, scale) => {
        const effect = meanEffect(control, treatment, scale);
        if (!isFigure(effect)) return;
        const { p, interval, t, logP } = tTest(effect);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect([interval.low, interval.high, t, logP]).not.toContain(NaN);
      }),
    ));

  it('counts no value of a share twice: rate (1 - rate), nothing of nobody', () => {
    expect(summaryOfCount({ n: 4, successes: 1 })).toEqual({ n: 4, mean: 0.25, variance: 0.1875 });
    expect(meanEffect(summaryOfCount({ n: 0, successes: 0 }), some())).toEqual({ reason: 'too-few' });
  });
});

comparedWith<RealResults>('experiments/real_ab_known_results.json', ({ sets }) =>
  describe('What is known of real experiments', () => {
    const shares = Object.entries(sets).flatMap(([set, results]) =>
      Object.entries(results).flatMap(([name, known]) => (isShare(known) ? [{ set, name, ...known }] : [])),
    );
    it.each(shares)('is found again: $set, $name', (known) => {
      const control = { n: known.n_control, successes: known.x_control };
      const treatment = { n: known.n_treatment, successes: known.x_treatment };
      const result = twoProportions(control, treatment)!;
      expect(relativeError(result.z, known.pooled_z)).toBeLessThan(1e-9);
      expect(relativeError(result.p, known.p_two_sided)).toBeLessThan(1e-9);
      expect(relativeError(result.difference, known.diff)).toBeLessThan(1e-9);
      expect(relativeError(result.interval.low, known.ci95_unpooled[0])).toBeLessThan(1e-9);
      expect(relativeError(result.interval.high, known.ci95_unpooled[1])).toBeLessThan(1e-9);
      expect(meanEffect(summaryOfCount(control), summaryOfCount(treatment), 'relative')).toMatchObject({
        difference: expect.closeTo(known.lift, 12),
      });
      if (!known.ci95_pooled_se_as_published) return;
      const half = 1.96 * (result.difference / result.z);
      expect(result.difference - half).toBeCloseTo(known.ci95_pooled_se_as_published[0], 9);
    });

    const means = ['rounds_welch', 'rounds_winsorized_p99_9'].map((name) => ({
      name,
      known: sets['cookie_cats']?.[name] as KnownMean,
    }));
    it.each(means)('is found again: $name of Cookie Cats', ({ known }) => {
      const effect = meanEffect(
        { n: known.n_control, mean: known.mean_control, variance: known.var_control },
        { n: known.n_treatment, mean: known.mean_treatment, variance: known.var_treatment },
      );
      if (!isFigure(effect)) throw new Error(effect.reason);
      const { t, p, interval } = tTest(effect);
      expect(relativeError(effect.dof, known.dof)).toBeLessThan(1e-9);
      expect(relativeError(t, known.t)).toBeLessThan(1e-9);
      expect(relativeError(p, known.p)).toBeLessThan(1e-9);
      expect(relativeError(interval.low, known.ci95[0])).toBeLessThan(1e-9);
    });

    const ratios = Object.entries(sets).flatMap(([set, results]) =>
      Object.entries(results).flatMap(([name, known]) => (isRatio(known) ? [{ set, name, ...known }] : [])),
    );
    it.each(ratios)('fills its arms as known: $set, $name', ({ users, chi2, p }) => {
      const result = sampleRatio(users, [1, 1])!;
      expect(relativeError(result.chiSquare, chi2)).toBeLessThan(1e-9);
      expect(relativeError(result.p, p)).toBeLessThan(1e-9);
    });

    it('are all of them', () => expect([shares.length, ratios.length]).toEqual([5, 3]));
  }),
);

comparedWith<RealResults>('experiments/real_ab_known_results.json', ({ sets }) =>
  comparedWithText('ab/cookie_cats.csv', (text) => {
    const known = sets['cookie_cats']!;
    const players = text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    const rounds = players.map(([id, version, played]) => ({ id, version, played: Number(played) }));
    const capped = known['rounds_winsorized_p99_9'] as KnownMean & { cap_linear_quantile: number };

    it('Cookie Cats, player by player, is as heavy in one tail as is known', () => {
      const most = rounds.reduce((one, other) => (other.played > one.played ? other : one));
      expect([rounds.length, most.played, Number(most.id)]).toEqual([
        90_189,
        known['rounds_max'],
        known['outlier_user'],
      ]);
      const cap = percentile(
        rounds.map(({ played }) => played),
        0.999,
        'linear',
      );
      expect(relativeError(cap!, capped.cap_linear_quantile)).toBeLessThan(1e-12);
    });

    it.each([
      ['as they are', Infinity, known['rounds_welch'] as KnownMean],
      ['capped', capped.cap_linear_quantile, capped],
    ])('Cookie Cats, player by player, has the moments and the test that are known: rounds %s', (_, cap, want) => {
      const [control, treatment] = ['gate_30', 'gate_40'].map((gate) => {
        const arm = rounds.filter(({ version }) => version === gate);
        return summaryOf(momentsOf(arm.map(({ played }) => Math.min(cap, played))))!;
      });
      expect(relativeError(control!.mean, want.mean_control)).toBeLessThan(1e-12);
      expect(relativeError(control!.variance, want.var_control)).toBeLessThan(1e-10);
      expect(relativeError(treatment!.variance, want.var_treatment)).toBeLessThan(1e-10);
      const effect = meanEffect(control!, treatment!);
      expect(relativeError(isFigure(effect) ? tTest(effect).p : NaN, want.p)).toBeLessThan(1e-9);
    });
  }),
);

comparedWith<ChiSquareCases>('experiments/two_proportion_z.json', ({ cases }) =>
  it.each(cases)('Two proportions are what the chi-square of their table is: %j', ({ control, treatment, chi2_p }) => {
    const { z, p } = twoProportions(
      { n: control.n, successes: control.x },
      { n: treatment.n, successes: treatment.x },
    )!;
    expect(relativeError(2 * normalUpperTail(Math.abs(z)), p)).toBe(0);
    if (chi2_p !== undefined) expect(relativeError(p, chi2_p)).toBeLessThan(1e-9);
  }),
);

type GbstatsWant = {
  expected: number;
  std_err: number;
  dof: number;
  t: number;
  p_value: number;
  p_value_sf: number;
  ci: [number | string, number | string];
};
type GbstatsCases = { cases: (KnownComparison & { side: string; want: GbstatsWant })[] };
type Published = {
  cases: { test: string; control: KnownArm; treatment: KnownArm; want: GbstatsWant & { p: number } }[];
};
type PostHogCases = {
  cases: (Omit<KnownComparison, 'id'> & {
    method: string;
    want: { effect: number; ci: [number, number]; p: number };
  })[];
};
type Pair = [number, number];
type KnownShare = {
  x_control: number;
  n_control: number;
  x_treatment: number;
  n_treatment: number;
  diff: number;
  ci95_unpooled: Pair;
  ci95_pooled_se_as_published?: Pair;
  pooled_z: number;
  p_two_sided: number;
  lift: number;
};
type KnownMean = Record<`${'n' | 'mean' | 'var'}_${'control' | 'treatment'}` | 't' | 'dof' | 'p', number> & {
  ci95: Pair;
};
type KnownRatio = { users: Pair; chi2: number; p: number };
type RealResults = { sets: Record<string, Record<string, unknown>> };
type ChiSquareCases = {
  cases: { control: { n: number; x: number }; treatment: { n: number; x: number }; chi2_p?: number }[];
};

function isShare(known: unknown): known is KnownShare {
  return typeof known === 'object' && known !== null && 'pooled_z' in known;
}
function isRatio(known: unknown): known is KnownRatio {
  return typeof known === 'object' && known !== null && 'users' in known;
}
function inErrors(got: number, want: number, standardError: number) {
  return got === want ? 0 : Math.abs(got - want) / standardError;
}
function some(but = {}) {
  return { n: 5, mean: 1, variance: 2, ...but };
}
function anySample() {
  return fc.record({ n: fc.nat(1000), mean: fc.double(), variance: fc.double({ min: 0 }) });
}
