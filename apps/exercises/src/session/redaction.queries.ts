import { Injectable } from '@nestjs/common';
import { type Actor, demand } from '@tandem/core';
import { Database, EventStore } from '@tandem/event-store';
import type { Drafted } from './session-state.decider';
import { session } from './session.decider';

/** What those who take part asked to have taken out. Neither who asks nor when is kept: often it is the author. */
@Injectable()
export class Redactions {
  constructor(
    private readonly events: EventStore,
    private readonly db: Database,
  ) {}

  /** Until the words are shown outside the session. */
  async ask(viewer: Actor, sessionId: string, contributionId: string): Promise<void> {
    const state = await this.stateOf(viewer, sessionId);
    demand(state.roster[viewer.id] !== undefined, 'not-a-participant', 'Only those who took part may ask for this.');
    const sealed = Object.values(state.contributions).find(({ ids }) => ids.includes(contributionId));
    demand(sealed !== undefined, 'no-such-contribution', 'There is no sealed contribution with this id here.');
    const isTime = sealed.publicFrom === undefined || Date.now() < Date.parse(sealed.publicFrom);
    demand(isTime, 'redaction-too-late', 'The words are public: it could be asked within 24 hours.');
    await this.db.read(
      viewer,
      `insert into redaction_requests (tenant_id, session_id, contribution_id) values ($1, $2, $3) on conflict do nothing`,
      [viewer.tenantId, sessionId, contributionId],
    );
  }

  /** What was asked and is not done. */
  async open(viewer: Actor, sessionId: string): Promise<string[]> {
    const state = await this.stateOf(viewer, sessionId);
    demand(
      state.roles.facilitator.includes(viewer.id),
      'not-facilitator',
      'Only a facilitator of this session sees this.',
    );
    const rows = await this.db.read<{ id: string }>(
      viewer,
      `select contribution_id as id from redaction_requests where tenant_id = $1 and session_id = $2 order by 1`,
      [viewer.tenantId, sessionId],
    );
    return rows.map(({ id }) => id).filter((id) => !state.redacted.includes(id));
  }

  private async stateOf(viewer: Actor, sessionId: string): Promise<Drafted> {
    const { state } = await this.events.load(session, sessionId, viewer);
    demand(state.status !== 'unknown', 'no-such-session', 'There is no session with this id.');
    return state;
  }
}
