import { Injectable } from '@nestjs/common';
import type { Actor } from '@tandem/core';
import { type Envelope, EventStore } from '@tandem/event-store';
import { Drafts } from './drafts.queries';
import { session, type SessionCommand } from './session.decider';

/** In whose name detached contributions are sealed: who ends the phase may be one of their authors. */
export const nobody = '00000000-0000-0000-0000-000000000000';

/** A command with which people begin to write on their own, or cease to. */
export type Turn = Extract<SessionCommand, { type: 'OpenSession' | 'AdvancePhase' | 'EndTimebox' | 'CancelSession' }>;

export const isTurn = (command: SessionCommand): command is Turn =>
  ['OpenSession', 'AdvancePhase', 'EndTimebox', 'CancelSession'].includes(command.type);

/** Takes what was written into the log, once and as a whole: drafts, key and register go in the same transaction. */
@Injectable()
export class Seals {
  constructor(
    private readonly events: EventStore,
    private readonly drafts: Drafts,
  ) {}

  /** Carries out a turn of the session, with what the phase that it ends has collected. */
  async carryOut(viewer: Actor, sessionId: string, command: Turn, envelope: Omit<Envelope, 'viewer'>): Promise<void> {
    const { state, version } = await this.events.load(session, sessionId, viewer);
    if (state.status === 'unknown' || !state.template.phases.some(({ collects }) => collects)) {
      await this.events.handle(session, sessionId, command, { ...envelope, viewer });
      return;
    }
    const endsPhase = state.status === 'open' && (command.type === 'AdvancePhase' || command.type === 'EndTimebox');
    const isLast = state.phase === state.template.phases.length - 1;
    await this.events.transaction(viewer, async (tx) => {
      const options = { now: command.now, discardFew: command.type === 'AdvancePhase' && command.data.discardFew };
      const sealed = endsPhase ? await this.drafts.collect(tx, viewer, sessionId, state, options) : undefined;
      const told = sealed ? ({ ...command, data: { ...command.data, sealed: [sealed] } } as Turn) : command;
      const isDetached = sealed?.mode === 'detached';
      const by = isDetached ? { tenantId: viewer.tenantId, id: nobody } : viewer;
      const handled = await this.events.handle(session, sessionId, told, { ...envelope, viewer: by, tx });
      if (handled.version <= version) return; // refused nothing and changed nothing: it was carried out before
      if (command.type === 'OpenSession') await this.drafts.begin(tx, viewer, sessionId, state);
      if (command.type === 'CancelSession' || (endsPhase && isLast)) await this.drafts.destroy(tx, viewer, sessionId);
      else if (isDetached) await this.drafts.destroy(tx, viewer, sessionId, sealed.phase);
    });
  }
}
