import { describe, expect, it } from '@jest/globals';
import {
  type EffectScale,
  isFigure,
  jointMomentsOf,
  meanEffect,
  momentsOf,
  postStratified,
  readMoments,
  seededRandom,
  type Stratified,
  summaryOf,
  tTest,
} from './index';
import { comparedWith, relativeError } from './reference-data';

type Sums = { n: number; sum: number; sum_squares: number };
type Arm = Sums & { m: Sums; d: Sums; post: Sums; pre: Sums } & {
  m_d_sum_of_products: number;
  post_pre_sum_of_products: number;
};
type Case = {
  id: string;
  kind: 'sample_mean' | 'cuped' | 'ratio';
  difference_type: EffectScale;
  strata: { control: Arm; treatment: Arm }[];
  want: { expected: number; std_err: number };
};

const sums = ({ n, sum, sum_squares }: Sums) => readMoments({ n, sum: String(sum), sumOfSquares: String(sum_squares) });
const joint = (x: Sums, y: Sums, products: number) => ({
  x: sums(x),
  y: sums(y),
  crossSum: readMoments({ n: 1, sum: String(products), sumOfSquares: '0' }).sum,
});

function metricOf({ kind, strata }: Case): Stratified {
  const both = <Read>(read: (arm: Arm) => Read) =>
    strata.map(({ control, treatment }) => ({ control: read(control), treatment: read(treatment) }));
  switch (kind) {
    case 'sample_mean':
      return { kind: 'mean', strata: both(sums) };
    case 'ratio':
      return { kind: 'ratio', strata: both((arm) => joint(arm.d, arm.m, arm.m_d_sum_of_products)) };
    case 'cuped':
      return { kind: 'covariate', strata: both((arm) => joint(arm.pre, arm.post, arm.post_pre_sum_of_products)) };
  }
}

describe('A post-stratified effect', () => {
  comparedWith<{ cases: Case[] }>('experiments/post_stratification.json', ({ cases }) =>
    it.each(cases)('agrees with gbstats: $id', (known) => {
      const effect = postStratified(metricOf(known), known.difference_type);
      if (!isFigure(effect)) throw new Error(effect.reason);
      expect(relativeError(effect.difference, known.want.expected)).toBeLessThan(1e-8);
      expect(relativeError(effect.standardError, known.want.std_err)).toBeLessThan(1e-8);
    }),
  );

  const stratum = (control: number[], treatment: number[]) => ({
    control: momentsOf(control),
    treatment: momentsOf(treatment),
  });
  const small = stratum([1, 2, 3], [2, 3, 4, 5]);
  const large = stratum([11, 12, 15, 13, 12], [14, 15, 13]);

  it.each(['absolute', 'relative'] as const)('of one stratum is that of the whole: %s', (scale) => {
    const known = meanEffect(summaryOf(large.control)!, summaryOf(large.treatment)!, scale);
    if (!isFigure(known)) throw new Error(known.reason);
    const { dof, ...whole } = known;
    const effect = postStratified({ kind: 'mean', strata: [large] }, scale);
    for (const [name, value] of Object.entries(whole))
      expect(effect).toHaveProperty(name, typeof value === 'number' ? expect.closeTo(value, 12) : value);
    if (scale === 'absolute') expect(effect).toMatchObject({ dof: expect.closeTo(dof, 10) });
  });

  it('is by hand: strata of 7 and 8 units differ by 1.5 and 1.4', () => {
    const effect = postStratified({ kind: 'mean', strata: [small, large] });
    const [share, other] = [7 / 15, 8 / 15];
    const within = share ** 2 * (1 / 3 + 5 / 3 / 4) + other ** 2 * (2.3 / 5 + 1 / 3);
    const between = (share * other * (1.5 - 1.4) ** 2) / 15;
    expect(effect).toMatchObject({
      difference: expect.closeTo(share * 1.5 + other * 1.4, 12),
      standardError: expect.closeTo(Math.sqrt(within + between), 12),
      n: 15,
      baseline: expect.closeTo(share * 2 + other * 12.6, 12),
    });
    expect((effect as { dof: number }).dof).toBeGreaterThan(2);
    expect((effect as { dof: number }).dof).toBeLessThan(13);
  });

  it('merges a stratum that tells nothing alone into the largest', () => {
    const lonely = stratum([13], [12, 16]);
    const steady = stratum([9, 9], [9, 9, 9]);
    const together = stratum([11, 12, 15, 13, 12, 13, 9, 9], [14, 15, 13, 12, 16, 9, 9, 9]);
    const empty = stratum([], []);
    expect(postStratified({ kind: 'mean', strata: [lonely, empty, small, large, steady] })).toEqual(
      postStratified({ kind: 'mean', strata: [together, small] }),
    );
  });

  it('merges the largest, too, where that one tells nothing alone', () => {
    const steady = stratum([9, 9, 9, 9, 9], [9, 9, 9, 9, 9]);
    const together = stratum([11, 12, 15, 13, 12, 9, 9, 9, 9, 9], [14, 15, 13, 9, 9, 9, 9, 9]);
    expect(postStratified({ kind: 'mean', strata: [steady, large, small] })).toEqual(
      postStratified({ kind: 'mean', strata: [together, small] }),
    );
  });

  it('with a covariate that never varies is as good as without, but for one spread in both arms', () => {
    const pairs = (values: number[]) => jointMomentsOf(values.map((value) => [7, value]));
    const strata = [{ control: pairs([11, 12, 15, 13]), treatment: pairs([14, 15, 13, 18]) }];
    const pooled = (8.75 + 14) / 6;
    expect(postStratified({ kind: 'covariate', strata })).toMatchObject({
      difference: expect.closeTo(15 - 12.75, 12),
      standardError: expect.closeTo(Math.sqrt(pooled / 2), 12),
      dof: expect.closeTo(6, 1),
    });
  });

  it('says why there is none', () => {
    const ones = {
      control: jointMomentsOf([
        [0, 1],
        [0, 2],
      ]),
      treatment: jointMomentsOf([
        [0, 1],
        [0, 3],
      ]),
    };
    expect(postStratified({ kind: 'mean', strata: [] })).toEqual({ reason: 'too-few' });
    expect(postStratified({ kind: 'mean', strata: [stratum([1], [2, 3])] })).toEqual({ reason: 'too-few' });
    expect(postStratified({ kind: 'covariate', strata: [] })).toEqual({ reason: 'too-few' });
    expect(postStratified({ kind: 'mean', strata: [stratum([1, 1], [2, 2])] })).toEqual({ reason: 'no-variance' });
    expect(postStratified({ kind: 'mean', strata: [stratum([-1, 1], [2, 3])] }, 'relative')).toEqual({
      reason: 'zero-baseline',
    });
    expect(postStratified({ kind: 'ratio', strata: [ones] })).toEqual({ reason: 'zero-baseline' });
  });

  it('covers the truth in 95 of 100, the arms and strata of some dozens: 2,000 experiments', () => {
    const random = seededRandom('strata');
    const share = () => random() / 2 ** 32;
    const draw = (effect: number) => Math.round((effect + share() + share() + share() + share()) * 1e4) / 1e4;
    let covered = 0;
    for (let i = 0; i < 2_000; i++) {
      const strata = [0, 1, 2].map(() => [[] as number[], [] as number[]]);
      for (let unit = 0; unit < 60; unit++) {
        const [kind, arm] = [share() < 0.5 ? 0 : share() < 0.5 ? 1 : 2, share() < 0.5 ? 0 : 1];
        strata[kind]![arm]!.push(draw(3 * kind + arm * (1 + kind)));
      }
      const metric = { kind: 'mean', strata: strata.map(([a, b]) => stratum(a!, b!)) } as const;
      const effect = postStratified(metric);
      if (!isFigure(effect)) throw new Error(effect.reason);
      const { low, high } = tTest(effect).interval;
      if (low <= 1.75 && 1.75 <= high) covered++;
    }
    expect(covered / 2_000).toBeGreaterThan(0.935);
    expect(covered / 2_000).toBeLessThan(0.965);
  });
});
