import {
  alwaysValid,
  type Effect,
  isFigure,
  meanEffect,
  type NoFigure,
  outlook,
  sequentialTest,
} from '@tandem/statistics';
import type { Design, Plan } from './design.events';
import { type StoredMoments, summaryIn } from './result.measures';

const dayMs = 86_400_000;

/** The sums as they were at one moment. */
export interface Reading {
  readonly at: string;
  readonly stored: readonly StoredMoments[];
}

/** A look of the plan: what one metric said of a variant then. */
export interface PlannedLook {
  readonly at: string;
  /** The share of the planned units that were in. */
  readonly fraction: number;
  readonly z: number;
  /** What |z| must reach at this look. */
  readonly bound: number;
  readonly crossed: boolean;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** How far one metric is of one variant against the control, for people who look while it runs. */
export interface Progress {
  readonly metric: string;
  readonly variant: string;
  readonly looks: readonly PlannedLook[];
  /** The look that found an effect; null: none yet. */
  readonly foundAt: string | null;
  /** Of all planned looks together. Null: there was none with figures. */
  readonly p: number | null;
  /** Valid at any moment, however often one looks. */
  readonly anytimeP: number | null;
  readonly anytimeLow: number | null;
  readonly anytimeHigh: number | null;
  /** Of the primary metric: the chance to find the least effect that matters with the units that are in. */
  readonly power: number | null;
  /** Units of this variant and the control still to come until the planned power. */
  readonly unitsToCome: number | null;
  /** Why there are no figures now. Null: there are. */
  readonly reason: NoFigure['reason'] | null;
}

/** The moments of the plan's looks that have come; once the plan is over, now as well. */
export function looksUntil({ days, lookDays = [days] }: Plan, startedAt: string, now: string): string[] {
  const planned = lookDays.map((day) => new Date(Date.parse(startedAt) + day * dayMs).toISOString());
  const past = planned.filter((at) => at <= now);
  return past.length === planned.length && now > planned.at(-1)! ? [...past, now] : past;
}

/**
 * What the planned looks so far, and the sums as they stand, say of each variant, without a false alarm for having
 * looked: by the looks of the plan, and at any moment.
 *
 * Source: `sequentialTest` and `alwaysValid` of the statistics, each naming its papers.
 */
export function progressOf(
  { variants, metrics, plan }: Pick<Design, 'variants' | 'metrics'> & { readonly plan: Plan },
  looks: readonly Reading[],
  now: readonly StoredMoments[],
): Progress[] {
  const [control, ...others] = variants;
  const weight = variants.reduce((sum, variant) => sum + variant.weight, 0);
  const level = 1 - (plan.alpha ?? 0.05) / others.length;
  return metrics.flatMap((metric, i) =>
    others.map((variant): Progress => {
      const effectIn = (stored: readonly StoredMoments[]): Effect | NoFigure => {
        const [a, b] = [control!, variant].map(({ key }) => summaryIn(stored, key, metric));
        return a && b ? meanEffect(a, b) : { reason: 'too-few' };
      };
      const plannedUnits = (plan.units * (control!.weight + variant.weight)) / weight;
      const current = effectIn(now);
      const read = looks.map(({ at, stored }) => ({ at, effect: effectIn(stored) }));
      return {
        ...{ metric: metric.key, variant: variant.key },
        ...byLooks(read, { plannedUnits, level }),
        ...atAnyTime(current, { narrowest: plannedUnits, level }),
        ...(i === 0 && isFigure(current) ? outlookOf(current, plan) : { power: null, unitsToCome: null }),
        reason: isFigure(current) ? null : current.reason,
      };
    }),
  );
}

interface Read {
  readonly at: string;
  readonly effect: Effect | NoFigure;
}

function byLooks(read: readonly Read[], { plannedUnits, level }: { plannedUnits: number; level: number }) {
  const told = read.flatMap(({ at, effect }) => (isFigure(effect) ? [{ at, effect }] : []));
  const effects = told.map(({ effect }) => effect);
  const test = sequentialTest(effects, { plannedUnits, level });
  if (!isFigure(test)) return { looks: [], foundAt: null, p: null };
  const looks = test.looks.map(({ interval, ...look }) => {
    const { at } = told.find(({ effect }) => effect.n / plannedUnits === look.fraction)!;
    return { at, ...look, ciLow: interval.low, ciHigh: interval.high };
  });
  // an interval without end says nothing, and JSON cannot say it
  const finite = looks.filter(({ ciLow, ciHigh }) => Number.isFinite(ciHigh - ciLow));
  return { looks: finite, foundAt: test.crossedAt === null ? null : looks[test.crossedAt]!.at, p: test.p };
}

function atAnyTime(effect: Effect | NoFigure, options: { narrowest: number; level: number }) {
  if (!isFigure(effect)) return { anytimeP: null, anytimeLow: null, anytimeHigh: null };
  const { p, interval } = alwaysValid(effect, options);
  return { anytimeP: p, anytimeLow: interval.low, anytimeHigh: interval.high };
}

function outlookOf(effect: Effect, { minimumEffect, power }: Plan) {
  const told = minimumEffect === undefined ? null : outlook(effect, { effect: minimumEffect, ...(power && { power }) });
  return told && isFigure(told)
    ? { power: told.power, unitsToCome: Math.ceil(told.unitsToCome) }
    : { power: null, unitsToCome: null };
}
