import { Injectable } from '@nestjs/common';
import { Database, EventStore, type PageRequest, type Tenant } from '@tandem/event-store';
import type { CommandArgs, Viewer } from '@tandem/platform';
import { feedbackSpeedBoard } from './feedback-speed/feedback-speed-board.projection';
import { findingBoard } from './finding-board.projection';
import { sessionBoard } from './session-board.projection';
import { session, type SessionWish } from './session.decider';

/** The sessions of one organisation: what can be asked of them, and what they show. */
@Injectable()
export class Sessions {
  private readonly board;
  private readonly findings;
  private readonly feedback;

  constructor(
    private readonly events: EventStore,
    db: Database,
  ) {
    this.board = db.board(sessionBoard);
    this.findings = db.board(findingBoard);
    this.feedback = db.board(feedbackSpeedBoard);
  }

  /** Puts a wish to a session and answers how it is afterwards. What is told of the past counts as asked then. */
  async ask(viewer: Viewer, sessionId: string, wish: SessionWish, envelope: CommandArgs) {
    const now = (envelope.occurredAt ?? new Date()).toISOString();
    await this.events.handle(session, sessionId, { ...wish, by: viewer.id, now }, { viewer, ...envelope });
    return this.one(viewer, sessionId);
  }

  one(who: Tenant, sessionId: string) {
    return this.board.one(who, sessionId);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, { orderBy: `row->>'changedAt'`, descending: true });
  }

  feedbackSpeed(who: Tenant, sessionId: string) {
    return this.feedback.one(who, sessionId);
  }

  findingsOfTeam(who: Tenant, teamId: string, page: PageRequest) {
    return this.findings.page(who, page, {
      where: `row->'teamIds' @> $1`,
      params: [JSON.stringify([teamId])],
      orderBy: `row->>'recordedAt'`,
      descending: true,
    });
  }
}
