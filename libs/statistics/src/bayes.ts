import type { Effect, EffectScale, NoFigure } from './effect';
import { eachTail, type Interval } from './interval';
import { normalDensity, normalQuantile, normalUpperTail } from './normal';
import { panels } from './quadrature';

/** What was thought of the effect before the experiment: normal, on the scale named. */
export interface Prior {
  readonly mean: number;
  readonly variance: number;
  readonly scale: EffectScale;
}

/** What is to be thought of the effect now: normal with this mean and standard deviation. */
export interface Posterior {
  readonly mean: number;
  readonly deviation: number;
  /** The chance that the treatment is the better one. */
  readonly chanceToWin: number;
  /** What is lost on average by choosing this one, if the other is the better, on the scale of the effect. */
  readonly risk: { readonly control: number; readonly treatment: number };
  /** Holds the effect with the chance of the level. */
  readonly interval: Interval;
}

/** Which way a metric is better. */
export type Better = 'more' | 'less';

/**
 * The effect in the light of a prior, which is brought to the effect's scale by the control's mean; without one every
 * effect was as likely as any other. Not meant for daily looks: nothing here counts how often one looked.
 *
 * Source: the normal model with known variance, Gelman and others, Bayesian Data Analysis (3rd ed.), 2.5; risk as the
 * expected loss of Stucchio, Bayesian A/B Testing at VWO (2015).
 */
export function posterior(
  effect: Effect,
  { prior, level = 0.95, better = 'more' }: { prior?: Prior; level?: number; better?: Better } = {},
): Posterior | NoFigure {
  const own = prior && ownScale(prior, effect);
  if (own && !(own.variance > 0)) return { reason: prior.variance > 0 ? 'zero-baseline' : 'no-variance' };
  const variance = effect.standardError ** 2;
  const weight = own ? variance / (variance + own.variance) : 0;
  const mean = effect.difference + weight * ((own?.mean ?? 0) - effect.difference);
  const deviation = effect.standardError * Math.sqrt(1 - weight);
  if (!(Number.isFinite(mean) && deviation > 0)) return { reason: 'not-finite' };

  const z = mean / deviation;
  const above = deviation * shortfall(z);
  const below = deviation * shortfall(-z);
  const half = -normalQuantile(eachTail(level)) * deviation;
  const wins = better === 'more';
  return {
    mean,
    deviation,
    chanceToWin: normalUpperTail(wins ? -z : z),
    risk: wins ? { control: above, treatment: below } : { control: below, treatment: above },
    interval: { low: mean - half, high: mean + half, level },
  };
}

/** The mean of the positive part of a normal value with mean z and deviation 1; right to the last digits far below 0. */
function shortfall(z: number): number {
  if (z > -5) return normalDensity(z) + z * normalUpperTail(-z);
  // φ(z) - |z| Φ(z) would cancel: Φ(z) = φ(z) / (|z| + 1/(|z| + 2/(|z| + 3/…)))
  const size = -z;
  let tail = size;
  for (let k = 60; k >= 1; k--) tail = size + k / tail;
  return normalDensity(z) * (1 - size / tail);
}

/** The mean and variance of a prior on the scale of an effect. */
export function ownScale({ mean, variance, scale }: Prior, effect: Effect): { mean: number; variance: number } {
  if (scale === effect.scale) return { mean, variance };
  const size = Math.abs(effect.baseline);
  const factor = scale === 'relative' ? size : 1 / size;
  return { mean: mean * factor, variance: variance * factor ** 2 };
}

/** What is thought of one arm: normal, and independent of the others. */
export interface Belief {
  readonly mean: number;
  readonly deviation: number;
}

/** The chance of each arm to be the best of all, to 10 digits; together 1. */
export function bestArmChances(arms: readonly Belief[], better: Better = 'more'): readonly number[] | NoFigure {
  if (arms.length < 2) return { reason: 'too-few' };
  if (!arms.every(({ mean, deviation }) => Number.isFinite(mean) && Number.isFinite(deviation)))
    return { reason: 'not-finite' };
  if (!arms.every(({ deviation }) => deviation > 0)) return { reason: 'no-variance' };
  const sign = better === 'more' ? 1 : -1;
  const facing = arms.map(({ mean, deviation }) => ({ mean: sign * mean, deviation }));
  return facing.map((arm) =>
    chanceAbove(
      arm,
      facing.filter((other) => other !== arm),
    ),
  );
}

/** ∫ φᵢ ∏ Φⱼ, over panels that are fine wherever any arm's curve bends. */
function chanceAbove({ mean, deviation }: Belief, others: readonly Belief[]): number {
  const [low, high] = [mean - 9 * deviation, mean + 9 * deviation];
  const bends = [-6, -3, -1.5, 0, 1.5, 3, 6];
  const edges = [{ mean, deviation }, ...others].flatMap((belief) =>
    bends.map((bend) => belief.mean + bend * belief.deviation),
  );
  const inside = [low, ...edges.filter((edge) => edge > low && edge < high).toSorted((a, b) => a - b), high];
  let chance = 0;
  for (const [i, from] of inside.slice(0, -1).entries()) {
    const to = inside[i + 1]!;
    if (!(to > from)) continue;
    const { points, weights } = panels(from, to, to - from);
    for (const [at, x] of points.entries()) {
      let value = normalDensity((x - mean) / deviation);
      for (const other of others) value *= normalUpperTail((other.mean - x) / other.deviation);
      chance += weights[at]! * value;
    }
  }
  return Math.min(1, chance / deviation);
}
