import { Injectable } from '@nestjs/common';
import type { Actor } from '@tandem/core';
import { mayRead } from './anonymity.measures';
import { kinds } from './kinds.module';
import { Sessions } from './session-board.queries';
import { sightOf } from './sight.measures';

/** What a session has gathered and shown, with the parts of its kind that make sense of it. */
@Injectable()
export class SessionWork {
  constructor(private readonly sessions: Sessions) {}

  /** Null also for whoever is outside the session, as long as words may be taken out. */
  async one(who: Actor, sessionId: string) {
    const session = await this.sessions.one(who, sessionId);
    const parts = session && mayRead(session, who.id, new Date()) && kinds[session.kind];
    const row = parts && (await this.sessions.on(parts.board, who, sessionId));
    return row ? { kind: session!.kind, parts: parts!, row, sight: sightOf(session!, who.id) } : null;
  }
}
