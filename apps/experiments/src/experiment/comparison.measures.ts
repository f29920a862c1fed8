import {
  type Better,
  isFigure,
  meanEffect,
  meanOf,
  type Moments,
  type NoFigure,
  posterior,
  type SampleSummary,
  summaryOf,
  summaryOfCount,
  tTest,
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
  /** The difference as a share of the size of the control's figure, by the delta method. Null: that is 0. */
  readonly lift: number | null;
  readonly liftLow: number | null;
  readonly liftHigh: number | null;
  /** The chance that the variant is the better one, if every effect was as likely as any other before. */
  readonly chanceToWin: number | null;
  /** What is lost on average, in the unit of the metric, by choosing the variant, or by keeping the control. */
  readonly variantRisk: number | null;
  readonly controlRisk: number | null;
}

/** A variant that cannot be compared with the control, and why. */
export interface Untested {
  readonly variant: string;
  readonly reason: NoFigure['reason'];
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
  readonly untested: readonly Untested[];
}

/** How a metric is tested: at which level, and which way is better. */
export interface Manner {
  readonly level?: number;
  readonly better?: Better;
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

const usualLevel = 0.95;

/** The share of units to which it happened, variant by variant. */
export function proportions(metric: string, arms: readonly ArmMoments[], manner: Manner = {}): MetricResult {
  const { level = usualLevel } = manner;
  const counts = arms.map(({ moments: { n }, happened }) => ({ n, successes: happened }));
  return {
    metric,
    kind: 'proportion',
    method: 'two proportions: pooled z, two-sided; intervals: Wilson, of the difference unpooled',
    level,
    arms: arms.map(({ moments: { n }, happened, ...arm }) =>
      figure(arm, n, n === 0 ? null : happened / n, wilson(happened, n, level)),
    ),
    ...compared(arms, counts.map(summaryOfCount), manner, (i) => {
      const test = twoProportions(counts[0]!, counts[i]!, { level });
      return test && { ...test, statistic: test.z };
    }),
  };
}

/** The mean per unit, variant by variant. */
export function means(metric: string, arms: readonly ArmMoments[], manner: Manner = {}): MetricResult {
  const { level = usualLevel } = manner;
  const summaries = arms.map(({ moments }) => summaryOf(moments));
  return {
    metric,
    kind: 'mean',
    method: 'Welch t, two-sided; intervals: Student t',
    level,
    arms: arms.map(({ moments, ...arm }, i) =>
      figure(arm, moments.n, meanOf(moments), intervalOf(summaries[i]!, level)),
    ),
    ...compared(arms, summaries, manner, (i) => {
      const [a, b] = [summaries[0], summaries[i]];
      const test = a && b && welch(a, b, { level });
      return test ? { ...test, statistic: test.t } : null;
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

/** Each variant against the first, as far as it can be tested. */
function compared(
  arms: readonly ArmMoments[],
  samples: readonly (SampleSummary | null)[],
  manner: Manner,
  test: (arm: number) => Test | null,
): Pick<MetricResult, 'comparisons' | 'untested'> {
  const control = arms[0]?.variant ?? '';
  const comparisons: Comparison[] = [];
  const untested: Untested[] = [];
  for (const [i, { variant }] of arms.entries()) {
    if (i === 0) continue;
    const [a, b] = [samples[0], samples[i]];
    const result = test(i);
    if (!a || !b) untested.push({ variant, reason: 'too-few' });
    else if (!result) untested.push({ variant, reason: reasonOf(a, b) });
    else {
      const { difference, statistic, p, interval } = result;
      const ends = { ciLow: interval.low, ciHigh: interval.high };
      comparisons.push({
        variant,
        control,
        difference,
        statistic,
        p,
        ...ends,
        ...liftOf(a, b, manner),
        ...beliefOf(a, b, manner),
      });
    }
  }
  return { comparisons, untested };
}

function reasonOf(a: SampleSummary, b: SampleSummary): NoFigure['reason'] {
  const effect = meanEffect(a, b);
  return isFigure(effect) ? 'no-variance' : effect.reason;
}

function liftOf(a: SampleSummary, b: SampleSummary, { level = usualLevel }: Manner) {
  const effect = meanEffect(a, b, 'relative');
  if (!isFigure(effect)) return { lift: null, liftLow: null, liftHigh: null };
  const { low, high } = tTest(effect, { level }).interval;
  return { lift: effect.difference, liftLow: low, liftHigh: high };
}

function beliefOf(a: SampleSummary, b: SampleSummary, { level = usualLevel, better = 'more' }: Manner) {
  const effect = meanEffect(a, b);
  const belief = isFigure(effect) ? posterior(effect, { level, better }) : effect;
  if (!isFigure(belief)) return { chanceToWin: null, variantRisk: null, controlRisk: null };
  return { chanceToWin: belief.chanceToWin, variantRisk: belief.risk.treatment, controlRisk: belief.risk.control };
}

function figure(
  { variant, observed }: Pick<ArmMoments, 'variant' | 'observed'>,
  n: number,
  value: number | null,
  interval: Ends | null,
): ArmFigure {
  return { variant, n, observed, value, ciLow: interval?.low ?? null, ciHigh: interval?.high ?? null };
}

function intervalOf(summary: SampleSummary | null, level: number): Ends | null {
  if (!summary) return null;
  const { n, mean, variance } = summary;
  const half = tUpperQuantile((1 - level) / 2, n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}
