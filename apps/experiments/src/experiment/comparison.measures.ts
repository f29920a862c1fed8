import {
  meanOf,
  type Moments,
  summaryOf,
  type SampleSummary,
  tUpperQuantile,
  twoProportions,
  welch,
  wilson,
} from '@tandem/statistics';
import type { Metric } from './experiment.events';

/** One variant's own figures for one metric. Null: too few units to tell. */
export interface ArmFigure {
  readonly variant: string;
  readonly n: number;
  /** Units of n with at least one observation; the others count with 0. */
  readonly observed: number;
  /** The share of units, or the mean per unit. */
  readonly value: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

/** A variant against the control. */
export interface Comparison {
  readonly variant: string;
  readonly control: string;
  readonly difference: number;
  /** The test statistic: z of two proportions, t of Welch. */
  readonly statistic: number;
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/** What one metric says of each variant, and of each variant against the first. */
export interface MetricResult {
  readonly metric: string;
  readonly kind: Metric['kind'];
  readonly method: string;
  /** The share of such intervals that hold the truth. */
  readonly level: number;
  readonly arms: readonly ArmFigure[];
  readonly comparisons: readonly Comparison[];
}

/** What is known of one variant and metric. */
export interface ArmMoments {
  readonly variant: string;
  readonly observed: number;
  /** Units whose total is not 0. */
  readonly happened: number;
  /** Of all units exposed. */
  readonly moments: Moments;
}

const level = 0.95;

/** The share of units to which it happened, variant by variant. */
export function proportions(metric: string, arms: readonly ArmMoments[]): MetricResult {
  const counts = arms.map(({ moments: { n }, happened }) => ({ n, successes: happened }));
  return {
    metric,
    kind: 'proportion',
    method: 'two proportions: pooled z, two-sided; intervals: Wilson, of the difference unpooled',
    level,
    arms: arms.map(({ moments: { n }, happened, ...arm }) =>
      figure(arm, n, n === 0 ? null : happened / n, wilson(happened, n, level)),
    ),
    comparisons: comparisons(arms, counts, (a, b) => {
      const test = twoProportions(a, b, { level });
      return test && { ...test, statistic: test.z };
    }),
  };
}

/** The mean per unit, variant by variant. */
export function means(metric: string, arms: readonly ArmMoments[]): MetricResult {
  const summaries = arms.map(({ moments }) => summaryOf(moments));
  return {
    metric,
    kind: 'mean',
    method: 'Welch t, two-sided; intervals: Student t',
    level,
    arms: arms.map(({ moments, ...arm }, i) => figure(arm, moments.n, meanOf(moments), intervalOf(summaries[i]!))),
    comparisons: comparisons(arms, summaries, (a, b) => {
      const test = a && b && welch(a, b, { level });
      return test && { ...test, statistic: test.t };
    }),
  };
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

interface Test {
  readonly difference: number;
  readonly statistic: number;
  readonly p: number;
  readonly interval: Ends;
}

/** Each variant against the first; those that cannot be tested yet are left out. */
function comparisons<Sample>(
  arms: readonly ArmMoments[],
  samples: readonly Sample[],
  test: (control: Sample, other: Sample) => Test | null,
): Comparison[] {
  return arms.slice(1).flatMap(({ variant }, i) => {
    const result = test(samples[0]!, samples[i + 1]!);
    if (!result) return [];
    const { difference, statistic, p, interval } = result;
    return [
      { variant, control: arms[0]!.variant, difference, statistic, p, ciLow: interval.low, ciHigh: interval.high },
    ];
  });
}

function figure(
  { variant, observed }: Pick<ArmMoments, 'variant' | 'observed'>,
  n: number,
  value: number | null,
  interval: Ends | null,
): ArmFigure {
  return { variant, n, observed, value, ciLow: interval?.low ?? null, ciHigh: interval?.high ?? null };
}

function intervalOf(summary: SampleSummary | null): Ends | null {
  if (!summary) return null;
  const { n, mean, variance } = summary;
  const half = tUpperQuantile((1 - level) / 2, n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}
