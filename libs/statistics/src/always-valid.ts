import type { Effect, Side } from './effect';
import { eachTail, type Interval } from './interval';

/** What may be said at any moment, however often one looks and whenever one stops. */
export interface AlwaysValid {
  /** Never 0, see `logP`. The least one seen so far is valid too. */
  readonly p: number;
  readonly logP: number;
  /** The standard errors that the effect must be away from 0. */
  readonly bound: number;
  readonly interval: Interval;
}

/**
 * The z value that a sum of `ratio` times the mixture's own information must reach; over all times together a null
 * effect does so with a chance of at most alpha. The asymptotic confidence sequence of Waudby-Smith (n ρ² = ratio),
 * GAVI (n / ρ) and, at half of alpha, the mSPRT (τ / V) are this one formula.
 *
 * Source: Robbins, Statistical Methods Related to the Law of the Iterated Logarithm, Annals of Mathematical Statistics
 * 41 (1970) 1397; Waudby-Smith and others, Time-uniform Central Limit Theory, Annals of Statistics 52 (2024) 2613.
 */
export function mixtureBound(ratio: number, alpha: number, side: Side = 'two-sided'): number {
  const growth = Math.log1p(ratio) / 2;
  const needed = side === 'two-sided' ? growth - Math.log(alpha) : Math.log1p(Math.exp(growth) / (2 * alpha));
  return Math.sqrt(2 * (1 + 1 / ratio) * needed);
}

/** The mixture's own information for which the bound is narrowest at `narrowest`: in the same unit, such as users. */
export function mixtureInformation(narrowest: number, alpha: number, side: Side = 'two-sided'): number {
  const twice = -2 * Math.log(side === 'two-sided' ? alpha : 2 * alpha);
  if (!(narrowest > 0)) throw new RangeError(`The units at which it is narrowest must be above 0, not ${narrowest}.`);
  if (!(twice > 0)) throw new RangeError(`A one-sided alpha must lie between 0 and .5, not ${alpha}.`);
  return narrowest / (twice + Math.log1p(twice));
}

/** The natural logarithm of the always-valid p of this z value; 0 where nothing speaks against chance. */
export function logMixtureP(z: number, ratio: number, side: Side = 'two-sided'): number {
  const growth = Math.log1p(ratio) / 2;
  const evidence = (z * z) / (2 * (1 + 1 / ratio));
  if (side === 'two-sided') return Math.min(0, growth - evidence);
  const towards = side === 'greater' ? z : -z;
  if (!(towards > 0)) return 0;
  return Math.min(0, growth - Math.LN2 - (evidence > 30 ? evidence : Math.log(Math.expm1(evidence))));
}

/**
 * The effect's test and interval for those who look whenever they like, for ever. `narrowest` is the number of units
 * at which it is sharpest; it must be chosen before the data are seen.
 */
export function alwaysValid(
  { difference, standardError, n }: Effect,
  { level = 0.95, narrowest, side = 'two-sided' }: { level?: number; narrowest: number; side?: Side },
): AlwaysValid {
  const alpha = 2 * eachTail(level);
  const ratio = n / mixtureInformation(narrowest, alpha, side);
  const bound = mixtureBound(ratio, alpha, side);
  const half = bound * standardError;
  const low = side === 'less' ? -Infinity : difference - half;
  const high = side === 'greater' ? Infinity : difference + half;
  const logP = logMixtureP(difference / standardError, ratio, side);
  return { p: Math.max(Math.exp(logP), Number.MIN_VALUE), logP, bound, interval: { low, high, level } };
}
