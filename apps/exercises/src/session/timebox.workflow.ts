import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { Database, EventLog, isTransient, uuidv5 } from '@tandem/event-store';
import { Sessions } from './session-board.queries';
import { timeboxBoard } from './timebox-board.projection';

/** In whose name the clock ends a phase. */
const clock = 'c1f6a3d4-2b75-5e0a-8d19-6a4e93b7f250';

const mostAtOnce = 200;
/** What a guard refuses is tried again after so long: what authors fill in may change it without an event. */
const againMs = 15_000;

interface Due {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly phase: string;
  readonly endsAt: string;
}

/**
 * Ends the phases that end on their own time, about a second after their time box. One process of the service does
 * so, and another takes over when it dies; a phase is ended once, whoever tries.
 */
@Injectable()
export class Timeboxes implements OnModuleInit {
  private readonly logger = new Logger('timeboxes');
  /** By session, when a refused end is tried again. */
  private readonly refused = new Map<string, number>();

  constructor(
    private readonly log: EventLog,
    private readonly db: Database,
    private readonly sessions: Sessions,
  ) {}

  onModuleInit(): void {
    const apply = () => Promise.resolve();
    this.log.subscribe({ name: 'timeboxes', streams: ['session'], unhurried: true, apply, tick: () => this.endDue() });
  }

  private async endDue(): Promise<void> {
    const now = performance.now();
    for (const [id, again] of this.refused) if (again < now) this.refused.delete(id);
    const { rows } = await this.db.reader.query<Due>(
      `select tenant_id as "tenantId", key as "sessionId", row->>'phase' as phase, row->>'endsAt' as "endsAt"
       from ${timeboxBoard.table} where row->>'endsAt' <= $1 and not key = any ($2) order by row->>'endsAt' limit $3`,
      [new Date().toISOString(), [...this.refused.keys()], mostAtOnce],
    );
    for (const due of rows) await this.end(due);
  }

  private async end({ tenantId, sessionId, phase, endsAt }: Due): Promise<void> {
    const viewer = { id: clock, tenantId };
    const commandId = uuidv5(sessionId, `${phase} ends ${endsAt}`);
    try {
      await this.sessions.ask(viewer, sessionId, { type: 'EndTimebox', data: { phase, endsAt } }, { commandId });
    } catch (error) {
      if (isTransient(error)) throw error; // then no other session can go on either
      const { message } = error as Error;
      if (error instanceof Rejection) this.logger.log(`The phase ${phase} of session ${sessionId} stays: ${message}`);
      else this.logger.error(error);
      this.refused.set(sessionId, performance.now() + againMs);
    }
  }
}
