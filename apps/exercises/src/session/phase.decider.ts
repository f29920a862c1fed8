import { demand } from '@tandem/core';
import type { Guard, Scene } from './exercise.decider';
import type { AnyExercise } from './kinds.decider';
import type { Anonymity, Extension, Phase, Sealed, SessionEvent, Template } from './session.events';

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
  readonly anonymity: Anonymity;
  readonly work: unknown;
}

/** The guards that every kind may name. */
export const kernelGuards: Readonly<Record<string, Guard<Course>>> = {
  'teams-present': {
    holds: ({ teamIds, roster }) => teamIds.every((id) => Object.values(roster).includes(id)),
    message: 'Somebody of every team must have joined.',
  },
};

export const phaseOf = ({ template, phase }: Course): Phase | undefined => template.phases[phase];

/** Whether what was entered has been shown: from then on nothing is entered, and there is no way back. */
export const hasRevealed = ({ template, phase }: Course) =>
  template.phases.slice(0, phase + 1).some(({ reveals }) => reveals);

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

/** Goes on to the next phase, if whoever asks may end this one and its work is done. */
export function advance(
  course: Course,
  exercise: AnyExercise,
  { facilitates, now }: Scene,
  sealed?: readonly Sealed[],
): readonly SessionEvent[] {
  const { advance: by } = phaseOf(course)!;
  const readyShare = course.ready.length / Object.keys(course.roster).length;

  if (by === 'auto') demand(isOver(course, now), 'timebox-running', `This phase lasts until ${course.endsAt}.`);
  else demand(facilitates, 'not-facilitator', 'Only a facilitator of this session ends this phase.');
  if (typeof by === 'object')
    demand(readyShare >= by.quorum, 'quorum-missing', `${by.quorum * 100} % of the participants must be ready.`);
  return leave(course, exercise, now, sealed);
}

/** Ends a phase on its own time: nothing, if the session has gone on or was given more time meanwhile. */
export function endTimebox(
  course: Course,
  exercise: AnyExercise,
  { phase, endsAt, sealed }: { phase: string; endsAt: string; sealed?: readonly Sealed[] },
  now: string,
): readonly SessionEvent[] {
  const current = phaseOf(course)!;
  if (current.id !== phase || course.endsAt !== endsAt) return [];
  demand(current.advance === 'auto', 'not-automatic', `The phase ${phase} is ended by a facilitator.`);
  demand(isOver(course, now), 'timebox-running', `This phase lasts until ${endsAt}.`);
  return leave(course, exercise, now, sealed);
}

const isOver = ({ endsAt }: Course, now: string) => endsAt !== undefined && Date.parse(now) >= Date.parse(endsAt);

/** What the phase collected comes first: the guards and what is revealed see it. */
function leave(course: Course, exercise: AnyExercise, now: string, sealed: readonly Sealed[] = []) {
  const { id, exitGuards, collects } = phaseOf(course)!;
  const isCollected = sealed.every(
    ({ phase, form, mode }) => phase === id && form === collects?.form && mode === collects.mode,
  );
  demand(isCollected, 'not-collected', `The phase ${id} does not collect this.`);
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

const mostExtension = 30 * 24 * 60;

/** Gives a phase more time, from its end or, if that is over, from now: for a reason, and in the extender's name. */
export function extend(
  course: Course,
  { minutes, reason }: Pick<Extension, 'minutes' | 'reason'>,
  by: string,
  now: string,
): readonly SessionEvent[] {
  const isMinutes = Number.isInteger(minutes) && minutes >= 1 && minutes <= mostExtension;
  demand(isMinutes, 'minutes-out-of-range', `minutes is a whole number from 1 to ${mostExtension}, 30 days.`);
  demand(reason.trim() !== '', 'reason-missing', 'Say why the phase needs more time.');
  const from = Math.max(Date.parse(course.endsAt!), Date.parse(now));
  const endsAt = new Date(from + minutes * 60_000).toISOString();
  return [{ type: 'TimeboxExtended', data: { phase: phaseOf(course)!.id, minutes, reason, by, endsAt } }];
}

const endOf = ({ timeboxMinutes }: Phase, now: string) =>
  new Date(Date.parse(now) + timeboxMinutes * 60_000).toISOString();

function demandGuards(names: readonly string[] = [], course: Course, exercise: AnyExercise) {
  for (const name of names) {
    const holds = kernelGuards[name]?.holds(course) ?? exercise.guards[name]?.holds(course.work) ?? false;
    const message = kernelGuards[name]?.message ?? exercise.guards[name]?.message;
    demand(holds, 'guard-failed', `${name}: ${message}`);
  }
}
