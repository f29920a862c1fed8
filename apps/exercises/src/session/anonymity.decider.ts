import { demand } from '@tandem/core';
import { isDetached, usualAnonymity } from './anonymity.measures';
import type { AnyExercise } from './kinds.decider';
import type { Anonymity, Collects, Template } from './session.events';

const leastK = 3;

/** The usual k where nothing else is wanted. */
export const anonymityOf = ({
  kScores,
  kComments,
}: {
  readonly kScores?: number | null;
  readonly kComments?: number | null;
}) => ({
  kScores: kScores ?? usualAnonymity.kScores,
  kComments: kComments ?? usualAnonymity.kComments,
});

/** The same course, in which teams write what people would have written detached. */
export const asConsensus = (template: Template): Template => ({
  ...template,
  phases: template.phases.map(({ collects, ...phase }) => ({
    ...phase,
    ...(collects && { collects: collects.mode === 'detached' ? { ...collects, mode: 'team_consensus' } : collects }),
  })),
});

/** Fewer than three would name one another. Once the session is drafted nobody changes how well it hides. */
export function demandAnonymity({ kScores, kComments }: Anonymity): void {
  for (const [field, k] of Object.entries({ kScores, kComments }))
    demand(Number.isInteger(k) && k >= leastK, 'k-too-small', `${field} is a whole number from ${leastK}.`);
}

/** How many must stand behind what is shown of what a phase collects; none where its authors are known. */
export const kOf = ({ form, mode }: Collects, { kScores, kComments }: Anonymity, exercise: AnyExercise) =>
  mode === 'detached' ? (exercise.forms?.[form]?.freeText ? kComments : kScores) : undefined;

interface Crowd {
  readonly template: Template;
  readonly anonymity: Anonymity;
  readonly teamIds: readonly string[];
  readonly roster: Readonly<Record<string, string>>;
}

/** Every team has the people that it takes to hide among, before anybody has written a word. */
export function demandReachable({ template, anonymity, teamIds, roster }: Crowd, exercise: AnyExercise): void {
  const k = Math.max(...template.phases.map(({ collects }) => (collects && kOf(collects, anonymity, exercise)) ?? 0));
  const sizeOf = (id: string) => Object.values(roster).filter((teamId) => teamId === id).length;
  const teams = teamIds.map((id) => ({ id, size: sizeOf(id) })).toSorted((a, b) => a.size - b.size);
  const short = teams.filter(({ size }) => size < k);
  const told = short.map(({ id, size }) => `${id} has ${size}`).join(', ');
  const merged = mergeOf(teams, k);
  const proposal = merged ? `let ${merged.join(' and ')} take part as one team` : 'have more people join';
  const message = `Each team needs ${k} participants, so that nobody can be told apart: ${told}. Either ${proposal}, or draft the session with consensus, so that teams write and not people.`;
  demand(short.length === 0, 'k-unreachable', message);
}

/** The smallest teams that are enough together. */
function mergeOf(teams: readonly { readonly id: string; readonly size: number }[], k: number): string[] | undefined {
  const upTo = (n: number) => teams.slice(0, n).reduce((sum, { size }) => sum + size, 0);
  const n = teams.findIndex((_, i) => i > 0 && upTo(i + 1) >= k) + 1;
  return n > 1 ? teams.slice(0, n).map(({ id }) => id) : undefined;
}

/** If anybody wrote detached, enough did: else who has written is who has written this. */
export function demandEnough(phase: string, n: number, k: number): void {
  const message = `Fewer than ${k} have submitted what the phase ${phase} collects. Give it more time, or go on with discardFew: then what they wrote is destroyed unread.`;
  demand(n === 0 || n >= k, 'too-few-contributions', message);
}

/** Whoever may still come or go tells what the others wrote, by what has changed. */
export function demandRosterOpen(template: Template, status: string): void {
  const isFrozen = status === 'open' && isDetached(template);
  demand(!isFrozen, 'roster-frozen', 'Nobody joins any more: the session is open, and its contributions are detached.');
}
