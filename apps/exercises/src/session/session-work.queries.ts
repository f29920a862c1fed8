import { Injectable } from '@nestjs/common';
import type { Actor } from '@tandem/core';
import { kinds } from './kinds.module';
import type { SessionRow } from './session-board.projection';
import { Sessions } from './session-board.queries';

/** What a session has gathered and shown, with the parts of its kind that make sense of it. */
@Injectable()
export class SessionWork {
  constructor(private readonly sessions: Sessions) {}

  /** Null also for whoever is outside the session, as long as words may be taken out. */
  async one(who: Actor, sessionId: string) {
    const session = await this.sessions.one(who, sessionId);
    const parts = session && isFor(who, session) && kinds[session.kind];
    const row = parts && (await this.sessions.on(parts.board, who, sessionId));
    return row ? { kind: session!.kind, parts: parts!, row } : null;
  }
}

function isFor({ id }: Actor, { publicFrom, participants, facilitatorIds, roles }: SessionRow): boolean {
  if (!publicFrom || Date.parse(publicFrom) <= Date.now()) return true;
  const inside = [...participants, ...roles.filter(({ role }) => role === 'observer')].map(({ personId }) => personId);
  return facilitatorIds.includes(id) || inside.includes(id);
}
