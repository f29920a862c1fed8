import { demand } from '@tandem/core';
import type { Guard, Scene } from './exercise.decider';
import type { AnyExercise } from './kinds.decider';
import type { Phase, Sealed, SessionEvent, Template } from './session.events';

/** How far a session has come in the phases of its template. */
export interface Course {
  readonly template: Template;
  /** The index of the phase, -1 before the first; behind the last comes synthesis. */
  readonly phase: number;
  readonly endsAt?: string;
  readonly ready: readonly string[];
  readonly reverted: readonly string[];
  /** Phases whose detached contributions were sealed: nobody fills them in again. */
  readonly sealed: readonly string[];
  readonly teamIds: readonly string[];
  /** By person the team they report for: one each. */
  readonly roster: Readonly<Record<string, string>>;
  readonly work: unknown;
}

/** The guards that every kind may name. */
const guards: Readonly<Record<string, Guard<Course>>> = {
  'teams-present': {
    holds: ({ teamIds, roster }) => teamIds.every((id) => Object.values(roster).includes(id)),
    message: 'Somebody of every team must have joined.',
  },
};

export const phaseOf = ({ template, phase }: Course): Phase | undefined => template.phases[phase];

/** Whether what was entered has been shown: from then on nothing is entered, and there is no way back. */
export const hasRevealed = ({ template, phase }: Course) =>
  template.phases.slice(0, phase + 1).some(({ reveals }) => reveals);

/** The guards that a template names and nobody knows. */
export const unknownGuards = ({ phases }: Template, exercise: AnyExercise) =>
  phases
    .flatMap(({ enterGuards = [], exitGuards = [] }) => [...enterGuards, ...exitGuards])
    .filter((name) => !guards[name] && !exercise.guards[name]);

/** Enters the phase with this index, or synthesis behind the last one. */
export function enter(course: Course, index: number, exercise: AnyExercise, now: string): readonly SessionEvent[] {
  const phase = course.template.phases[index];
  if (!phase) return [{ type: 'SynthesisBegun', data: {} }];
  demandGuards(phase.enterGuards, course, exercise);
  return [
    { type: 'PhaseEntered', data: { phase: phase.id, endsAt: endOf(phase, now) } },
    ...(phase.reveals ? exercise.reveal(course.work, now) : []),
  ];
}

/**
 * Goes on to the next phase, if whoever asks may end this one and its work is done.
 * What the phase collected comes first: the guards and what is revealed see it.
 */
export function advance(
  course: Course,
  exercise: AnyExercise,
  { facilitates, now }: Scene,
  sealed: readonly Sealed[] = [],
): readonly SessionEvent[] {
  const { id, advance: by, exitGuards, collects } = phaseOf(course)!;
  const isCollected = sealed.every((one) => one.phase === id && one.form === collects?.form);
  demand(isCollected, 'not-collected', `The phase ${id} does not collect this.`);
  const readyShare = course.ready.length / Object.keys(course.roster).length;
  const isOver = course.endsAt !== undefined && Date.parse(now) >= Date.parse(course.endsAt);

  if (by === 'auto') demand(isOver, 'timebox-running', `This phase lasts until ${course.endsAt}.`);
  else demand(facilitates, 'not-facilitator', 'Only a facilitator of this session ends this phase.');
  if (typeof by === 'object')
    demand(readyShare >= by.quorum, 'quorum-missing', `${by.quorum * 100} % of the participants must be ready.`);
  const after = { ...course, work: sealed.reduce((work, one) => contributed(exercise, work, one), course.work) };
  demandGuards(exitGuards, after, exercise);
  return [
    ...sealed.map((data) => ({ type: 'ContributionsSealed', data }) as const),
    ...enter(after, course.phase + 1, exercise, now),
  ];
}

/** The work with what a phase collected. */
export const contributed = (exercise: AnyExercise, work: unknown, sealed: Sealed) =>
  exercise.contributed ? exercise.contributed(work, sealed) : work;

/** Goes back one phase: once from each, never behind what was shown, nor to where authors are hidden for good. */
export function revert(course: Course, now: string): readonly SessionEvent[] {
  const { id, reveals } = phaseOf(course)!;
  const previous = course.template.phases[course.phase - 1];
  demand(previous !== undefined, 'nothing-to-revert', 'This is the first phase.');
  demand(!reveals, 'already-revealed', 'What was shown cannot be hidden again.');
  demand(!course.sealed.includes(previous.id), 'already-sealed', 'What was sealed cannot be filled in again.');
  demand(!course.reverted.includes(id), 'already-reverted', 'The session has gone back from this phase once.');
  return [{ type: 'PhaseReverted', data: { from: id, phase: previous.id, endsAt: endOf(previous, now) } }];
}

const endOf = ({ timeboxMinutes }: Phase, now: string) =>
  new Date(Date.parse(now) + timeboxMinutes * 60_000).toISOString();

function demandGuards(names: readonly string[] = [], course: Course, exercise: AnyExercise) {
  for (const name of names) {
    const holds = guards[name]?.holds(course) ?? exercise.guards[name]?.holds(course.work) ?? false;
    const message = guards[name]?.message ?? exercise.guards[name]?.message;
    demand(holds, 'guard-failed', `${name}: ${message}`);
  }
}
