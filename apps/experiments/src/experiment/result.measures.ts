import {
  meanOf,
  noMoments,
  readMoments,
  type Moments,
  sampleRatio,
  type SampleRatio,
  statsVersion,
  twoProportions,
  varianceOf,
  welch,
  wilson,
} from '@tandem/statistics';
import type { Metric, Variant } from './experiment.events';

/** The exact sums of one variant and metric, as they are stored. */
export interface StoredMoments {
  readonly variant: string;
  readonly metric: string;
  readonly n: bigint | number;
  readonly sum: string;
  readonly sumOfSquares: string;
}

/** One variant's own figures for one metric. Null: nobody was exposed. */
export interface ArmFigure {
  readonly variant: string;
  readonly n: number;
  /** The share of units, or the mean per unit. */
  readonly value: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

/** A variant against the control. Null: nothing can be tested yet. */
export interface Comparison {
  readonly variant: string;
  readonly difference: number;
  /** The test statistic: z of two proportions, t of Welch. */
  readonly statistic: number;
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

export interface MetricResult {
  readonly metric: string;
  readonly kind: Metric['kind'];
  readonly method: string;
  readonly arms: readonly ArmFigure[];
  readonly comparisons: readonly Comparison[];
}

export interface ExperimentResult {
  readonly units: number;
  /** Units that saw more than one variant: left out of every figure. */
  readonly excludedUnits: number;
  readonly sampleRatio: SampleRatio | null;
  readonly metrics: readonly MetricResult[];
  readonly statsVersion: string;
}

/** What an experiment says so far, from exact sums alone. A unit without an observation counts with 0. */
export function resultOf(
  variants: readonly Variant[],
  metrics: readonly Metric[],
  stored: readonly StoredMoments[],
): ExperimentResult {
  const find = (variant: string, metric: string) =>
    stored.find((row) => row.variant === variant && row.metric === metric);
  const unitsOf = (variant: string) => Number(find(variant, '')?.n ?? 0);
  const momentsOf = (variant: string, metric: string): Moments => {
    const row = find(variant, metric);
    return { ...(row ? readMoments(row) : noMoments), n: unitsOf(variant) };
  };
  const counts = variants.map(({ key }) => unitsOf(key));
  return {
    units: counts.reduce((sum, n) => sum + n, 0),
    excludedUnits: unitsOf('*'),
    sampleRatio: sampleRatio(
      counts,
      variants.map(({ weight }) => weight),
    ),
    metrics: metrics.map(({ key, kind }) => {
      const arms = variants.map((variant) => ({
        variant: variant.key,
        moments: momentsOf(variant.key, key),
        converted: Number(find(variant.key, key)?.n ?? 0),
      }));
      return kind === 'proportion' ? proportions(key, arms) : means(key, arms);
    }),
    statsVersion,
  };
}

interface Arm {
  readonly variant: string;
  readonly moments: Moments;
  /** Units with at least one observation. */
  readonly converted: number;
}

function proportions(metric: string, arms: readonly Arm[]): MetricResult {
  const [control, ...others] = arms.map(({ variant, moments: { n }, converted }) => ({
    variant,
    n,
    successes: converted,
  }));
  return {
    metric,
    kind: 'proportion',
    method: 'two proportions, pooled z; intervals: Wilson, difference unpooled; 95 %',
    arms: [control!, ...others].map(({ variant, n, successes }) => {
      const interval = wilson(successes, n);
      return {
        variant,
        n,
        value: n === 0 ? null : successes / n,
        ciLow: interval?.low ?? null,
        ciHigh: interval?.high ?? null,
      };
    }),
    comparisons: others.flatMap((other) => {
      const test = twoProportions(control!, other);
      return test ? [comparison(other.variant, { ...test, statistic: test.z })] : [];
    }),
  };
}

function means(metric: string, arms: readonly Arm[]): MetricResult {
  const summaries = arms.map(({ variant, moments }) => ({
    variant,
    n: moments.n,
    mean: meanOf(moments),
    variance: varianceOf(moments),
  }));
  const [control, ...others] = summaries;
  return {
    metric,
    kind: 'mean',
    method: 'Welch t, two-sided; 95 %',
    arms: summaries.map(({ variant, n, mean }) => ({ variant, n, value: mean, ciLow: null, ciHigh: null })),
    comparisons: others.flatMap((other) => {
      if (!hasVariance(control!) || !hasVariance(other)) return [];
      const test = welch(control, other);
      return test ? [comparison(other.variant, { ...test, statistic: test.t })] : [];
    }),
  };
}

interface Summary {
  readonly n: number;
  readonly mean: number | null;
  readonly variance: number | null;
}

const hasVariance = (summary: Summary): summary is { n: number; mean: number; variance: number } =>
  summary.mean !== null && summary.variance !== null;

interface Test {
  readonly difference: number;
  readonly statistic: number;
  readonly p: number;
  readonly interval: { readonly low: number; readonly high: number };
}

const comparison = (variant: string, { difference, statistic, p, interval }: Test): Comparison => ({
  variant,
  difference,
  statistic,
  p,
  ciLow: interval.low,
  ciHigh: interval.high,
});
