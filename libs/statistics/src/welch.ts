import { isFigure, meanEffect, type SampleSummary, tTest } from './effect';
import type { Interval } from './interval';

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
  const effect = meanEffect(a, b);
  if (!isFigure(effect)) return null;
  const { difference, standardError, dof } = effect;
  const { t, p, interval } = tTest(effect, { level });
  return { difference, standardError, t, dof, p, interval };
}
