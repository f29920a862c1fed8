import { eachTail, type Interval } from './interval';
import { tUpperQuantile, tUpperTail } from './student-t';

/** What a test needs of a sample. `variance` divides by n - 1. */
export interface SampleSummary {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** Two means compared: b minus a. */
export interface MeanComparison {
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  readonly dof: number;
  /** Two-sided, from the upper tail of |t|. */
  readonly p: number;
  readonly interval: Interval;
}

/**
 * Whether two means differ, of samples whose variances may differ: b minus a, with the degrees of freedom of
 * Welch and Satterthwaite. Null where nothing can be tested: fewer than two on a side, or no variance at all.
 *
 * Source: Welch, The Generalization of "Student's" Problem, Biometrika 34 (1947) 28.
 */
export function welch(a: SampleSummary, b: SampleSummary, { level = 0.95 } = {}): MeanComparison | null {
  if (a.n < 2 || b.n < 2) return null;
  const shareA = a.variance / a.n;
  const shareB = b.variance / b.n;
  const variance = shareA + shareB;
  if (!(variance > 0)) return null;
  const difference = b.mean - a.mean;
  const standardError = Math.sqrt(variance);
  const t = difference / standardError;
  const dof = 1 / ((shareA / variance) ** 2 / (a.n - 1) + (shareB / variance) ** 2 / (b.n - 1));
  const half = tUpperQuantile(eachTail(level), dof) * standardError;
  const interval = { low: difference - half, high: difference + half, level };
  return { difference, standardError, t, dof, p: 2 * tUpperTail(Math.abs(t), dof), interval };
}
