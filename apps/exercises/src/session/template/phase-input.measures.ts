import { demand } from '@tandem/core';
import type { AuthorMode, Phase, Template } from '../session.events';

/** A phase as a customer writes it. */
export interface WrittenPhase extends WrittenTimebox {
  readonly id: string;
  readonly accepts: readonly string[];
  readonly enterGuards?: readonly string[] | null;
  readonly exitGuards?: readonly string[] | null;
  readonly advance: 'facilitator' | 'auto' | 'quorum';
  readonly quorum?: number | null;
  readonly reveals: boolean;
  readonly collects?: { readonly form: string; readonly mode: AuthorMode } | null;
}

/** The phase that was written: its time box in minutes, its quorum where it belongs. Refusals name phase and field. */
export function phaseOf(written: WrittenPhase): Phase {
  const { id, accepts, enterGuards, exitGuards, timeboxMinutes, timeboxDays, advance, quorum, collects } = written;
  const isFit = (advance === 'quorum') === (quorum != null);
  demand(isFit, 'quorum-missing', `phases.${id}.quorum is given with advance: quorum, and only then.`);
  return {
    id,
    accepts: [...accepts],
    ...(enterGuards?.length ? { enterGuards: [...enterGuards] } : {}),
    ...(exitGuards?.length ? { exitGuards: [...exitGuards] } : {}),
    timeboxMinutes: minutesOf(`phases.${id}`, { timeboxMinutes, timeboxDays }),
    advance: advance === 'quorum' ? { quorum: quorum! } : advance,
    ...(written.reveals ? { reveals: true } : {}),
    ...(collects ? { collects: { form: collects.form, mode: collects.mode } } : {}),
  };
}

/** How long a phase lasts: in minutes for a live session, in days for one that everybody does in their own time. */
export interface WrittenTimebox {
  readonly timeboxMinutes?: number | null;
  readonly timeboxDays?: number | null;
}

/** The course with other time boxes for one session: live, or spread over days. */
export function withTimeboxes(
  template: Template,
  timeboxes: readonly (WrittenTimebox & { readonly phase: string })[],
): Template {
  const minutes = new Map<string, number>();
  for (const { phase, ...written } of timeboxes) {
    const isKnown = template.phases.some(({ id }) => id === phase);
    demand(
      isKnown,
      'no-such-phase',
      `timeboxes.${phase}: the phases are ${template.phases.map(({ id }) => id).join(', ')}.`,
    );
    demand(!minutes.has(phase), 'timebox-twice', `timeboxes.${phase}: give a phase one time box.`);
    minutes.set(phase, minutesOf(`timeboxes.${phase}`, written));
  }
  const timed = template.phases.map((phase) => ({
    ...phase,
    timeboxMinutes: minutes.get(phase.id) ?? phase.timeboxMinutes,
  }));
  return { ...template, phases: timed };
}

function minutesOf(where: string, { timeboxMinutes, timeboxDays }: WrittenTimebox): number {
  const hasOne = (timeboxMinutes == null) !== (timeboxDays == null);
  demand(hasOne, 'timebox-missing', `${where}: give either timeboxMinutes or timeboxDays.`);
  return timeboxMinutes ?? timeboxDays! * 24 * 60;
}
