import { kaplanMeierQuantile, type Observation, percentile, wilson } from '@tandem/statistics';

/** A published number: what it is, on how many observations it rests, and how sure one can be. Null is no data, never 0. */
export interface Figure {
  readonly value: number | null;
  readonly n: number;
  /** Too few observations to lean on. */
  readonly lowSample: boolean;
  /** Where the truth lies with 95 % confidence. */
  readonly ciLow?: number;
  readonly ciHigh?: number;
  /** The value is not known, only that it is more than this: too many are still open. */
  readonly moreThan?: number;
  readonly method: 'percentile-7' | 'kaplan-meier' | 'ratio' | 'laplace' | 'bootstrap';
}

/** Below this, no percentile is told; and below that, the outer ones are not firm. */
const leastForMedian = 3;
const leastForTail = 10;

/** The duration within which this share has ended. What is still open counts as at least so long, and is never left out. */
export function duration(observations: readonly Observation[], p: number): Figure {
  const n = observations.length;
  const isComplete = observations.every(({ observed }) => observed);
  const method = isComplete ? 'percentile-7' : 'kaplan-meier';
  const lowSample = n < (p > 0.5 ? leastForTail : leastForMedian);
  if (n < leastForMedian) return { value: null, n, lowSample, method };
  if (isComplete) {
    const hours = observations.map((observation) => observation.duration);
    return { value: percentile(hours, p, 'linear'), n, lowSample, method };
  }
  const quantile = kaplanMeierQuantile(observations, p);
  return quantile && 'beyond' in quantile
    ? { value: null, moreThan: quantile.beyond, n, lowSample, method }
    : { value: quantile?.value ?? null, n, lowSample, method };
}

/** A part of a whole, null when there is no whole. */
export const ratio = (part: number, whole: number, n: number): Figure => ({
  value: whole > 0 ? part / whole : null,
  n,
  lowSample: n < leastForMedian,
  method: 'ratio',
});

/** So many of so many: their share, and where the true one lies. */
export function share(some: number, all: number): Figure {
  const interval = wilson(some, all);
  return { ...ratio(some, all, all), ...(interval && { ciLow: interval.low, ciHigh: interval.high }) };
}
