import { Injectable } from '@nestjs/common';
import { demand } from '@tandem/core';
import { EventLog, type FedEvent, type Tenant } from '@tandem/event-store';
import { LiveEvents } from '@tandem/platform';
import { Sessions } from './session-board.queries';
import type { SessionRow } from './session-board.projection';

/** Tells people how a session goes on, from the moment they listen. */
@Injectable()
export class SessionChanges {
  private readonly live;
  /** However many listen, a session is read once for each event. */
  private readonly read = new WeakMap<FedEvent, Promise<SessionRow | null>>();

  constructor(
    log: EventLog,
    private readonly sessions: Sessions,
  ) {
    this.live = new LiveEvents(log, 'session', ({ by, streamId }) => keyOf(by, streamId));
  }

  /** How the session is, first now and then whenever it changed. Who is slow is told the latest. */
  of(who: Tenant, sessionId: string): Promise<AsyncIterableIterator<SessionRow>> {
    return this.live.of(keyOf(who, sessionId), (event) => this.row(who, sessionId, event), { latest: true });
  }

  /** The session in the phase that it is in, and then in each that it enters or goes back to, and in synthesis. */
  async phases(who: Tenant, sessionId: string): Promise<AsyncIterableIterator<SessionRow>> {
    return this.live.of(keyOf(who, sessionId), async (event) => {
      const step = event && stepOf(event);
      return event && !step ? undefined : { ...(await this.row(who, sessionId, event)), ...step };
    });
  }

  private async row(who: Tenant, sessionId: string, event: FedEvent | undefined): Promise<SessionRow> {
    const reading = (event && this.read.get(event)) ?? this.sessions.one(who, sessionId);
    if (event) this.read.set(event, reading);
    const row = await reading;
    demand(row !== null, 'no-such-session', `There is no session ${sessionId}.`);
    return row;
  }
}

/** Where an event took the session: told as it was then, however far it has gone on meanwhile. */
function stepOf({ type, data }: FedEvent): Pick<SessionRow, 'status' | 'phase' | 'endsAt'> | undefined {
  if (type === 'SynthesisBegun') return { status: 'synthesis', phase: null, endsAt: null };
  if (type !== 'PhaseEntered' && type !== 'PhaseReverted') return undefined;
  const { phase, endsAt } = data as { phase: string; endsAt: string };
  return { status: 'open', phase, endsAt };
}

const keyOf = ({ tenantId }: Tenant, sessionId: string) => `${tenantId}/${sessionId}`;
