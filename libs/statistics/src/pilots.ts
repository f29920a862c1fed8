import { type Effect, meanEffect, type NoFigure, tTest } from './effect';
import type { Interval } from './interval';
import { meanOf, momentsOf, summaryOf } from './moments';
import { type PermutationTest, permutationTest } from './small-samples';

/** One value of a cluster (a team, a market) before or after the pilot began. */
export interface PilotValue {
  readonly cluster: string | number;
  readonly isTreated: boolean;
  readonly isAfter: boolean;
  readonly value: number;
}

/** What a pilot changed beyond what changed without it. */
export interface DifferenceInDifferences {
  /** Treated clusters that have values before and after. */
  readonly treated: number;
  /** The same of the others. */
  readonly untreated: number;
  /** The mean change of the treated less that of the others. */
  readonly difference: number;
  /** By Welch: what its interval comes from; a reason where a side has but one cluster, or nothing varies. */
  readonly effect: Effect | NoFigure;
  /** Whether the pilot could have begun in any other choice of clusters: exact up to 200,000 choices. */
  readonly permutation: PermutationTest;
}

/**
 * Compares the changes of the clusters in a pilot with those of the clusters left alone. A cluster counts once, by the
 * mean of its values, however many it has: values of one team are not independent. One without a value before or after
 * is left out. It assumes that both would have changed alike.
 *
 * Source: Bertrand, Duflo and Mullainathan, How Much Should We Trust Differences-in-Differences Estimates?, QJE 119
 * (2004) 249 (one value before and after a cluster); Pitman's permutations, see {@link permutationTest}.
 */
export function differenceInDifferences(values: readonly PilotValue[]): DifferenceInDifferences | NoFigure {
  const clusters = new Map<string | number, { isTreated: boolean; before: number[]; after: number[] }>();
  for (const { cluster, isTreated, isAfter, value } of values) {
    const own = clusters.get(cluster) ?? { isTreated, before: [], after: [] };
    if (own.isTreated !== isTreated)
      throw new RangeError(`isTreated must be the same for all values of a cluster, not both for ${cluster}.`);
    (isAfter ? own.after : own.before).push(value);
    clusters.set(cluster, own);
  }
  const changesOf = (isTreated: boolean) =>
    [...clusters.values()].flatMap((own) => {
      const [before, after] = [meanOf(momentsOf(own.before)), meanOf(momentsOf(own.after))];
      return own.isTreated === isTreated && before !== null && after !== null ? [after - before] : [];
    });
  const [untreated, treated] = [changesOf(false), changesOf(true)];
  const permutation = permutationTest(untreated, treated);
  if (!permutation) return { reason: 'too-few' };
  const [control, treatment] = [summaryOf(momentsOf(untreated)), summaryOf(momentsOf(treated))];
  return {
    treated: treated.length,
    untreated: untreated.length,
    difference: permutation.difference,
    effect: control && treatment ? meanEffect(control, treatment) : { reason: 'too-few' },
    permutation,
  };
}

/** How long a task takes. */
export interface TaskTime {
  readonly n: number;
  /** The geometric mean: of few times nearer to the middle one than the mean or the median seen. */
  readonly typical: number;
  readonly interval: Interval;
}

/**
 * The typical time of those who completed a task, with an interval that fits times: long ones are longer than short ones
 * are short. In the unit of the times, each above 0.
 *
 * Source: Sauro and Lewis, Average Task Times in Usability Tests, CHI 2010, 2347: Student's t of the logarithms.
 */
export function taskTime(times: readonly number[], level = 0.95): TaskTime | NoFigure {
  const wrong = times.find((time) => !(time > 0 && time < Infinity));
  if (wrong !== undefined) throw new RangeError(`times must be above 0 and finite, not ${wrong}.`);
  const sample = summaryOf(momentsOf(times.map(Math.log)));
  if (!sample) return { reason: 'too-few' };
  if (sample.variance === 0) return { reason: 'no-variance' };
  const { n, mean, variance } = sample;
  const logarithm = { difference: mean, standardError: Math.sqrt(variance / n), dof: n - 1, n, baseline: 0 };
  const { low, high } = tTest({ ...logarithm, scale: 'absolute' }, { level }).interval;
  return { n, typical: Math.exp(mean), interval: { low: Math.exp(low), high: Math.exp(high), level } };
}
