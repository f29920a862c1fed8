import {
  bootstrapInterval,
  kaplanMeierQuantile,
  type Observation,
  percentile,
  statsVersion,
  usualWorkingTime,
  wilson,
  workDaysBetween,
} from '@tandem/statistics';
import type { CycleRow, Iteration } from './cycle.measures';

/** A published number: what it is, on how many observations it rests, and how sure one can be. Null is no data, never 0. */
export interface CycleFigure {
  readonly value: number | null;
  readonly n: number;
  /** With 95 % confidence it lies between these; null where that is not known. */
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** Too few observations to lean on. */
  readonly lowSample: boolean;
  readonly method: 'kaplan-meier' | 'wilson' | 'percentile-7';
  readonly statsVersion: string;
}

/** How well an organisation improves: what its cycles amount to. */
export interface CycleFigures {
  /** Days of work (Monday to Friday, 9 to 17 UTC) from the first why to the first try, at the median. Those that still wait count too. */
  readonly askToFirstChange: CycleFigure;
  /** Of the changes agreed on by both sides whose review is due or that were measured: the share that was measured. */
  readonly followThrough: CycleFigure;
  /** Of the tries that were measured: the share whose last verdict is an improvement. */
  readonly improvedRate: CycleFigure;
  /** Tries until a change was adopted, at the median. */
  readonly iterationsToAdopt: CycleFigure;
  /** Of the adopted changes that came back or were watched for 90 days: the share that came back. */
  readonly recurrence: CycleFigure;
  /** Teams that thought about a change together, at the median. */
  readonly breadth: CycleFigure;
  /** Of the cycles with collaborators: the share whose collaborators are of two functions or more. */
  readonly acrossFunctions: CycleFigure;
  /** Tries that began without a baseline. */
  readonly overrides: number;
  /** Cycles in all. */
  readonly cycles: number;
  readonly stagnation: Stagnation;
}

/** The signal of symptom S17: rituals go on, and nothing is asked any more. */
export interface Stagnation {
  readonly from: string;
  readonly to: string;
  /** Cycles that were opened in this quarter. */
  readonly opened: number;
  /** 1: none was opened; 0: some were. */
  readonly signal: 0 | 1;
}

const day = 24 * 3_600_000;
const quarter = 91 * day;
const leastForMedian = 3;
const leastForShare = 10;

/** The figures over cycles as they stand at a moment. */
export function cycleFiguresOf(rows: readonly CycleRow[], now: string): CycleFigures {
  const tries = rows.flatMap(({ iterations }) => iterations);
  const measured = tries.filter(({ measurements }) => measurements.length > 0);
  const committed = tries.filter((one) => one.agreedAt !== undefined && isDue(one, now));
  const together = rows.filter(({ collaborators }) => collaborators.length > 0);
  const kept = rows.filter(({ adoptedAt }) => adoptedAt !== null);
  const ripe = kept.filter(
    (row) => row.recurredAt.length > 0 || (row.watchUntil ?? now) < now || row.status === 'closed',
  );
  const from = new Date(Date.parse(now) - quarter).toISOString();
  const opened = rows.filter(({ openedAt }) => openedAt > from && openedAt <= now).length;
  return {
    askToFirstChange: waiting(rows.flatMap((row) => waitOf(row, now))),
    followThrough: share(committed, ({ measurements }) => measurements.length > 0),
    improvedRate: share(measured, ({ measurements }) => measurements.at(-1)!.verdict.outcome === 'improved'),
    iterationsToAdopt: median(kept.map(({ adoptedAfter }) => adoptedAfter!)),
    recurrence: share(ripe, ({ recurredAt }) => recurredAt.length > 0),
    breadth: median(together.map(({ collaborators }) => distinct(collaborators.map(({ teamId }) => teamId)))),
    acrossFunctions: share(together, ({ collaborators }) => distinct(collaborators.map((one) => one.function)) >= 2),
    overrides: tries.filter(({ overrideReason }) => overrideReason !== undefined).length,
    cycles: rows.length,
    stagnation: { from, to: now, opened, signal: opened === 0 ? 1 : 0 },
  };
}

const distinct = (values: readonly string[]) => new Set(values).size;

const isDue = ({ measurements, card }: Iteration, now: string) => measurements.length > 0 || card.reviewAt <= now;

/** From the first why to the first change, or as long as it has lasted; an abandoned cycle waits no longer. */
function waitOf({ askedAt, iterations, status, changedAt }: CycleRow, now: string): readonly Observation[] {
  if (askedAt === null) return [];
  const first = iterations.find(({ startedAt }) => startedAt !== undefined)?.startedAt;
  const until = first ?? (status === 'abandoned' ? changedAt : now);
  return [{ duration: workDaysBetween(askedAt, until, usualWorkingTime), observed: first !== undefined }];
}

const figure = (value: number | null, n: number, low: number | null, high: number | null) => ({
  value,
  n,
  ciLow: low,
  ciHigh: high,
  statsVersion,
});

function share<Row>(rows: readonly Row[], holds: (row: Row) => boolean): CycleFigure {
  const n = rows.length;
  const successes = rows.filter(holds).length;
  const interval = wilson(successes, n);
  const value = n === 0 ? null : successes / n;
  return {
    ...figure(value, n, interval?.low ?? null, interval?.high ?? null),
    lowSample: n < leastForShare,
    method: 'wilson',
  };
}

function median(values: readonly number[]): CycleFigure {
  const n = values.length;
  const middle = (sample: readonly number[]) => percentile(sample, 0.5, 'linear') ?? 0;
  const interval = n < leastForMedian ? null : bootstrapInterval(values, middle, { seed: 'cycles', resamples });
  const value = n === 0 ? null : middle(values);
  return {
    ...figure(value, n, interval?.low ?? null, interval?.high ?? null),
    lowSample: n < leastForMedian,
    method: 'percentile-7',
  };
}

const resamples = 2_000;
/** Stands for a median that most of a resample has not reached yet. */
const notReached = Number.MAX_VALUE;

function waiting(observations: readonly Observation[]): CycleFigure {
  const n = observations.length;
  const method = 'kaplan-meier';
  const lowSample = n < leastForMedian;
  if (lowSample) return { ...figure(null, n, null, null), lowSample, method };
  const middle = (sample: readonly Observation[]) => {
    const found = kaplanMeierQuantile(sample, 0.5);
    return found && 'value' in found ? found.value : notReached;
  };
  const interval = bootstrapInterval(observations, middle, { seed: 'cycles', resamples });
  const known = (value: number | undefined) => (value === undefined || value >= notReached / 4 ? null : value);
  const { low, high } = interval ?? {};
  return { ...figure(known(middle(observations)), n, known(low), known(high)), lowSample, method };
}

/** How many cycles stand where. */
export interface PortfolioColumn {
  readonly status: CycleRow['status'];
  readonly count: number;
  /** Of them, those that nobody has touched for 21 days. */
  readonly stale: number;
  readonly symptomIds: readonly string[];
}

const order: readonly CycleRow['status'][] = [
  ...(['noticed', 'asking', 'collaborating', 'change_designed', 'change_agreed', 'implementing'] as const),
  ...(['measuring', 'refining', 'adopted', 'closed', 'abandoned'] as const),
];

/** The portfolio: every stage in its order, with what stands there. */
export const portfolioOf = (rows: readonly CycleRow[]): readonly PortfolioColumn[] =>
  order.map((status) => {
    const here = rows.filter((row) => row.status === status);
    return {
      status,
      count: here.length,
      stale: here.filter(({ staleSince }) => staleSince !== null).length,
      symptomIds: [...new Set(here.map(({ symptomId }) => symptomId))].toSorted(),
    };
  });
