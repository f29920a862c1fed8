import {
  isFigure,
  noMoments,
  readMoments,
  sampleRatio,
  type SampleRatio,
  type SampleSummary,
  sequentialSampleRatio,
  statsVersion,
  summaryOf,
  summaryOfCount,
} from '@tandem/statistics';
import { type ArmMoments, type Manner, means, type MetricResult, proportions } from './comparison.measures';
import type { Metric, Variant } from './experiment.events';

/** The exact sums of one variant and metric, as they are stored. Of metric '' n counts the units. */
export interface StoredMoments {
  readonly variant: string;
  readonly metric: string;
  /** Units with an observation. */
  readonly n: bigint | number;
  /** Units whose total is not 0. */
  readonly happened: bigint | number;
  readonly sum: string;
  readonly sumOfSquares: string;
}

export interface ExperimentResult {
  readonly units: number;
  /** Units that saw more than one variant: left out of every figure. */
  readonly excludedUnits: number;
  readonly sampleRatio: SampleRatio | null;
  /** The same for those who look often. Null: nobody was exposed. */
  readonly anytimeSampleRatio: Pick<SampleRatio, 'p' | 'verdict'> | null;
  /** Of all units, those that saw several variants. Null: nobody was exposed. */
  readonly excludedShare: number | null;
  readonly metrics: readonly MetricResult[];
  readonly statsVersion: string;
}

/**
 * What an experiment says so far, from exact sums alone. A unit without an observation counts with 0. A metric whose
 * sums cannot be read says so by `untested`, and spoils no other.
 */
export function resultOf(
  variants: readonly Variant[],
  metrics: readonly Metric[],
  stored: readonly StoredMoments[],
  { level }: Pick<Manner, 'level'> = {},
): ExperimentResult {
  const find = (variant: string, metric: string) =>
    stored.find((row) => row.variant === variant && row.metric === metric);
  const unitsOf = (variant: string) => Number(find(variant, '')?.n ?? 0);
  const armOf = ({ key: variant }: Variant, { key }: Metric): ArmMoments => {
    const row = find(variant, key);
    return {
      variant,
      observed: Number(row?.n ?? 0),
      happened: Number(row?.happened ?? 0),
      moments: { ...(row ? readMoments(row) : noMoments), n: unitsOf(variant) },
    };
  };
  const counts = variants.map(({ key }) => unitsOf(key));
  const weights = variants.map(({ weight }) => weight);
  const units = counts.reduce((sum, n) => sum + n, 0);
  const excludedUnits = unitsOf('*');
  const anytime = sequentialSampleRatio([counts], weights);
  return {
    units,
    excludedUnits,
    sampleRatio: sampleRatio(counts, weights),
    anytimeSampleRatio: isFigure(anytime) ? { p: anytime.p, verdict: anytime.verdict } : null,
    excludedShare: units + excludedUnits === 0 ? null : excludedUnits / (units + excludedUnits),
    metrics: metrics.map((metric) => {
      const manner = { level: level ?? 0.95, better: metric.direction === 'decrease' ? 'less' : 'more' } as const;
      try {
        const arms = variants.map((variant) => armOf(variant, metric));
        return (metric.kind === 'proportion' ? proportions : means)(metric.key, arms, manner);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return unreadable(metric, variants, manner.level);
      }
    }),
    statsVersion,
  };
}

/** One variant's sample of one metric; null where there is none, or where its sums cannot be read. */
export function summaryIn(
  stored: readonly StoredMoments[],
  variant: string,
  { key, kind }: Metric,
): SampleSummary | null {
  const row = stored.find((one) => one.variant === variant && one.metric === key);
  const n = Number(stored.find((one) => one.variant === variant && one.metric === '')?.n ?? 0);
  if (kind === 'proportion') return n < 1 ? null : summaryOfCount({ n, successes: Number(row?.happened ?? 0) });
  try {
    return summaryOf({ ...(row ? readMoments(row) : noMoments), n });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function unreadable({ key: metric, kind }: Metric, variants: readonly Variant[], level: number): MetricResult {
  const untested = variants.slice(1).map(({ key: variant }) => ({ variant, reason: 'not-finite' as const }));
  const method = 'none: its sums are no finite numbers';
  return { metric, kind, method, level, arms: [], comparisons: [], untested };
}
