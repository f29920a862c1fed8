import {
  type Effect,
  isFigure,
  meanEffect,
  type NoFigure,
  noMoments,
  readMoments,
  type SampleRatio,
  type SampleSummary,
  sequentialSampleRatio,
  sequentialTest,
  statsVersion,
  summaryOf,
  summaryOfCount,
} from '@tandem/statistics';
import type { Plan } from './design.events';
import type { Metric, Variant } from './experiment.events';
import { resultOf, type StoredMoments } from './result.measures';

/** The sums at the end of a day (1: the first 24 hours) on which they changed. */
export interface DaySums extends StoredMoments {
  readonly day: number;
}

/**
 * Why there is no figure of a day. `no-plan`: without planned units nothing says how much chance of a false alarm a look
 * may spend; `no-new-units`: a look at the same units as the one before spends nothing, so its bounds count once.
 */
export type NoTrend = NoFigure['reason'] | 'no-plan' | 'no-new-units';

/** What was known of a variant against the control at the end of a day. */
export interface TrendPoint {
  readonly day: number;
  /** Units of both. */
  readonly n: number;
  readonly difference: number | null;
  /** The interval of a single look, made on this day alone. */
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** The interval that holds however often it is looked at. */
  readonly sequentialLow: number | null;
  readonly sequentialHigh: number | null;
  /** Whether an effect is found on this day, all looks counted. */
  readonly crossed: boolean;
  /** Why there is no difference, or no sequential interval. */
  readonly reason: NoTrend | null;
}

/** A variant against the control, day after day. */
export interface VariantTrend {
  readonly metric: string;
  readonly kind: Metric['kind'];
  readonly variant: string;
  readonly control: string;
  readonly level: number;
  /** Of all looks together, valid under daily looks. Null: `reason` says why. */
  readonly p: number | null;
  readonly reason: NoTrend | null;
  /** The first day on which an effect was found; null: on none. */
  readonly crossedOn: number | null;
  readonly points: readonly TrendPoint[];
}

/** How the variants had filled by the end of a day. */
export interface RatioPoint {
  readonly day: number;
  /** In the order of the design. */
  readonly units: readonly number[];
  readonly excludedUnits: number;
  /** Of a single look, made on this day alone. Null: nobody was exposed yet. */
  readonly p: number | null;
  /** Of all looks up to this day. */
  readonly sequentialP: number | null;
  readonly verdict: SampleRatio['verdict'] | null;
}

export interface RatioTrend {
  readonly variants: readonly Variant[];
  /** The first day that was an alarm; null: none was. */
  readonly alarmOn: number | null;
  readonly points: readonly RatioPoint[];
}

export interface ExperimentTrend {
  readonly sampleRatio: RatioTrend;
  /** Each metric, and of each every variant but the control, in the order of the design. */
  readonly effects: readonly VariantTrend[];
  readonly statsVersion: string;
}

/** What is asked of an experiment to tell its trend. */
export interface Trended {
  readonly variants: readonly Variant[];
  readonly metrics: readonly Metric[];
  readonly plan: Pick<Plan, 'units' | 'alpha'> | null;
}

/** What an experiment said at the end of each day up to the last on which anything was told, today's until now. */
export function trendOf({ variants, metrics, plan }: Trended, sums: readonly DaySums[]): ExperimentTrend {
  const days = standings(sums);
  const level = 1 - (plan?.alpha ?? 0.05);
  const results = days.map((stored) => resultOf(variants, metrics, stored, { level }));
  const weight = variants.reduce((sum, each) => sum + each.weight, 0);
  const effects = metrics.flatMap((metric, m) =>
    variants.slice(1).map((variant) => {
      const control = variants[0]!;
      const plannedUnits = plan && (plan.units * (control.weight + variant.weight)) / weight;
      const looks = days.map((stored, i) => ({
        ...effectOf(metric, control, variant, stored),
        comparison: results[i]!.metrics[m]!.comparisons.find((one) => one.variant === variant.key),
      }));
      const about = { metric: metric.key, kind: metric.kind, variant: variant.key, control: control.key, level };
      return { ...about, ...sequentialTrend(looks, plannedUnits, level) };
    }),
  );
  return { sampleRatio: ratioTrend(variants, results, days), effects, statsVersion };
}

/** All sums as they stood at the end of each day, from the first to the last that is known. */
function standings(sums: readonly DaySums[]): StoredMoments[][] {
  const last = sums.reduce((day, row) => Math.max(day, row.day), 0);
  const standing = new Map<string, StoredMoments>();
  return Array.from({ length: last }, (_, i) => {
    for (const row of sums) if (row.day === i + 1) standing.set(JSON.stringify([row.variant, row.metric]), row);
    return [...standing.values()];
  });
}

interface TrendLook {
  readonly n: number;
  readonly effect: Effect | NoFigure;
  readonly comparison: { readonly difference: number; readonly ciLow: number; readonly ciHigh: number } | undefined;
}

function effectOf(metric: Metric, control: Variant, variant: Variant, stored: readonly StoredMoments[]) {
  const row = (of: Variant, key: string) => stored.find((one) => one.variant === of.key && one.metric === key);
  const counts = [control, variant].map((of) => Number(row(of, '')?.n ?? 0));
  const n = counts[0]! + counts[1]!;
  try {
    const samples = [control, variant].map((of, i): SampleSummary | null => {
      const sums = row(of, metric.key);
      if (metric.kind === 'proportion')
        return summaryOfCount({ n: counts[i]!, successes: Number(sums?.happened ?? 0) });
      return summaryOf({ ...(sums ? readMoments(sums) : noMoments), n: counts[i]! });
    });
    const [a, b] = samples;
    return { n, effect: a && b ? meanEffect(a, b) : ({ reason: 'too-few' } satisfies NoFigure) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { n, effect: { reason: 'not-finite' } satisfies NoFigure };
  }
}

function sequentialTrend(
  looks: readonly TrendLook[],
  plannedUnits: number | null,
  level: number,
): Pick<VariantTrend, 'p' | 'reason' | 'crossedOn' | 'points'> {
  const effects = looks.map(({ effect }) => effect).filter(isFigure);
  const test =
    plannedUnits === null ? { reason: 'no-plan' as const } : sequentialTest(effects, { plannedUnits, level });
  const left = new Map(
    'reason' in test ? [] : test.looks.map((look) => [Math.round(look.fraction * plannedUnits!), look]),
  );
  const points = looks.map(({ n, effect, comparison }, i): TrendPoint => {
    const known = isFigure(effect) && comparison;
    const look = known ? left.get(n) : undefined;
    if (look) left.delete(n);
    const bounds = look && Number.isFinite(look.interval.low + look.interval.high) ? look.interval : null;
    const missing = 'reason' in test ? test.reason : look ? 'too-few' : 'no-new-units';
    return {
      day: i + 1,
      n,
      difference: known ? comparison.difference : null,
      ciLow: known ? comparison.ciLow : null,
      ciHigh: known ? comparison.ciHigh : null,
      sequentialLow: bounds?.low ?? null,
      sequentialHigh: bounds?.high ?? null,
      crossed: look?.crossed ?? false,
      reason: isFigure(effect) ? (!comparison ? 'too-few' : bounds ? null : missing) : effect.reason,
    };
  });
  const crossedOn = points.find(({ crossed }) => crossed)?.day ?? null;
  if ('reason' in test) return { p: null, reason: whyNone(test.reason, looks), crossedOn, points };
  return { p: test.p, reason: null, crossedOn, points };
}

/** Where no look gave an effect, the last one says why. */
function whyNone(reason: NoTrend, looks: readonly TrendLook[]): NoTrend {
  const last = looks.at(-1)?.effect;
  return reason === 'too-few' && last && !isFigure(last) ? last.reason : reason;
}

function ratioTrend(
  variants: readonly Variant[],
  results: readonly { readonly excludedUnits: number; readonly sampleRatio: SampleRatio | null }[],
  days: readonly (readonly StoredMoments[])[],
): RatioTrend {
  const weights = variants.map(({ weight }) => weight);
  const counts = days.map((stored) =>
    variants.map(({ key }) => Number(stored.find(({ variant, metric }) => variant === key && metric === '')?.n ?? 0)),
  );
  const points = counts.map((units, i): RatioPoint => {
    const upToNow = sequentialSampleRatio(counts.slice(0, i + 1), weights);
    const { p, verdict } = isFigure(upToNow) ? upToNow : { p: null, verdict: null };
    const { excludedUnits, sampleRatio } = results[i]!;
    return { day: i + 1, units, excludedUnits, p: sampleRatio?.p ?? null, sequentialP: p, verdict };
  });
  return { variants, alarmOn: points.find(({ verdict }) => verdict === 'alarm')?.day ?? null, points };
}
