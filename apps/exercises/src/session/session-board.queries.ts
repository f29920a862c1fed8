import { Injectable } from '@nestjs/common';
import { Database, EventStore, type PageRequest } from '@tandem/event-store';
import type { CommandArgs, Viewer } from '@tandem/platform';
import { type FeedbackSpeedRow, feedbackSpeedBoard } from './feedback-speed-board.projection';
import { type FindingRow, findingBoard } from './finding-board.projection';
import { type SessionRow, sessionBoard } from './session-board.projection';
import { session, type SessionWish } from './session.decider';

/** The sessions of an organisation: what can be asked of them, and what they show. */
@Injectable()
export class Sessions {
  constructor(
    private readonly events: EventStore,
    private readonly db: Database,
  ) {}

  /** Puts a wish to a session and answers how it is afterwards. What is told of the past counts as asked then. */
  async ask(viewer: Viewer, sessionId: string, wish: SessionWish, command: CommandArgs): Promise<SessionRow | null> {
    const now = (command.occurredAt ?? new Date()).toISOString();
    await this.events.handle(session, sessionId, { ...wish, by: viewer.id, now }, { viewer, ...command });
    return this.one(viewer, sessionId);
  }

  one(viewer: Viewer, sessionId: string): Promise<SessionRow | null> {
    return this.db.board<SessionRow>(sessionBoard).one(viewer, sessionId);
  }

  page(viewer: Viewer, page: PageRequest) {
    return this.db
      .board<SessionRow>(sessionBoard)
      .page(viewer, page, { orderBy: "row ->> 'changedAt'", descending: true });
  }

  feedbackSpeed(viewer: Viewer, sessionId: string): Promise<FeedbackSpeedRow | null> {
    return this.db.board<FeedbackSpeedRow>(feedbackSpeedBoard).one(viewer, sessionId);
  }

  findingsOf(viewer: Viewer, teamId: string, page: PageRequest) {
    return this.db.board<FindingRow>(findingBoard).page(viewer, page, {
      where: "row -> 'teamIds' ? $1",
      params: [teamId],
      orderBy: "row ->> 'recordedAt'",
      descending: true,
    });
  }
}
