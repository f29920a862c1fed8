import { demand } from '@tandem/core';
import type { AnyExercise } from './kinds.decider';
import { kernelGuards } from './phase.decider';
import type { Phase, Template } from './session.events';

const mostPhases = 30;
const mostMinutes = 90 * 24 * 60;

/**
 * A course can be run: it is made of what the kind knows, every phase ends, and what was shown is not entered again.
 * Refusals name the phase and the field.
 */
export function demandRunnable({ phases, leastTeams }: Template, exercise: AnyExercise): void {
  const isCount = Number.isInteger(leastTeams) && leastTeams >= 1;
  demand(isCount, 'least-teams-out-of-range', 'leastTeams is a whole number from 1.');
  demand(phases.length > 0 && phases.length <= mostPhases, 'phases-out-of-range', 'phases lists 1 to 30 phases.');
  for (const phase of phases) demandKnown(phase, exercise);
  for (const [index, { id }] of phases.entries()) {
    const isFirst = phases.findIndex((one) => one.id === id) === index;
    demand(isFirst, 'phase-twice', `phases.${id}.id stands twice: give every phase an id of its own.`);
  }
  demandReveal(phases, exercise.template.phases);
}

function demandKnown(phase: Phase, exercise: AnyExercise): void {
  const { id, accepts, enterGuards = [], exitGuards = [], timeboxMinutes, advance, collects } = phase;
  const known = { ...kernelGuards, ...exercise.guards };
  const at = (field: string) => `phases.${id}.${field}`;
  demand(
    /^[a-z][a-z0-9_]{0,59}$/.test(id),
    'phase-id-malformed',
    `${at('id')} must be 1 to 60 small letters, digits and _, beginning with a letter.`,
  );
  for (const [field, names] of Object.entries({ enterGuards, exitGuards }))
    for (const name of names)
      demand(
        Object.hasOwn(known, name),
        'unknown-guard',
        `${at(field)} names the guard ${name}. Known are: ${Object.keys(known).join(', ')}.`,
      );
  for (const command of accepts)
    demand(
      Object.hasOwn(exercise.commands, command),
      'unknown-command',
      `${at('accepts')} names the command ${command}. Known are: ${Object.keys(exercise.commands).join(', ')}.`,
    );
  if (collects) {
    const forms = Object.keys(exercise.forms ?? {});
    demand(
      forms.includes(collects.form),
      'unknown-form',
      `${at('collects.form')} names the form ${collects.form}. Known are: ${forms.join(', ') || 'none'}.`,
    );
  }
  const isTimebox = Number.isInteger(timeboxMinutes) && timeboxMinutes >= 1 && timeboxMinutes <= mostMinutes;
  demand(isTimebox, 'timebox-out-of-range', `${at('timeboxMinutes')} is a whole number from 1 to ${mostMinutes}.`);
  const isQuorum = typeof advance === 'string' || (advance.quorum > 0 && advance.quorum <= 1);
  demand(isQuorum, 'quorum-out-of-range', `${at('advance.quorum')} is a share above 0, at most 1.`);
}

/**
 * What the kind's own course takes before it reveals is not taken after as much is revealed: what was shown stays true.
 * Each phase that reveals counts, and shows before anything is entered in it.
 */
function demandReveal(phases: readonly Phase[], own: readonly Phase[]): void {
  const isShown = phases.some(({ reveals }) => reveals) || !own.some(({ reveals }) => reveals);
  demand(isShown, 'nothing-revealed', 'phases.reveals: one phase must reveal what was entered.');
  const latest = latestOf(own);
  for (const [index, { id, accepts, collects }] of phases.entries()) {
    const shown = revealsUpTo(phases, index);
    const check = (field: string, name: string) =>
      demand(
        shown <= (latest.get(name) ?? 0),
        'entered-after-reveal',
        `phases.${id}.${field}: ${name} comes before the phase that reveals it, and no more of them than in the kind's own course.`,
      );
    for (const name of accepts) check('accepts', name);
    if (collects) check('collects.form', collects.form);
  }
}

/** By command and form, after how many reveals the course takes it at the latest. */
function latestOf(course: readonly Phase[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const [index, { accepts, collects }] of course.entries())
    for (const name of [...accepts, ...(collects ? [collects.form] : [])])
      latest.set(name, Math.max(latest.get(name) ?? 0, revealsUpTo(course, index)));
  return latest;
}

const revealsUpTo = (course: readonly Phase[], index: number) =>
  course.slice(0, index + 1).filter(({ reveals }) => reveals).length;
