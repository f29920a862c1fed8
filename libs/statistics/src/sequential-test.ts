import { logMixtureP, mixtureBound, mixtureInformation } from './always-valid';
import type { Effect, NoFigure } from './effect';
import { lanDeMetsBounds, zOfLogTail } from './group-sequential';
import type { Interval } from './interval';
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
  /** Holds the truth at all looks together with the chance of the level. Endless while far too little is known. */
  readonly interval: Interval;
}

/** What all looks so far say together. */
export interface SequentialTest {
  readonly looks: readonly SequentialLook[];
  /** The index of the first look that found an effect; null: none yet. Found stays found. */
  readonly crossedAt: number | null;
  /** At which overall chance of a false alarm these looks would just have found an effect. Never 0, see `logP`. */
  readonly p: number;
  readonly logP: number;
}

/** Of the whole chance of a false alarm: what the plan spends, and how; the rest is for ever. */
const insidePlan = 0.9;
const exponent = 3;
/** The always-valid part is sharpest here, in plans: it is what those have who run on. */
const sharpest = 1.5;

/**
 * Tandem's own rule for effects looked at as often as one likes: nine tenths of the chance of a false alarm are spent
 * over the plan (Lan-DeMets, exponent 3), one tenth on a sequence that stays valid for ever, so that an experiment
 * that ran over its plan may still be read. A look finds an effect if it crosses either bound.
 *
 * The looks come in the order of their units, any number of them at any time, all of them, and not chosen by what they
 * showed. One that adds no units adds nothing. Needs one look at least.
 *
 * Source: Lan and DeMets 1983 and Robbins 1970, joined by Bonferroni; the repeated intervals of Jennison and Turnbull,
 * Group Sequential Methods (2000), chapter 9.
 */
export function sequentialTest(effects: readonly Effect[], plan: SequentialPlan): SequentialTest | NoFigure {
  const { plannedUnits, level = 0.95 } = plan;
  if (effects.length === 0 || !(plannedUnits > 0)) return { reason: 'too-few' };
  const ordered = effects.toSorted((a, b) => a.n - b.n);
  if (!ordered.every(({ difference, standardError, dof }) => Number.isFinite(difference / standardError) && dof > 0))
    return { reason: 'not-finite' };
  const fractions = ordered.map(({ n }) => n / plannedUnits);
  const values = ordered.map(({ difference, standardError, dof }) => normalValueOf(difference / standardError, dof));
  const bounds = sequentialBounds(fractions, level);
  const looks = ordered.map(({ difference, standardError, dof }, look): SequentialLook => {
    const [fraction, z, bound] = [fractions[look]!, values[look]!, bounds[look]!];
    const half = tUpperQuantile(normalUpperTail(bound), dof) * standardError;
    const interval = { low: difference - half, high: difference + half, level };
    return { fraction, z, bound, crossed: Math.abs(z) >= bound, interval };
  });
  const first = looks.findIndex(({ crossed }) => crossed);
  const logP = logPOf(fractions, values.map(Math.abs), level);
  return { looks, crossedAt: first === -1 ? null : first, p: Math.max(Math.exp(logP), Number.MIN_VALUE), logP };
}

/** What |z| must reach at looks at these shares of the plan (ascending), by Tandem's rule: see {@link sequentialTest}. */
export function sequentialBounds(fractions: readonly number[], level = 0.95): number[] {
  const alpha = 1 - level;
  const planned = lanDeMetsBounds(fractions, { alpha: insidePlan * alpha, exponent });
  const own = mixtureInformation(sharpest, (1 - insidePlan) * alpha);
  return fractions.map((fraction, look) =>
    Math.min(planned[look]!, mixtureBound(fraction / own, (1 - insidePlan) * alpha)),
  );
}

function logPOf(fractions: readonly number[], sizes: readonly number[], level: number): number {
  const own = mixtureInformation(sharpest, (1 - insidePlan) * (1 - level));
  const forEver = Math.min(...sizes.map((z, look) => logMixtureP(z, fractions[look]! / own)));
  const planned = logSpendingP(fractions, sizes);
  return Math.min(0, forEver - Math.log(1 - insidePlan), planned - Math.log(insidePlan));
}

/** The logarithm of the chance of a false alarm, spent over the plan, at which one of these looks just touches its bound. */
function logSpendingP(fractions: readonly number[], sizes: readonly number[]): number {
  const excess = (logAlpha: number) => {
    const bounds = lanDeMetsBounds(fractions, { alpha: Math.exp(logAlpha), exponent });
    return Math.max(...sizes.map((z, look) => z - bounds[look]!));
  };
  let [low, high] = [-650, 0]; // e^-650: far below, the always-valid part says more
  if (excess(high) < 0) return 0;
  if (excess(low) >= 0) return low;
  let [below, above] = [excess(low), excess(high)];
  for (let step = 0; step < 60 && high - low > 1e-9; step++) {
    // false position on the z scale (Illinois), where the bound is about √(-2 logAlpha)
    const [from, to] = [Math.sqrt(-low), Math.sqrt(-high)];
    const root = from + ((to - from) * below) / (below - above);
    const next = -(root * root);
    const value = excess(next);
    if (Math.abs(value) < 1e-11) return next;
    if (value < 0) {
      [low, below] = [next, value];
      above /= 2;
    } else {
      [high, above] = [next, value];
      below /= 2;
    }
  }
  return high;
}

/** As rare as this t on the same side: the normal value. */
function normalValueOf(t: number, dof: number): number {
  const z = zOfLogTail(logTUpperTail(Math.abs(t), dof));
  return t < 0 ? -z : z;
}
