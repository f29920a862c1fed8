import { chiSquareUpperTail } from './chi-square';
import type { NoFigure } from './effect';
import { stirlingRemainder } from './incomplete-gamma';

/** Whether the arms of an experiment filled as they were meant to. */
export interface SampleRatio {
  readonly chiSquare: number;
  readonly dof: number;
  readonly p: number;
  readonly verdict: SampleRatioVerdict;
}

/** `alarm`: p < .001, do not trust the result; `watch`: .001 <= p < .01; otherwise `ok`. */
export type SampleRatioVerdict = 'ok' | 'watch' | 'alarm';

/**
 * Whether the counts of the arms fit their weights (which need not add up to 1), looked at once: for looks that are
 * repeated there is {@link sequentialSampleRatio}. An arm of weight 0 takes no part,
 * but anybody seen in it is an alarm. Null before the first one was counted, or with fewer than two arms to compare.
 *
 * Source: Pearson's chi-square test, degrees of freedom = arms with weight above 0, minus 1; thresholds as Fabijan
 * and others, Diagnosing Sample Ratio Mismatch, KDD 2019.
 */
export function sampleRatio(observed: readonly number[], weights: readonly number[]): SampleRatio | null {
  refuseImpossible(observed, weights);
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
  return { chiSquare, dof, p, verdict: verdictOf(p) };
}

/** Whether the arms of an experiment filled as they were meant to, at any look so far. */
export interface SequentialSampleRatio {
  /** Of all looks together. 0 only where an arm that nobody should see was seen. */
  readonly p: number;
  /** The natural logarithm of p. */
  readonly logP: number;
  readonly verdict: SampleRatioVerdict;
  /** The index of the first look that was an alarm; null: none was. */
  readonly alarmAt: number | null;
}

/** How closely the alternative lies around the weights: most in reach of 3 points in 100, found from about 800 units. */
const concentration = 1_000;

/**
 * Whether the counts of the arms, look after look (each with all counted by then), ever did not fit their weights. Made
 * for looking daily or at every unit: the chance that there is ever a false alarm is below .001, however often one
 * looks. What {@link sampleRatio} says of weights of 0 holds here too; `too-few` before the first unit was counted.
 *
 * Source: Lindon and Malek, Anytime-Valid Inference For Multinomial Count Data, NeurIPS 2022: the Bayes factor of a
 * Dirichlet alternative around the weights, whose inverse is the p value (Ville's inequality).
 */
export function sequentialSampleRatio(
  looks: readonly (readonly number[])[],
  weights: readonly number[],
): SequentialSampleRatio | NoFigure {
  for (const observed of looks) refuseImpossible(observed, weights);
  if (weights.filter((share) => share > 0).length < 2 || !looks.some((observed) => sum(observed) > 0))
    return { reason: 'too-few' };
  const evidence = looks.map((observed) => logEvidence(observed, weights));
  const logP = Math.min(0, -Math.max(...evidence));
  const first = evidence.findIndex((value) => verdictOf(Math.exp(-value)) === 'alarm');
  const p = logP === -Infinity ? 0 : Math.max(Math.exp(logP), Number.MIN_VALUE);
  return { p, logP, verdict: verdictOf(p), alarmAt: first === -1 ? null : first };
}

/** ln of the Bayes factor, its gamma functions by Stirling's formula, so that what is large cancels before it is summed. */
function logEvidence(observed: readonly number[], weights: readonly number[]): number {
  const weight = sum(weights);
  const units = concentration + sum(observed);
  let evidence = stirlingRemainder(concentration) - stirlingRemainder(units);
  let arms = 0;
  for (const [arm, count] of observed.entries()) {
    const share = weights[arm]! / weight;
    if (share === 0 && count > 0) return Infinity;
    if (share === 0) continue;
    arms++;
    const before = concentration * share;
    const after = before + count;
    evidence += (after - 0.5) * Math.log1p((after - units * share) / (units * share));
    evidence += stirlingRemainder(after) - stirlingRemainder(before);
  }
  return evidence + ((arms - 1) / 2) * Math.log(concentration / units);
}

const verdictOf = (p: number): SampleRatioVerdict => (p < 0.001 ? 'alarm' : p < 0.01 ? 'watch' : 'ok');

function refuseImpossible(observed: readonly number[], weights: readonly number[]): void {
  if (observed.length !== weights.length)
    throw new RangeError(
      `Each arm needs a count and a weight, not ${observed.length} counts and ${weights.length} weights.`,
    );
  if (![...observed, ...weights].every((value) => Number.isFinite(value) && value >= 0))
    throw new RangeError('Counts and weights must be numbers of 0 or more.');
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
