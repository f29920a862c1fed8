import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMoments, sampleRatio, summaryOf, twoProportions, welch, wilson } from './index';
import { comparedWith, relativeError } from './reference-data';

const gate30 = { n: 44_700, successes: 8_502 };
const gate40 = { n: 45_489, successes: 8_279 };

describe('Two proportions', () => {
  it('tell that gate 40 of Cookie Cats loses players by day 7: pooled z -3.164, p .00155', () => {
    const result = twoProportions(gate30, gate40);
    expect(result).toMatchObject({ rateA: expect.closeTo(0.1902, 4), rateB: expect.closeTo(0.182, 4) });
    expect(result?.z).toBeCloseTo(-3.164358912748191, 12);
    expect(result?.p).toBeCloseTo(0.001554249975614329, 12);
    expect(result?.interval.low).toBeCloseTo(-0.013281552418885545, 12);
    expect(result?.interval.high).toBeCloseTo(-0.0031210442115262808, 12);
  });

  it('round to p = .00156 instead when the standard error is unpooled', () =>
    expect(twoProportions(gate30, gate40, { form: 'unpooled' })?.p).toBeCloseTo(0.00156, 5));

  comparedWith<TwoProportionZ>('experiments/two_proportion_z.json', ({ cases }) =>
    it.each(cases)('agree with statsmodels: %j', ({ control, treatment, pooled_z, p_two_sided }) => {
      const result = twoProportions(count(control), count(treatment));
      expect(relativeError(result?.z ?? NaN, pooled_z)).toBeLessThan(1e-11);
      expect(relativeError(result?.p ?? NaN, p_two_sided)).toBeLessThan(1e-9);
    }),
  );

  it('turn with the sides', () =>
    fc.assert(
      fc.property(counts(), counts(), (a, b) => {
        const [there, back] = [twoProportions(a, b), twoProportions(b, a)];
        expect(back?.z).toBeCloseTo(-(there?.z ?? NaN), 10);
        expect(back?.p).toBeCloseTo(there?.p ?? NaN, 12);
        expect(back?.interval.high).toBeCloseTo(-(there?.interval.low ?? NaN), 12);
      }),
    ));

  it('cannot be compared while a side is empty or nobody differs', () => {
    expect(twoProportions({ n: 0, successes: 0 }, gate40)).toBeNull();
    expect(twoProportions({ n: 9, successes: 9 }, { n: 5, successes: 5 })).toBeNull();
    expect(() => twoProportions({ n: 3, successes: 4 }, gate40)).toThrow(/4 of 3/);
  });
});

describe('Wilson interval', () => {
  it('of 8 in 10 is .4902 to .9433', () => {
    const interval = wilson(8, 10);
    expect(interval?.low).toBeCloseTo(0.4902, 4);
    expect(interval?.high).toBeCloseTo(0.9433, 4);
  });

  comparedWith<SmallSamples>('experiments/small_n_and_pilots.json', ({ cases }) =>
    it.each(cases.filter(({ kind }) => kind === 'one_proportion'))('agrees with statsmodels: $x of $n', (known) => {
      const interval = wilson(known.x, known.n, 1 - known.alpha);
      expect(interval?.low).toBeCloseTo(known.wilson[0], 8);
      expect(interval?.high).toBeCloseTo(known.wilson[1], 8);
    }),
  );

  it('holds the share it is about, and stays between 0 and 1', () =>
    fc.assert(
      fc.property(counts(), ({ n, successes }) => {
        const interval = wilson(successes, n);
        expect(interval?.low).toBeGreaterThanOrEqual(0);
        expect(interval?.low).toBeLessThanOrEqual(successes / n);
        expect(interval?.high).toBeGreaterThanOrEqual(successes / n);
        expect(interval?.high).toBeLessThanOrEqual(1);
      }),
    ));

  it('is none of nobody, and refuses a level of 95', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(() => wilson(1, 2, 95)).toThrow(/level/);
  });
});

describe('Sample ratio', () => {
  it('of Cookie Cats is to be watched: p .0086', () => {
    const result = sampleRatio([44_700, 45_489], [0.5, 0.5]);
    expect(result).toMatchObject({ dof: 1, verdict: 'watch' });
    expect(result?.p).toBeCloseTo(0.0086079878108362416, 14);
  });

  comparedWith<RatioCases>('experiments/srm.json', ({ cases }) =>
    it.each(cases)('agrees with known figures: $users', ({ users, weights, chi2, df, p }) => {
      const result = sampleRatio(users, weights);
      expect(result?.dof).toBe(df);
      expect(relativeError(result?.chiSquare ?? NaN, chi2)).toBeLessThan(1e-9);
      expect(relativeError(result?.p ?? NaN, Number(p))).toBeLessThan(1e-9);
    }),
  );

  it.each([
    [[5000, 5000], 'ok'],
    [[4871, 5129], 'watch'],
    [[4800, 5200], 'alarm'],
  ] as const)('of %j at equal weights: %s', (observed, verdict) =>
    expect(sampleRatio(observed, [1, 1])?.verdict).toBe(verdict),
  );

  it('leaves an arm of weight 0 out of the degrees of freedom, and alarms if anybody is in it', () => {
    expect(sampleRatio([500, 480, 0], [0.5, 0.5, 0])).toMatchObject({ dof: 1, p: expect.closeTo(0.523, 3) });
    expect(sampleRatio([500, 480, 1], [0.5, 0.5, 0])).toMatchObject({ p: 0, verdict: 'alarm' });
  });

  it('has nothing to say of nobody, or of one arm', () => {
    expect(sampleRatio([0, 0], [1, 1])).toBeNull();
    expect(sampleRatio([10], [1])).toBeNull();
    expect(() => sampleRatio([1, 2], [1])).toThrow(/2 counts and 1 weights/);
    expect(() => sampleRatio([1, -2], [1, 1])).toThrow(/0 or more/);
  });
});

describe('Welch test', () => {
  comparedWith<WelchCases>('experiments/gbstats_frequentist_welch.json', ({ cases }) =>
    it.each(cases.filter(isPlain))('agrees with gbstats and the high-precision tail: $id', (known) => {
      const result = welch(sample(known.control), sample(known.treatment), { level: 1 - known.alpha });
      const { expected, std_err, t, dof, p_value_sf, ci } = known.want;
      expect(relativeError(result?.difference ?? NaN, expected)).toBeLessThan(1e-9);
      expect(relativeError(result?.standardError ?? NaN, std_err)).toBeLessThan(1e-9);
      expect(relativeError(result?.t ?? NaN, t)).toBeLessThan(1e-9);
      expect(relativeError(result?.dof ?? NaN, dof)).toBeLessThan(1e-9);
      expect(relativeError(result?.p ?? NaN, p_value_sf)).toBeLessThan(1e-9);
      expect(relativeError(result?.interval.low ?? NaN, ci[0])).toBeLessThan(1e-8);
      expect(relativeError(result?.interval.high ?? NaN, ci[1])).toBeLessThan(1e-8);
    }),
  );

  it('finds no difference in the rounds played at Cookie Cats', () => {
    const result = welch(
      { n: 44_700, mean: 52.45626398210291, variance: 65903.32189749402 },
      { n: 45_489, mean: 51.29877552814966, variance: 10669.736421513298 },
    );
    expect(result?.t).toBeCloseTo(-0.8854374331270672, 10);
    expect(result?.dof).toBeCloseTo(58595.481422574, 5);
    expect(result?.p).toBeCloseTo(0.37592438409326223, 10);
    expect(result?.interval.low).toBeCloseTo(-3.7197051164946453, 9);
  });

  it('cannot be made of one value, nor of values that are all the same', () => {
    const some = { n: 5, mean: 1, variance: 2 };
    expect(welch({ n: 1, mean: 1, variance: 0 }, some)).toBeNull();
    expect(welch({ ...some, variance: 0 }, { ...some, variance: 0 })).toBeNull();
  });

  it('tells by p whether 0 lies in the interval', () =>
    fc.assert(
      fc.property(samples(), samples(), (a, b) => {
        const result = welch(a, b);
        if (!result || Math.abs(result.p - 0.05) < 1e-9) return;
        expect(result.interval.low > 0 || result.interval.high < 0).toBe(result.p < 0.05);
      }),
    ));
});

type Known = { x: number; n: number };
type TwoProportionZ = { cases: { control: Known; treatment: Known; pooled_z: number; p_two_sided: number }[] };
type SmallSamples = { cases: { kind: string; x: number; n: number; alpha: number; wilson: [number, number] }[] };
type RatioCases = { cases: { users: number[]; weights: number[]; chi2: number; df: number; p: string }[] };
type WelchSample = { type: 'sample_mean' | 'proportion'; n: number; sum: number; sum_squares?: number };
type WelchCase = {
  kind: string;
  difference_type: string;
  side: string;
  control: WelchSample;
  treatment: WelchSample;
  alpha: number;
  want: { expected: number; std_err: number; t: number; dof: number; p_value_sf: number; ci: [number, number] };
};
type WelchCases = { cases: WelchCase[] };

function isPlain({ kind, difference_type, side }: WelchCase) {
  return ['sample_mean', 'proportion'].includes(kind) && difference_type === 'absolute' && side === 'two_sided';
}
function sample({ n, sum, sum_squares }: WelchSample) {
  const rate = sum / n;
  if (sum_squares === undefined) return { n, mean: rate, variance: rate * (1 - rate) };
  const summary = summaryOf(readMoments({ n, sum: String(sum), sumOfSquares: String(sum_squares) }));
  if (!summary) throw new Error('Each reference sample has at least two values.');
  return summary;
}
const count = ({ n, x }: Known) => ({ n, successes: x });
function counts() {
  return fc
    .integer({ min: 2, max: 10_000 })
    .chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 1, max: n - 1 }) }));
}
function samples() {
  const number = fc.double({ min: -100, max: 100, noNaN: true });
  return fc.record({
    n: fc.integer({ min: 2, max: 500 }),
    mean: number,
    variance: fc.double({ min: 0.01, max: 100, noNaN: true }),
  });
}
