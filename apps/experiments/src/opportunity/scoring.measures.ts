import { percentile } from '@tandem/statistics';
import type { Method, Priority, Scorecard, Side, Vote } from './opportunity.events';

/** The steps on which a question is answered; a question without them takes any number above 0. */
const fibonacci = [1, 2, 3, 5, 8, 13, 20];
export const scales: Readonly<Record<Method, Readonly<Record<string, readonly number[] | null>>>> = {
  rice: { reach: null, impact: [0.25, 0.5, 1, 2, 3], confidence: [0.5, 0.8, 1], effort: null },
  wsjf: { businessValue: fibonacci, timeCriticality: fibonacci, riskReduction: fibonacci, jobSize: fibonacci },
  cd3: { costOfDelay: null, duration: null },
  moscow: { priority: [0, 1, 2, 3] },
};

const priorities: readonly Priority[] = ['wont', 'could', 'should', 'must'];

/** What both sides said to one question: their medians, and how far apart they are in steps of its scale. */
export interface Question {
  readonly question: string;
  readonly product: number;
  readonly engineering: number;
  /** Null: the question has no scale. */
  readonly gapSteps: number | null;
}

export interface Score {
  readonly method: Method;
  /** Of the joint answers; greater is more worth doing. */
  readonly value: number;
  readonly questions: readonly Question[];
}

/** From here on the two sides mean different things: they talk before they rank. */
export const talkFirstFrom = 2;

const formulas: Readonly<Record<Method, (joint: Readonly<Record<string, number>>) => number>> = {
  rice: ({ reach, impact, confidence, effort }) => (reach! * impact! * confidence!) / effort!,
  wsjf: ({ businessValue, timeCriticality, riskReduction, jobSize }) =>
    (businessValue! + timeCriticality! + riskReduction!) / jobSize!,
  cd3: ({ costOfDelay, duration }) => costOfDelay! / duration!,
  moscow: ({ priority }) => priority!,
};

/** The answers of a card to one method, as numbers; undefined where it was not scored. */
export function answersOf(card: Scorecard, method: Method): Readonly<Record<string, number>> | undefined {
  if (method === 'moscow') return card.moscow && { priority: priorities.indexOf(card.moscow) };
  return card[method];
}

/**
 * What an opportunity is worth by a method: each side's median answer counts as much as the other's, however many
 * voted, and the formula is applied to the midpoint of the two. Null: a side has not answered.
 *
 * Sources: RICE, McBride (Intercom, 2016); WSJF and its modified Fibonacci numbers, Reinertsen, The Principles of
 * Product Development Flow (2009), as SAFe has it; CD3, Arnold, Black Swan Farming (2013); MoSCoW, Clegg and Barker (1994).
 */
export function scoreOf(votes: readonly Vote[], method: Method): Score | null {
  const answers = (side: Side, question: string) =>
    votes.filter((vote) => vote.side === side).flatMap(({ card }) => answersOf(card, method)?.[question] ?? []);
  const questions: Question[] = [];
  for (const [question, scale] of Object.entries(scales[method])) {
    const product = percentile(answers('product', question), 0.5, 'linear');
    const engineering = percentile(answers('engineering', question), 0.5, 'linear');
    if (product === null || engineering === null) return null;
    const gapSteps = scale && Math.abs(stepOf(product, scale) - stepOf(engineering, scale));
    questions.push({ question, product, engineering, gapSteps });
  }
  const joint = Object.fromEntries(
    questions.map(({ question, product, engineering }) => [question, (product + engineering) / 2]),
  );
  return { method, value: formulas[method](joint), questions };
}

/** The widest gap between the two sides, in steps of a scale. Null: no question with a scale was asked. */
export function functionGap(scores: readonly Score[]): number | null {
  const gaps = scores.flatMap(({ questions }) => questions.flatMap(({ gapSteps }) => gapSteps ?? []));
  return gaps.length === 0 ? null : Math.max(...gaps);
}

/** Where a median stands on a scale: a whole number on a step, in between in proportion. */
function stepOf(value: number, scale: readonly number[]): number {
  const above = scale.findIndex((step) => step >= value);
  if (above <= 0) return 0;
  const below = scale[above - 1]!;
  return above - 1 + (value - below) / (scale[above]! - below);
}
