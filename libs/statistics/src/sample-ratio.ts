import { chiSquareUpperTail } from './chi-square';

/** Whether the arms of an experiment filled as they were meant to. */
export interface SampleRatio {
  readonly chiSquare: number;
  readonly dof: number;
  readonly p: number;
  /** `alarm`: p < .001, do not trust the result; `watch`: .001 <= p < .01; otherwise `ok`. */
  readonly verdict: 'ok' | 'watch' | 'alarm';
}

/**
 * Whether the counts of the arms fit their weights (which need not add up to 1). An arm of weight 0 takes no part,
 * but anybody seen in it is an alarm. Null before the first one was counted, or with fewer than two arms to compare.
 *
 * Source: Pearson's chi-square test, degrees of freedom = arms with weight above 0, minus 1; thresholds as Fabijan
 * and others, Diagnosing Sample Ratio Mismatch, KDD 2019.
 */
export function sampleRatio(observed: readonly number[], weights: readonly number[]): SampleRatio | null {
  if (observed.length !== weights.length)
    throw new RangeError(
      `Each arm needs a count and a weight, not ${observed.length} counts and ${weights.length} weights.`,
    );
  if (![...observed, ...weights].every((value) => Number.isFinite(value) && value >= 0))
    throw new RangeError('Counts and weights must be numbers of 0 or more.');
  const users = sum(observed);
  const weight = sum(weights);
  const dof = weights.filter((share) => share > 0).length - 1;
  if (users === 0 || dof < 1) return null;

  const misfits = observed.map((count, arm) => {
    const expected = (users * (weights[arm] ?? 0)) / weight;
    return count === expected ? 0 : (count - expected) ** 2 / expected;
  });
  const chiSquare = sum(misfits);
  const p = chiSquareUpperTail(chiSquare, dof);
  return { chiSquare, dof, p, verdict: p < 0.001 ? 'alarm' : p < 0.01 ? 'watch' : 'ok' };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
