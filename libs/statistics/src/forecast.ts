import { ownScale, type Prior } from './bayes';
import { type Effect, isFigure, type NoFigure } from './effect';
import { crossingChances } from './group-sequential';
import { normalDensity, normalUpperTail } from './normal';
import { powerOf, smallest } from './power';
import { panels } from './quadrature';
import { sequentialBounds, type SequentialPlan, sequentialTest } from './sequential-test';

/** What an experiment under way is to find, and how surely. */
export interface Aim {
  /** The size of the effect, on the scale of the effect so far. */
  readonly effect: number;
  /** .8 unless told otherwise. */
  readonly power?: number;
  /** What |z| must reach once so many units are in; 1.96 at any number of them unless told otherwise. */
  readonly critical?: (units: number) => number;
  /** Counts with the data, as in `posterior`. */
  readonly prior?: Prior;
}

/** How far an experiment under way is from its aim. */
export interface Outlook {
  /** The power with the units that are in. */
  readonly power: number;
  /** Units of both arms still to come, not rounded; 0: there are enough. */
  readonly unitsToCome: number;
}

/** How many more units find an effect of the size aimed at, if they vary as those so far. */
export function outlook(effect: Effect, aim: Aim): Outlook | NoFigure {
  if (!(effect.standardError > 0 && Number.isFinite(effect.standardError))) return { reason: 'not-finite' };
  if (aim.effect === 0) return { reason: 'out-of-reach' };
  const wanted = aim.power ?? 0.8;
  const power = (times: number) => powerAt(effect, times, aim);
  const now = power(1);
  if (now >= wanted) return { power: now, unitsToCome: 0 };
  const times = smallest((factor) => power(factor) - wanted, 1);
  return typeof times === 'number' ? { power: now, unitsToCome: (times - 1) * effect.n } : times;
}

function powerAt(effect: Effect, times: number, { effect: aimed, critical = () => 1.959963984540054, prior }: Aim) {
  const standardError = effect.standardError / Math.sqrt(times);
  const z = critical(effect.n * times);
  if (!prior) return powerOf(Math.abs(aimed), standardError, z);
  const { mean, variance } = ownScale(prior, effect);
  const reach = z * Math.sqrt(1 + standardError ** 2 / variance);
  const pull = (standardError * mean) / variance + Math.abs(aimed) / standardError;
  return normalUpperTail(reach - pull) + normalUpperTail(reach + pull);
}

/** Whole days until so many units have come, if they come as in the days given, over and over (a week: its rhythm). */
export function daysUntil(units: number, perDay: readonly number[]): number | NoFigure {
  const aWeek = perDay.reduce((sum, some) => sum + some, 0);
  if (units <= 0) return 0;
  if (perDay.length === 0) return { reason: 'too-few' };
  if (!(aWeek > 0 && Number.isFinite(units))) return { reason: 'out-of-reach' };
  const rounds = Math.max(0, Math.ceil(units / aWeek) - 1);
  let [days, left] = [rounds * perDay.length, units - rounds * aWeek];
  for (; left > 1e-9 * units; days++) left -= perDay[days % perDay.length]!;
  return days;
}

/**
 * The chance that the looks to come, at these shares of the plan, find an effect, after what was seen so far: of the
 * size `assumed`, or, with none assumed, of any size that the data so far leave likely. 1 if one was found.
 *
 * Source: conditional and predictive power, Jennison and Turnbull, Group Sequential Methods (2000), chapter 10.
 */
export function chanceToFind(
  effects: readonly Effect[],
  plan: SequentialPlan,
  { toCome, assumed }: { toCome: readonly number[]; assumed?: number },
): number | NoFigure {
  const sofar = sequentialTest(effects, plan);
  if (!isFigure(sofar)) return sofar;
  if (sofar.crossedAt !== null) return 1;
  const { fraction, z } = sofar.looks.at(-1)!;
  const after = toCome.filter((share) => share > fraction).toSorted((a, b) => a - b);
  const shares = [...sofar.looks.map((look) => look.fraction), ...after];
  const edges = sequentialBounds(shares, plan.level)
    .map((bound, look) => bound * Math.sqrt(shares[look]!))
    .slice(sofar.looks.length);
  const steps = after.map((share) => share - fraction);
  const here = z * Math.sqrt(fraction);
  const chance = (drift: number) => {
    const side = (sign: 1 | -1) => {
      const bounds = edges.map((edge, look) => (edge - sign * here) / Math.sqrt(steps[look]!));
      return crossingChances(steps, bounds, sign * drift).at(-1) ?? 0;
    };
    return Math.min(1, side(1) + side(-1));
  };
  const last = effects.toSorted((a, b) => a.n - b.n).at(-1)!;
  const perPlan = 1 / Math.sqrt(fraction);
  if (assumed !== undefined) return chance((assumed / last.standardError) * perPlan);
  const { points, weights } = panels(-5, 5, 5);
  return points.reduce((sum, off, at) => sum + weights[at]! * normalDensity(off) * chance((z + off) * perPlan), 0);
}
