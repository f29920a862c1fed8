import { type Effect, type EffectScale, isFigure, meanEffect, type SampleSummary, type Side } from './effect';
import { decimal } from './decimal';
import { type JointMoments, readMoments, summaryOf } from './moments';
import { ratioEffect } from './ratio-effect';

type Sums = { readonly n: number; readonly sum: number; readonly sum_squares?: number };

/** One arm as the reference files write it; of further kinds only what the specs here read. */
export interface KnownArm {
  readonly n: number;
  readonly sum?: number;
  readonly sum_squares?: number;
  readonly post?: Sums;
  readonly m?: Sums;
  readonly d?: Sums;
  readonly m_d_sum_of_products?: number;
  readonly m_post?: Sums;
  readonly d_post?: Sums;
  readonly quantile_hat?: number;
}

/** One comparison as the reference files write it. */
export interface KnownComparison {
  readonly id: string;
  readonly kind: string;
  readonly control: KnownArm;
  readonly treatment: KnownArm;
  readonly alpha: number;
  readonly difference_type: EffectScale;
}

/** The reference files' words for sides. */
export const sides: Readonly<Record<string, Side>> = { two_sided: 'two-sided', greater: 'greater', lesser: 'less' };

/** JSON has no Infinity. */
export const numberOf = (value: number | string): number => Number(value);

/** The summary of a mean, or, without a sum of squares, of a share. */
export function sampleOf({ n, sum = NaN, sum_squares }: KnownArm): SampleSummary {
  const rate = sum / n;
  if (sum_squares === undefined) return { n, mean: rate, variance: rate * (1 - rate) };
  const summary = summaryOf(readMoments({ n, sum: String(sum), sumOfSquares: String(sum_squares) }));
  if (!summary) throw new Error('Each reference sample has at least two values.');
  return summary;
}

/** The sums of a pair; of 0 and 1, the squares are the values. */
const pairOf = (x: Sums, y: Sums, crossSum: number): JointMoments => ({
  x: readMoments({ n: x.n, sum: String(x.sum), sumOfSquares: String(x.sum_squares ?? x.sum) }),
  y: readMoments({ n: y.n, sum: String(y.sum), sumOfSquares: String(y.sum_squares ?? y.sum) }),
  crossSum: decimal(crossSum),
});

/** The sums of a ratio, numerator and denominator. */
export const ratioOf = ({ m, d, m_d_sum_of_products }: KnownArm): JointMoments => pairOf(m!, d!, m_d_sum_of_products!);

/** Ours for means and shares. Other kinds have their own estimators: of them the one given is taken. */
export function effectOf(known: KnownComparison, given: { expected: number; std_err: number; dof?: number }): Effect {
  const { control, treatment, difference_type: scale } = known;
  if (!['sample_mean', 'proportion', 'ratio'].includes(known.kind)) {
    const { expected: difference, std_err: standardError, dof = NaN } = given;
    return { difference, standardError, dof, n: control.n + treatment.n, scale, baseline: baselineOf(control) };
  }
  const effect =
    known.kind === 'ratio'
      ? ratioEffect(ratioOf(control), ratioOf(treatment), scale)
      : meanEffect(sampleOf(control), sampleOf(treatment), scale);
  if (!isFigure(effect)) throw new Error(`${known.id}: ${effect.reason}`);
  return effect;
}

/** Of the file's other kinds: a quantile, a ratio of sums, or the mean that no covariate has touched. */
function baselineOf({ n, post, m, d, m_post, d_post, quantile_hat }: KnownArm): number {
  return quantile_hat ?? (post ?? m ?? m_post ?? { sum: NaN }).sum / (d ?? d_post ?? { sum: n }).sum;
}
