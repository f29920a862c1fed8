import { type Measured, percentile, statsVersion, verdictOf as compared } from '@tandem/statistics';
import type { Hypothesis, Measure, Sample, Verdict } from './cycle.events';

/** How many observations a sample holds; of a count, how many periods. */
export const sizeOf = ({ values, periods, n }: Sample): number => values?.length ?? periods?.length ?? n ?? 0;

/** A sample as one number: the mean of a score, a series or counts, the median of durations, the share of n. */
export function levelOf(kind: Measure['kind'], { values = [], periods = [], count = 0, n = 0 }: Sample): number {
  switch (kind) {
    case 'score':
    case 'series':
      return sum(values) / values.length;
    case 'duration':
      return percentile(values, 0.5, 'linear') ?? NaN;
    case 'count':
      return sum(periods.map((one) => one.count)) / sum(periods.map((one) => one.exposure));
    case 'share':
      return count / n;
  }
}

/**
 * What the numbers say of a change: its baseline against what was measured since, by the kind of the measure. Without a
 * baseline nothing can be said. The same samples and seed give the same verdict to the last byte.
 */
export function verdictOf(measure: Measure, wanted: Hypothesis['direction'], after: Sample, seed: string): Verdict {
  const { baseline } = measure;
  const none = { effect: null, interval: null, nNeeded: null, delta: null, medians: null };
  if (!baseline)
    return {
      ...{ outcome: 'insufficient_data', ...none, nBefore: 0, nAfter: sizeOf(after) },
      ...{ method: 'no-baseline', statsVersion },
    };
  const { outcome, effect, interval, n, needed, dominance, medians, method } = compared(
    measured(measure, baseline, after, { wanted: wanted === 'up' ? 'more' : 'less', seed }),
  );
  return {
    outcome,
    effect,
    interval: interval && { ...interval, high: Number.isFinite(interval.high) ? interval.high : null },
    nBefore: n.before,
    nAfter: n.after,
    nNeeded: needed,
    delta: dominance?.delta ?? null,
    medians: medians && { before: medians.before, after: medians.after },
    method,
    statsVersion,
  };
}

function measured(
  { kind, minEffect, looks = 1 }: Measure,
  before: Sample,
  after: Sample,
  aim: Pick<Measured, 'wanted' | 'seed'>,
): Measured {
  const shared = { ...aim, minEffect };
  const ofN = ({ count = 0, n = 0 }: Sample) => ({ successes: count, n });
  switch (kind) {
    case 'score':
    case 'duration':
      return { ...shared, kind, before: before.values ?? [], after: after.values ?? [] };
    case 'series':
      return { ...shared, kind, looks, before: before.values ?? [], after: after.values ?? [] };
    case 'count':
      return { ...shared, kind, before: before.periods ?? [], after: after.periods ?? [] };
    case 'share':
      return { ...shared, kind, before: ofN(before), after: ofN(after) };
  }
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
