import {
  columnsOf,
  covarianceOfSums,
  type CrossMoments,
  meanOfColumn,
  mergeCrossMoments,
  varianceOfSum,
} from './cross-moments';
import { type Decimal, decimal, plus, quotient, times, zero } from './decimal';
import { type Effect, type EffectScale, isFigure, meanEffect, type NoFigure } from './effect';
import type { JointMoments } from './moments';
import { partInRatio } from './ratio-effect';

/** An {@link Effect} from which was taken what was known of the units before the experiment. */
export interface AdjustedEffect extends Effect {
  /** How much of the outcome goes with one of the covariate; 0 where the covariate tells nothing. */
  readonly theta: number;
  /** The share of the variance of the absolute effect that the covariate took away: as if so many more units came. */
  readonly varianceRemoved: number;
}

/**
 * The effect on a mean with CUPED: x is the unit's value from before it was exposed (0 of a new one), y its outcome. Of
 * a value from after exposure the effect would be wrong. A covariate that is the same for all leaves the plain effect.
 * `shares`: all values are 0 or 1, variances are those of {@link summaryOfCount}.
 *
 * Source: Deng and others, Improving the Sensitivity of Online Controlled Experiments (CUPED), WSDM 2013; theta of both
 * arms together. A relative effect is a share of the control's mean as it is, without the covariate.
 */
export function cupedEffect(
  control: JointMoments,
  treatment: JointMoments,
  { scale = 'absolute', shares = false }: { scale?: EffectScale; shares?: boolean } = {},
): AdjustedEffect | NoFigure {
  const arms = [control, treatment].map((pairs) => columnsOf(pairs));
  if (arms.some(({ n }) => n < 2)) return { reason: 'too-few' };
  const both = arms.reduce(mergeCrossMoments);
  const spread = varianceOfSum(both, covariate);
  const theta = spread > 0 ? covarianceOfSums(both, [outcome, covariate]) / spread : 0;
  const [before, after] = arms.map((columns): Adjustable => ({
    ...{ columns, outcome, covariate, divisor: one },
    mean: meanOfColumn(columns, 1),
    meanBefore: meanOfColumn(columns, 0),
    share: shares ? (columns.n - 1) / columns.n : 1,
  }));
  return adjusted(before!, after!, theta, { scale, growthBy: () => after!.mean / before!.mean });
}

/**
 * The effect on a ratio of two sums, see {@link ratioEffect}, with CUPED. The columns are the unit's numerator and
 * denominator, then those from before it was exposed. Where nobody had a denominator before, it is the plain effect.
 *
 * Source: as {@link cupedEffect}; theta takes least variance from the parts that units have in both ratios, so that the
 * gradient is that of all four means.
 */
export function cupedRatioEffect(
  control: CrossMoments,
  treatment: CrossMoments,
  scale: EffectScale = 'absolute',
): AdjustedEffect | NoFigure {
  const arms = [control, treatment];
  for (const { sums } of arms)
    if (sums.length !== 4)
      throw new RangeError(`sums must be of 4 columns, both ratios' numerator and denominator, not ${sums.length}.`);
  if (arms.some(({ n }) => n < 2)) return { reason: 'too-few' };
  if (arms.some(({ sums }) => sums[1]!.units === 0n)) return { reason: 'zero-baseline' };
  const known = arms.every(({ sums }) => sums[3]!.units !== 0n);
  const [before, after] = arms.map((columns) => partsIn(columns, known));
  const spread = varianceOf(before!, 0, 1) + varianceOf(after!, 0, 1);
  const together = covarianceWithin(before!) + covarianceWithin(after!);
  return adjusted(before!, after!, spread > 0 ? together / spread : 0, {
    scale,
    growthBy: (difference) => 1 + difference / before!.mean,
  });
}

/** One arm: weighted sums of the columns, over `divisor`, that are a unit's part in the outcome and the covariate. */
interface Adjustable {
  readonly columns: CrossMoments;
  readonly outcome: readonly Decimal[];
  readonly covariate: readonly Decimal[];
  readonly divisor: Decimal;
  readonly mean: number;
  readonly meanBefore: number;
  /** What the variance of shares is of that with Bessel's correction. */
  readonly share: number;
}

const one = decimal(1);
const [covariate, outcome] = [
  [one, zero],
  [zero, one],
];

function partsIn(columns: CrossMoments, known: boolean): Adjustable {
  const { n } = columns;
  const [x, y, xBefore, yBefore] = columns.sums as [Decimal, Decimal, Decimal, Decimal];
  const now = partInRatio(n, x, y);
  const then = known ? partInRatio(n, xBefore, yBefore) : { weights: [zero, zero], divisor: one };
  return {
    columns,
    outcome: [...now.weights.map((weight) => times(weight, then.divisor)), zero, zero],
    covariate: [zero, zero, ...then.weights.map((weight) => times(weight, now.divisor))],
    divisor: times(now.divisor, then.divisor),
    mean: quotient(x, y),
    meanBefore: known ? quotient(xBefore, yBefore) : 0,
    share: 1,
  };
}

/**
 * `growthBy` says how much larger the treatment's mean is: as much more the control's outcome counts in the error of a
 * relative effect. Of means the one without the covariate is published, of ratios the one with it; both come to the
 * same as samples grow.
 */
function adjusted(
  control: Adjustable,
  treatment: Adjustable,
  theta: number,
  { scale, growthBy }: { scale: EffectScale; growthBy: (difference: number) => number },
): AdjustedEffect | NoFigure {
  if (!Number.isFinite(theta + control.mean + treatment.mean)) return { reason: 'not-finite' };
  const [before, after] = [control, treatment].map((arm) => ({
    n: arm.columns.n,
    mean: arm.mean - theta * arm.meanBefore,
    variance: seen(varianceOf(arm, 1, -theta), arm),
  }));
  const effect = meanEffect(before!, after!);
  if (!isFigure(effect)) return effect;
  const plain = varianceOf(control, 1, 0) / before!.n + varianceOf(treatment, 1, 0) / after!.n;
  const known = { ...effect, baseline: control.mean, theta, varianceRemoved: 1 - effect.standardError ** 2 / plain };
  if (scale === 'absolute') return known;

  const size = Math.abs(control.mean);
  if (size === 0) return { reason: 'zero-baseline' };
  const growth = growthBy(effect.difference);
  if (!Number.isFinite(growth)) return { reason: 'not-finite' };
  const ofControl = seen(varianceOf(control, growth, -theta), control) / before!.n;
  const standardError = Math.sqrt(after!.variance / after!.n + ofControl) / size;
  if (!Number.isFinite(standardError)) return { reason: 'not-finite' };
  if (!(standardError > 0)) return { reason: 'no-variance' };
  return { ...known, difference: effect.difference / size, standardError, scale };
}

/** The variance of so many times the outcome and so many times the covariate, of one unit. */
function varianceOf({ columns, outcome, covariate, divisor, share }: Adjustable, outcomes: number, covariates: number) {
  const [many, more] = [decimal(outcomes), decimal(covariates)];
  const weights = outcome.map((weight, i) => plus(times(weight, many), times(covariate[i]!, more)));
  return share * varianceOfSum(columns, weights, times(divisor, divisor));
}

const covarianceWithin = ({ columns, outcome, covariate, divisor }: Adjustable) =>
  covarianceOfSums(columns, [outcome, covariate], times(divisor, divisor));

/** What a covariate that tells all leaves is the rounding of theta, and no variance. */
const seen = (variance: number, arm: Adjustable) => (variance > 1e-28 * varianceOf(arm, 1, 0) ? variance : 0);
