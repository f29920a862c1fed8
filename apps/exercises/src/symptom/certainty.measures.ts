import { noisyOr } from '@tandem/statistics';
import type { Certainty, Source } from './symptom.events';

/** From here on a symptom is suspected, and from here on it is confirmed if enough sources say so. */
export const suspectedFrom = 0.3;
export const confirmedFrom = 0.6;

/** How sure the sources are together: noisy-or over those that speak for it (Pearl 1988, 4.3.2). */
export function certaintyOf(sources: readonly Source[]): Certainty {
  const speaking = sources.filter(({ strength }) => strength > 0);
  const foundByIds = [...new Set(speaking.flatMap(({ foundById }) => foundById ?? []))].sort();
  return {
    confidence: noisyOr(speaking.map(({ strength, weight: trust }) => ({ strength, trust }))),
    sources: speaking.map(({ name }) => name).sort(),
    ...(foundByIds.length === 0 ? {} : { foundByIds }),
  };
}

/** Two sources that do not depend on each other: two exercises, or one exercise and one tool. Tools alone do not do. */
export const isIndependent = (sources: readonly Source[]): boolean => {
  const speaking = sources.filter(({ strength }) => strength > 0);
  return speaking.length >= 2 && speaking.some(({ from }) => from === 'exercise');
};

/** How strongly a figure speaks: nothing up to `suspectAt`, in full from `certainAt` on, evenly between. */
export const strengthOf = (value: number, suspectAt: number, certainAt: number): number =>
  Math.min(1, Math.max(0, (value - suspectAt) / (certainAt - suspectAt)));
