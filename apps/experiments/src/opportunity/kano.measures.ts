import { type Interval, wilson } from '@tandem/statistics';
import type { KanoAnswer, KanoAnswers } from './opportunity.events';

/** Attractive, one-dimensional, must-be, indifferent, reverse, questionable. */
export type KanoCategory = 'A' | 'O' | 'M' | 'I' | 'R' | 'Q';

const order: readonly KanoAnswer[] = ['like', 'expect', 'neutral', 'tolerate', 'dislike'];
/** By the answer to "if you had it" (rows) and "if you had it not" (columns). */
const table: Readonly<Record<KanoAnswer, string>> = {
  like: 'QAAAO',
  expect: 'RIIIM',
  neutral: 'RIIIM',
  tolerate: 'RIIIM',
  dislike: 'RRRRQ',
};
const fewest = 12;

export interface Kano {
  readonly n: number;
  readonly counts: Readonly<Record<KanoCategory, number>>;
  /** The most frequent; of equals the first of M, O, A, I, R, Q. */
  readonly category: KanoCategory;
  /** How much having it pleases, 0 to 1. Null: nobody said A, O, M or I. */
  readonly better: number | null;
  /** How much missing it annoys, -1 to 0. */
  readonly worse: number | null;
  readonly betterInterval: Interval | null;
  readonly worseInterval: Interval | null;
  readonly lowSample: boolean;
}

export const categoryOf = ({ functional, dysfunctional }: Omit<KanoAnswers, 'n'>): KanoCategory =>
  table[functional][order.indexOf(dysfunctional)] as KanoCategory;

/**
 * What customers say of an idea: better = (A + O) / (A + O + M + I), worse = -(O + M) / (A + O + M + I), with 95 %
 * Wilson intervals. Null: nobody was asked.
 *
 * Sources: Kano et al., Attractive Quality and Must-Be Quality (1984), evaluation table; Berger et al., Kano's Methods
 * for Understanding Customer-Defined Quality (1993), better and worse, ties.
 */
export function kanoOf(answers: readonly KanoAnswers[]): Kano | null {
  const counts = { M: 0, O: 0, A: 0, I: 0, R: 0, Q: 0 };
  for (const answer of answers) counts[categoryOf(answer)] += answer.n;
  return kanoOfCounts(counts);
}

export function kanoOfCounts(counts: Readonly<Record<KanoCategory, number>>): Kano | null {
  const { A, O, M, I } = counts;
  const n = Object.values(counts).reduce((sum, each) => sum + each, 0);
  if (n === 0) return null;
  const told = A + O + M + I;
  const ties: readonly KanoCategory[] = ['M', 'O', 'A', 'I', 'R', 'Q'];
  const worse = wilson(O + M, told);
  return {
    n,
    counts,
    category: ties.reduce((most, each) => (counts[each] > counts[most] ? each : most)),
    better: told === 0 ? null : (A + O) / told,
    worse: told === 0 ? null : -(O + M) / told,
    betterInterval: wilson(A + O, told),
    worseInterval: worse && { low: -worse.high, high: -worse.low, level: worse.level },
    lowSample: n < fewest,
  };
}
