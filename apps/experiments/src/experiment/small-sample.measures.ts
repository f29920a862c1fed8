import {
  binomialTest,
  type Count,
  fisherExact,
  type Interval,
  jeffreys,
  meanOf,
  momentsOf,
  newcombe,
  permutationTest,
  signFlipTest,
  summaryOf,
  tUpperQuantile,
  twoProportions,
  wilson,
} from '@tandem/statistics';
import type { Contrast } from './decision.measures';
import type { Design, Metric } from './design.events';
import type { Entry } from './observation.events';

const level = 0.95;
/** From here on counting every possible table adds nothing that the normal approximation does not say. */
const mostExact = 20_000;
const fewest = 5;

/** What was entered of one version and metric. Null: nothing, or too little for an interval. */
export interface SmallArm {
  readonly metric: string;
  readonly variant: string;
  /** Tries of a proportion, values of a mean, people or teams of a pilot with a before and an after. */
  readonly n: number;
  /** The share, the mean, or of a pilot the mean change. */
  readonly value: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** Of a share: Jeffreys' interval, for those who ask how much can be believed. */
  readonly believedLow: number | null;
  readonly believedHigh: number | null;
  readonly method: string;
  readonly lowSample: boolean;
}

/** What must be known of a design to read its entries. */
type Questioned = Pick<Design, 'kind' | 'variants' | 'metrics'>;

/** Different subjects; one that stands for many tries counts as so many. */
export function unitsIn(entries: readonly Entry[]): number {
  const bySubject = new Map<string, number>();
  for (const { subject, n = 1 } of entries) bySubject.set(subject, Math.max(bySubject.get(subject) ?? 0, n));
  return [...bySubject.values()].reduce((sum, n) => sum + n, 0);
}

/** Each version by itself, metric by metric. */
export function smallSampleArms({ kind, variants, metrics }: Questioned, entries: readonly Entry[]): SmallArm[] {
  return metrics.flatMap((metric) =>
    variants.map(({ key: variant }) => {
      const own = entries.filter((entry) => entry.metric === metric.key && entry.variant === variant);
      return { metric: metric.key, variant, ...(kind === 'pilot' ? pilotArm(own) : armOf(metric, own)) };
    }),
  );
}

/**
 * What few cases say of each other, by tests that count every possibility: a version against the control, the pilot's
 * teams against the others by their changes (difference in differences), or a single version against the rate to beat.
 * Nothing where nothing can be compared.
 */
export function smallSampleContrasts(design: Questioned, entries: readonly Entry[]): Contrast[] {
  const [control, other] = design.variants.map(({ key }) => key);
  return design.metrics.flatMap((metric) => {
    const of = (variant: string | undefined) =>
      entries.filter((entry) => entry.metric === metric.key && entry.variant === variant);
    const compared = (test: Omit<Contrast, 'metric' | 'variant'> | null) =>
      test ? [{ metric: metric.key, variant: other ?? control!, ...test }] : [];
    if (design.kind === 'pilot')
      return compared(
        other ? meanContrast(changesOf(of(control)), changesOf(of(other)), 'changes of') : ownChange(of(control)),
      );
    if (metric.kind === 'mean')
      return compared(other ? meanContrast(valuesOf(of(control)), valuesOf(of(other)), 'values of') : null);
    if (other) return compared(shareContrast(countOf(of(control)), countOf(of(other))));
    return compared(metric.benchmark === undefined ? null : benchmarkContrast(countOf(of(control)), metric.benchmark));
  });
}

type Test = Omit<Contrast, 'metric' | 'variant'>;

function shareContrast(a: Count, b: Count): Test | null {
  const interval = newcombe(a, b, level);
  if (!interval) return null;
  const n = a.n + b.n;
  const exact = n <= mostExact;
  const p = exact ? fisherExact(a, b) : (twoProportions(a, b, { level })?.p ?? null);
  if (p === null) return null;
  const method = `${exact ? 'Fisher exact' : 'two proportions: pooled z'}, two-sided; interval: Newcombe`;
  return { n, difference: b.successes / b.n - a.successes / a.n, p, ...ends(interval), method };
}

function benchmarkContrast(count: Count, benchmark: number): Test | null {
  const interval = wilson(count.successes, count.n, level);
  if (!interval) return null;
  const p = binomialTest(count, benchmark)!;
  return {
    n: count.n,
    difference: count.successes / count.n - benchmark,
    p,
    ciLow: interval.low - benchmark,
    ciHigh: interval.high - benchmark,
    method: `binomial exact against ${benchmark}, two-sided; interval: Wilson`,
  };
}

/** By permutation; the interval by Welch's t, which needs two values on each side. */
function meanContrast(a: readonly number[], b: readonly number[], what: string): Test | null {
  const test = permutationTest(a, b);
  const [ofA, ofB] = [summaryOf(momentsOf(a)), summaryOf(momentsOf(b))];
  if (!test || !ofA || !ofB) return null;
  const [vA, vB] = [ofA.variance / ofA.n, ofB.variance / ofB.n];
  const spread = vA + vB;
  const dof = spread === 0 ? ofA.n + ofB.n - 2 : spread ** 2 / (vA ** 2 / (ofA.n - 1) + vB ** 2 / (ofB.n - 1));
  const half = tUpperQuantile((1 - level) / 2, dof) * Math.sqrt(spread);
  const { difference, p, ways, isExact } = test;
  const method = `permutation of the ${what} both groups, two-sided, ${isExact ? `all ${ways}` : ways} ways; interval: Welch`;
  return { n: a.length + b.length, difference, p, ciLow: difference - half, ciHigh: difference + half, method };
}

/** A pilot that has nothing to be compared with: what changed, if each change might have gone either way. */
function ownChange(entries: readonly Entry[]): Test | null {
  const changes = changesOf(entries);
  const test = signFlipTest(changes);
  const interval = meanInterval(changes);
  if (!test || !interval) return null;
  const method = `before and after: sign flips, two-sided, ${test.isExact ? 'all ' : ''}${test.ways} ways; interval: Student t`;
  return { n: changes.length, difference: test.difference, p: test.p, ...ends(interval), method };
}

function armOf({ kind }: Metric, entries: readonly Entry[]): Omit<SmallArm, 'metric' | 'variant'> {
  if (kind === 'mean') return meanArm(valuesOf(entries), 'mean; interval: Student t');
  const count = countOf(entries);
  const [interval, believed] = [wilson(count.successes, count.n, level), jeffreys(count, level)];
  return {
    n: count.n,
    value: count.n === 0 ? null : count.successes / count.n,
    ciLow: interval?.low ?? null,
    ciHigh: interval?.high ?? null,
    believedLow: believed?.low ?? null,
    believedHigh: believed?.high ?? null,
    method: 'share; interval: Wilson; believed: Jeffreys',
    lowSample: count.n < fewest,
  };
}

const pilotArm = (entries: readonly Entry[]) =>
  meanArm(changesOf(entries), 'mean change of each subject; interval: Student t');

function meanArm(values: readonly number[], method: string): Omit<SmallArm, 'metric' | 'variant'> {
  const interval = meanInterval(values);
  return {
    n: values.length,
    value: meanOf(momentsOf(values)),
    ciLow: interval?.low ?? null,
    ciHigh: interval?.high ?? null,
    believedLow: null,
    believedHigh: null,
    method,
    lowSample: values.length < fewest,
  };
}

function meanInterval(values: readonly number[]): Interval | null {
  const summary = summaryOf(momentsOf(values));
  if (!summary) return null;
  const { n, mean, variance } = summary;
  const half = tUpperQuantile((1 - level) / 2, n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half, level };
}

const ends = ({ low, high }: Interval) => ({ ciLow: low, ciHigh: high });

const valuesOf = (entries: readonly Entry[]) => entries.map(({ value }) => value);

const countOf = (entries: readonly Entry[]): Count => ({
  successes: entries.reduce((sum, { value }) => sum + value, 0),
  n: entries.reduce((sum, { n = 1 }) => sum + n, 0),
});

/** Of each subject that was seen before and after: the mean (or share) after, less that before. */
function changesOf(entries: readonly Entry[]): number[] {
  const mean = (subject: string, period: Entry['period']) => {
    const { successes, n } = countOf(entries.filter((one) => one.subject === subject && one.period === period));
    return n === 0 ? null : successes / n;
  };
  return [...new Set(entries.map(({ subject }) => subject))].flatMap((subject) => {
    const [before, after] = [mean(subject, 'before'), mean(subject, 'after')];
    return before === null || after === null ? [] : [after - before];
  });
}
