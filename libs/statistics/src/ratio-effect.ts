import { columnsOf, varianceOfSum } from './cross-moments';
import { type Decimal, decimal, quotient, times } from './decimal';
import { type Effect, type EffectScale, isFigure, meanEffect, type NoFigure, type SampleSummary } from './effect';
import type { JointMoments } from './moments';

/**
 * The effect on a ratio of two sums, such as revenue an order, where units are people and people have several orders:
 * x is the unit's share of the numerator, y its share of the denominator. What a unit's values have in common is in the
 * error, which that of single orders is not.
 *
 * Source: Deng and others, Applying the Delta Method in Metric Analytics, KDD 2018, section 2 and 3.
 */
export function ratioEffect(
  control: JointMoments,
  treatment: JointMoments,
  scale: EffectScale = 'absolute',
): Effect | NoFigure {
  const [before, after] = [ratioOf(control), ratioOf(treatment)];
  if (!isFigure(before)) return before;
  return isFigure(after) ? meanEffect(before, after, scale) : after;
}

/** The ratio of the sums of x and y, with the variance of one unit's part in it: x/ȳ - y x̄/ȳ², exact where it is 0. */
export function ratioOf(pairs: JointMoments): SampleSummary | NoFigure {
  const columns = columnsOf(pairs);
  const { x, y } = pairs;
  const { n } = columns;
  if (n < 2) return { reason: 'too-few' };
  if (y.sum.units === 0n) return { reason: 'zero-baseline' };
  const { weights, divisor } = partInRatio(n, x.sum, y.sum);
  const variance = varianceOfSum(columns, weights, times(divisor, divisor));
  return { n, mean: quotient(x.sum, y.sum), variance };
}

/** A unit's part in a ratio of sums is n (x Σy - y Σx) / (Σy)²: the weights of x and y, and what they are divided by. */
export function partInRatio(n: number, x: Decimal, y: Decimal): { weights: [Decimal, Decimal]; divisor: Decimal } {
  return { weights: [times(decimal(n), y), times(decimal(-n), x)], divisor: times(y, y) };
}
