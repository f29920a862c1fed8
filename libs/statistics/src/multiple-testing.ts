import { type Effect, isFigure, type NoFigure, type Side, tTest } from './effect';
import type { Interval } from './interval';

/**
 * What many tests promise together. `bonferroni`, `holm`, `hommel`: in no more than one family of 20 (at .05) is any
 * effect called that is none; Hommel asks for tests that do not work against each other, the others for nothing.
 * `benjamini-hochberg`, `benjamini-yekutieli`: of the effects called no more than one in 20 is none on average; the first
 * under the same condition, the second under any dependence.
 */
export type Correction = 'bonferroni' | 'holm' | 'hommel' | 'benjamini-hochberg' | 'benjamini-yekutieli';

/**
 * The p values of a family, each raised to what it is worth among the others: below the level, the effect is called. In
 * the order given; what has no p (null) takes no place in the family. Hommel takes n² steps, the others n log n.
 *
 * Source: Dunn, JASA 56 (1961) 52; Holm, Scand. J. Statist. 6 (1979) 65; Hommel, Biometrika 75 (1988) 383, as Wright,
 * Biometrics 48 (1992) 1005, adjusts p; Benjamini and Hochberg, JRSS B 57 (1995) 289; Benjamini and Yekutieli, Ann.
 * Statist. 29 (2001) 1165.
 */
export function adjustedP(p: readonly (number | null)[], by: Correction): (number | null)[] {
  const tested = p.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  const wrong = tested.find(({ value }) => !(value >= 0 && value <= 1));
  if (wrong) throw new RangeError(`p must lie between 0 and 1, not ${wrong.value}.`);
  tested.sort((a, b) => a.value - b.value);
  const raised = raise(
    tested.map(({ value }) => value),
    by,
  );
  const adjusted: (number | null)[] = p.map(() => null);
  for (const [rank, { value, at }] of tested.entries()) adjusted[at] = Math.min(1, Math.max(value, raised[rank]!));
  return adjusted;
}

/** One effect of a family. */
export interface FamilyTest {
  /** As if it were alone. */
  readonly p: number;
  /** Among the others: the effect is called where this is no more than 1 - level. */
  readonly adjustedP: number;
  /** Of which promise, see {@link testedTogether}. Null: the promise covers the called effects only, and this is none. */
  readonly interval: Interval | null;
}

/**
 * The tests of a family (metrics, arms, segments), with intervals that keep the promise for all of them at once; what
 * has no figure keeps its reason and spoils nothing.
 *
 * Of Bonferroni, Holm and Hommel: all intervals hold the truth together in 95 % of families (at .95). They are
 * Bonferroni's, for Holm and Hommel have none that say more for every effect; so an effect that these call may have an
 * interval that reaches over 0. Of Benjamini-Hochberg and -Yekutieli: of the intervals of the effects called, 5 % miss
 * the truth on average; none of them reaches over 0.
 *
 * Source: Dunn, JASA 56 (1961) 52; Guilbaud, Biometrical Journal 50 (2008) 678 (on Holm); Benjamini and Yekutieli, False
 * Discovery Rate-Adjusted Multiple Confidence Intervals for Selected Parameters, JASA 100 (2005) 71.
 */
export function testedTogether(
  effects: readonly (Effect | NoFigure)[],
  { by, level = 0.95, side = 'two-sided' }: { by: Correction; level?: number; side?: Side },
): (FamilyTest | NoFigure)[] {
  const p = effects.map((effect) => (isFigure(effect) ? tTest(effect, { level, side }).p : null));
  const adjusted = adjustedP(p, by);
  const tests = p.filter((value) => value !== null).length;
  const isCalled = (value: number) => value <= 1 - level;
  const isOfCalled = by === 'benjamini-hochberg' || by === 'benjamini-yekutieli';
  const called = adjusted.filter((value) => value !== null && isCalled(value)).length;
  const sharedBy = by === 'benjamini-yekutieli' ? tests * harmonic(tests) : tests;
  const outside = ((1 - level) * (isOfCalled ? called : 1)) / sharedBy;
  return effects.map((effect, i) => {
    if (!isFigure(effect)) return effect;
    const test = { p: p[i]!, adjustedP: adjusted[i]! };
    if (isOfCalled && !isCalled(test.adjustedP)) return { ...test, interval: null };
    return { ...test, interval: { ...tTest(effect, { level: 1 - outside, side }).interval, level } };
  });
}

/** Of p values in ascending order; some end above 1. */
function raise(p: readonly number[], by: Correction): number[] {
  const n = p.length;
  const cost = by === 'benjamini-yekutieli' ? n * harmonic(n) : n;
  switch (by) {
    case 'bonferroni':
      return p.map((value) => n * value);
    case 'holm':
      return highestSoFar(p.map((value, rank) => (n - rank) * value));
    case 'hommel':
      return hommel(p);
    case 'benjamini-hochberg':
    case 'benjamini-yekutieli':
      return lowestFromHere(p.map((value, rank) => (cost * value) / (rank + 1)));
  }
}

/** Over every size of subfamily, the highest of what Simes' test says of the worst one that holds this p. */
function hommel(p: readonly number[]): number[] {
  const n = p.length;
  const raised = [...p];
  for (let size = 2; size <= n; size++) {
    const kept = n - size;
    let least = Infinity;
    for (let rank = 2; rank <= size; rank++) least = Math.min(least, (size * p[kept + rank - 1]!) / rank);
    for (let i = 0; i < n; i++) {
      const simes = i <= kept ? Math.min(least, size * p[i]!) : Math.min(least, size * p[kept]!);
      raised[i] = Math.max(raised[i]!, simes);
    }
  }
  return raised;
}

function highestSoFar(values: readonly number[]): number[] {
  let highest = 0;
  return values.map((value) => (highest = Math.max(highest, value)));
}

function lowestFromHere(values: readonly number[]): number[] {
  let lowest = Infinity;
  return values.map((_, i) => (lowest = Math.min(lowest, values[values.length - 1 - i]!))).reverse();
}

/** 1 + 1/2 + ... + 1/n: what any dependence costs. */
function harmonic(n: number): number {
  let sum = 0;
  for (let i = n; i > 0; i--) sum += 1 / i;
  return sum;
}
