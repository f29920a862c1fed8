import { Injectable } from '@nestjs/common';
import type { Tenant } from '@tandem/event-store';
import { kinds } from './kinds.module';
import { Sessions } from './session-board.queries';

/** What a session has gathered and shown, with the parts of its kind that make sense of it. */
@Injectable()
export class SessionWork {
  constructor(private readonly sessions: Sessions) {}

  async one(who: Tenant, sessionId: string) {
    const kind = (await this.sessions.one(who, sessionId))?.kind;
    const parts = kind && kinds[kind];
    const row = parts && (await this.sessions.on(parts.board, who, sessionId));
    return row ? { kind, parts, row } : null;
  }
}
