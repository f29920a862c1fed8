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
import { quantileEffect, type QuantileSummary } from './quantile-effect';
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
  readonly nu?: number;
  readonly n_star?: number;
  readonly quantile_hat?: number;
  readonly quantile_lower?: number;
  readonly quantile_upper?: number;
  readonly n_clusters?: number;
  readonly main_sum?: number;
  readonly main_sum_squares?: number;
  readonly denominator_sum?: number;
  readonly denominator_sum_squares?: number;
  readonly main_denominator_sum_product?: number;
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

/** A quantile; of clusters, with the sums of what each has below it and in all. */
export function quantileOf(arm: KnownArm): QuantileSummary {
  const [x, y] = [
    { n: arm.n_clusters!, sum: arm.main_sum!, sum_squares: arm.main_sum_squares! },
    { n: arm.n_clusters!, sum: arm.denominator_sum!, sum_squares: arm.denominator_sum_squares! },
  ];
  return {
    ...{ level: arm.nu!, n: arm.n, nOfBounds: arm.n_star! },
    ...{ value: arm.quantile_hat!, lower: arm.quantile_lower!, upper: arm.quantile_upper! },
    ...(arm.n_clusters ? { units: pairOf(x!, y!, arm.main_denominator_sum_product!) } : {}),
  };
}

/** Ours, of each kind. */
export function effectOf(known: KnownComparison): Effect {
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
  if (kind.startsWith('quantile')) return quantileEffect(quantileOf(control), quantileOf(treatment), scale);
  return meanEffect(sampleOf(control), sampleOf(treatment), scale);
}
