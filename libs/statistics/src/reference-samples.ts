import {
  type Effect,
  type EffectScale,
  isFigure,
  meanEffect,
  type NoFigure,
  type SampleSummary,
  type Side,
} from './effect';
import { type CrossMoments, readCrossMoments } from './cross-moments';
import { cupedEffect, cupedRatioEffect } from './cuped-effect';
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
  readonly pre?: Sums;
  readonly post_pre_sum_of_products?: number;
  readonly m?: Sums;
  readonly d?: Sums;
  readonly m_d_sum_of_products?: number;
  readonly m_post?: Sums;
  readonly d_post?: Sums;
  readonly m_pre?: Sums;
  readonly d_pre?: Sums;
  readonly m_post_d_post_sum_of_products?: number;
  readonly m_post_m_pre_sum_of_products?: number;
  readonly m_post_d_pre_sum_of_products?: number;
  readonly m_pre_d_post_sum_of_products?: number;
  readonly d_post_d_pre_sum_of_products?: number;
  readonly m_pre_d_pre_sum_of_products?: number;
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

/** The sums of a covariate and an outcome. */
export const covariateOf = ({ pre, post, post_pre_sum_of_products }: KnownArm): JointMoments =>
  pairOf(pre!, post!, post_pre_sum_of_products!);

/** The sums of a ratio and of the same ratio before. */
export function ratioWithCovariateOf(arm: KnownArm): CrossMoments {
  const columns = [arm.m_post!, arm.d_post!, arm.m_pre!, arm.d_pre!];
  const crossSums = [
    [],
    [arm.m_post_d_post_sum_of_products],
    [arm.m_post_m_pre_sum_of_products, arm.m_pre_d_post_sum_of_products],
    [arm.m_post_d_pre_sum_of_products, arm.d_post_d_pre_sum_of_products, arm.m_pre_d_pre_sum_of_products],
  ];
  return readCrossMoments({
    n: arm.n,
    sums: columns.map(({ sum }) => String(sum)),
    products: columns.map(({ sum_squares }, i) => [...crossSums[i]!, sum_squares].map(String)),
  });
}

/** Ours for all but quantiles, which have their own estimator: of them the one given is taken. */
export function effectOf(known: KnownComparison, given: { expected: number; std_err: number; dof?: number }): Effect {
  const { control, treatment, difference_type: scale } = known;
  if (known.kind.startsWith('quantile')) {
    const { expected: difference, std_err: standardError, dof = NaN } = given;
    return { difference, standardError, dof, n: control.n + treatment.n, scale, baseline: baselineOf(control) };
  }
  const effect = estimated(known);
  if (!isFigure(effect)) throw new Error(`${known.id}: ${effect.reason}`);
  return effect;
}

function estimated({ kind, control, treatment, difference_type: scale }: KnownComparison): Effect | NoFigure {
  if (kind === 'ratio') return ratioEffect(ratioOf(control), ratioOf(treatment), scale);
  if (kind === 'cuped_ratio')
    return cupedRatioEffect(ratioWithCovariateOf(control), ratioWithCovariateOf(treatment), scale);
  if (kind.startsWith('cuped'))
    return cupedEffect(covariateOf(control), covariateOf(treatment), { scale, shares: kind === 'cuped_prop' });
  return meanEffect(sampleOf(control), sampleOf(treatment), scale);
}

/** A quantile is its own baseline. */
const baselineOf = ({ quantile_hat }: KnownArm): number => quantile_hat ?? NaN;
