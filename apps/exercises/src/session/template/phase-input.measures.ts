import { demand } from '@tandem/core';
import type { AuthorMode, Phase } from '../session.events';

/** A phase as a customer writes it. */
export interface WrittenPhase {
  readonly id: string;
  readonly accepts: readonly string[];
  readonly enterGuards?: readonly string[] | null;
  readonly exitGuards?: readonly string[] | null;
  readonly timeboxMinutes?: number | null;
  readonly timeboxDays?: number | null;
  readonly advance: 'facilitator' | 'auto' | 'quorum';
  readonly quorum?: number | null;
  readonly reveals: boolean;
  readonly collects?: { readonly form: string; readonly mode: AuthorMode } | null;
}

/** The phase that was written: its time box in minutes, its quorum where it belongs. Refusals name phase and field. */
export function phaseOf(written: WrittenPhase): Phase {
  const { id, accepts, enterGuards, exitGuards, timeboxMinutes, timeboxDays, advance, quorum, collects } = written;
  const hasOne = (timeboxMinutes == null) !== (timeboxDays == null);
  demand(hasOne, 'timebox-missing', `phases.${id}: give either timeboxMinutes or timeboxDays.`);
  const isFit = (advance === 'quorum') === (quorum != null);
  demand(isFit, 'quorum-missing', `phases.${id}.quorum is given with advance: quorum, and only then.`);
  return {
    id,
    accepts: [...accepts],
    ...(enterGuards?.length ? { enterGuards: [...enterGuards] } : {}),
    ...(exitGuards?.length ? { exitGuards: [...exitGuards] } : {}),
    timeboxMinutes: timeboxMinutes ?? timeboxDays! * 24 * 60,
    advance: advance === 'quorum' ? { quorum: quorum! } : advance,
    ...(written.reveals ? { reveals: true } : {}),
    ...(collects ? { collects: { form: collects.form, mode: collects.mode } } : {}),
  };
}
