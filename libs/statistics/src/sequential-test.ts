import type { Effect, NoFigure } from './effect';
import { lanDeMetsBounds, leastStep, zOfLogTail } from './group-sequential';
import { eachTail, type Interval } from './interval';
import { normalUpperTail } from './normal';
import { logTUpperTail, tUpperQuantile } from './student-t';

/** What is settled before the first look. */
export interface SequentialPlan {
  /** Units of both arms, at which the experiment is to end. It may run on; what is said stays valid. */
  readonly plannedUnits: number;
  /** .95 unless told otherwise: of 20 experiments without an effect, at most one ever finds one. */
  readonly level?: number;
}

/** One look of a sequential test. */
export interface SequentialLook {
  /** The share of the planned units that were in. */
  readonly fraction: number;
  /** The effect in standard errors, as the normal value that is as rare as its t. */
  readonly z: number;
  /** What |z| must reach here. */
  readonly bound: number;
  readonly crossed: boolean;
  /** With the chance of the level all intervals of all looks hold the truth. Endless while far too little is known. */
  readonly interval: Interval;
}

/** What all looks so far say together. */
export interface SequentialTest {
  readonly looks: readonly SequentialLook[];
  /** The index of the first look that found an effect; null: none yet. Found stays found. */
  readonly crossedAt: number | null;
  /** At which whole chance of a false alarm these looks would just have found an effect; e^-650 stands for all below. */
  readonly p: number;
  readonly logP: number;
}

/** Of the whole chance of a false alarm: what the plan spends, and how; the rest is for those who run on. */
const insidePlan = 0.9;
const exponent = 3;

/**
 * Tandem's own rule for effects looked at as often as one likes: nine tenths of the chance of a false alarm are spent
 * over the plan, by its third power; one tenth afterwards, however long the experiment runs on.
 *
 * Takes every look that was made, one at least, at any times but not chosen by what they showed. Of looks with the
 * same units the first counts.
 *
 * Source: Lan and DeMets 1983, see {@link lanDeMetsBounds}; the repeated p values and intervals of Jennison and
 * Turnbull, Group Sequential Methods (2000), chapter 9.
 */
export function sequentialTest(effects: readonly Effect[], plan: SequentialPlan): SequentialTest | NoFigure {
  const { plannedUnits, level = 0.95 } = plan;
  if (!effects.every(({ difference, standardError, dof }) => Number.isFinite(difference / standardError) && dof > 0))
    return { reason: 'not-finite' };
  const counted = plannedUnits > 0 ? thatAdd(effects, plannedUnits) : [];
  if (counted.length === 0) return { reason: 'too-few' };
  const fractions = counted.map(({ n }) => n / plannedUnits);
  const values = counted.map(({ difference, standardError, dof }) => normalValueOf(difference / standardError, dof));
  const bounds = sequentialBounds(fractions, level);
  const looks = counted.map(({ difference, standardError, dof }, look): SequentialLook => {
    const [fraction, z, bound] = [fractions[look]!, values[look]!, bounds[look]!];
    const half = tUpperQuantile(normalUpperTail(bound), dof) * standardError;
    const interval = { low: difference - half, high: difference + half, level };
    return { fraction, z, bound, crossed: Math.abs(z) >= bound, interval };
  });
  const first = looks.findIndex(({ crossed }) => crossed);
  const logP = logPOf(fractions, values.map(Math.abs));
  return { looks, crossedAt: first === -1 ? null : first, p: Math.exp(logP), logP };
}

/** What |z| must reach at looks at these shares of the plan (ascending), by Tandem's rule: see {@link sequentialTest}. */
export const sequentialBounds = (fractions: readonly number[], level = 0.95): number[] =>
  boundsAt(fractions, 2 * eachTail(level));

const boundsAt = (fractions: readonly number[], alpha: number) =>
  lanDeMetsBounds(fractions, { alpha: insidePlan * alpha, exponent, afterwards: (1 - insidePlan) * alpha });

function thatAdd(effects: readonly Effect[], plannedUnits: number): Effect[] {
  const counted: Effect[] = [];
  for (const effect of effects.toSorted((a, b) => a.n - b.n))
    if (effect.n - (counted.at(-1)?.n ?? 0) >= leastStep * plannedUnits) counted.push(effect);
  return counted;
}

const leastLogP = -650;

/** The logarithm of the whole chance of a false alarm at which one of these looks just touches its bound. */
function logPOf(fractions: readonly number[], sizes: readonly number[]): number {
  const excess = (logAlpha: number) => {
    const bounds = boundsAt(fractions, Math.exp(logAlpha));
    return Math.max(...sizes.map((z, look) => z - bounds[look]!));
  };
  let [low, high] = [leastLogP, 0];
  let [below, above] = [excess(low), excess(high)];
  if (above < 0) return high;
  if (below >= 0) return low;
  // false position (Illinois) on the scale of z, where a bound is about √(-2 logAlpha)
  let fell = true;
  for (let step = 0; step < 60; step++) {
    const [from, to] = [Math.sqrt(-low), Math.sqrt(-high)];
    const next = -((from + ((to - from) * below) / (below - above)) ** 2);
    const value = excess(next);
    if (Math.abs(value) < 1e-9) return next;
    const falls = value < 0;
    const again = step > 0 && falls === fell;
    fell = falls;
    if (falls) [low, below, above] = [next, value, again ? above / 2 : above];
    else [high, above, below] = [next, value, again ? below / 2 : below];
  }
  return high;
}

/** As rare as this t on the same side: the normal value. */
function normalValueOf(t: number, dof: number): number {
  const z = zOfLogTail(logTUpperTail(Math.abs(t), dof));
  return t < 0 ? -z : z;
}
