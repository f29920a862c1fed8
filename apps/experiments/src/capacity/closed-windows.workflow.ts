import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database, EventLog, isTransient, uuidv5 } from '@tandem/event-store';
import { capacityBoard } from './capacity-board.projection';
import { capacity } from './capacity.decider';
import { graceMs } from './window.measures';

const mostAtOnce = 200;
/** Who closes a window: nobody; a calendar does. */
const calendar = '00000000-0000-4000-8000-0000000000ca';

interface Due {
  readonly tenantId: string;
  readonly teamId: string;
  readonly endsAt: string;
}

/** Closes the windows that are over. It remembers nothing: what is open is in the log, and closing twice is once. */
@Injectable()
export class ClosedWindows implements OnModuleInit {
  private readonly logger = new Logger('capacity windows');

  constructor(
    private readonly log: EventLog,
    private readonly db: Database,
  ) {}

  onModuleInit(): void {
    const apply = () => Promise.resolve();
    const tick = () => this.closeDue().then(() => undefined);
    this.log.subscribe({ name: 'capacity-windows', streams: ['capacity'], unhurried: true, apply, tick });
  }

  /** Closes what is over, of all organisations. Answers how many teams were asked. */
  async closeDue(now = new Date()): Promise<number> {
    const { rows } = await this.db.reader.query<Due>(
      `select tenant_id as "tenantId", key as "teamId", row->>'endsAt' as "endsAt" from ${capacityBoard.table}
       where row->>'endsAt' <= $1 order by row->>'endsAt' limit ${mostAtOnce}`,
      [new Date(now.getTime() - graceMs).toISOString()],
    );
    for (const due of rows) await this.close(due, now.toISOString());
    return rows.length;
  }

  private async close({ tenantId, teamId, endsAt }: Due, now: string): Promise<void> {
    const viewer = { id: calendar, tenantId };
    const commandId = uuidv5(teamId, `close ${endsAt}`);
    try {
      await this.log.store.handle(capacity, teamId, { type: 'CloseWindows', data: { now } }, { viewer, commandId });
    } catch (error) {
      if (isTransient(error)) throw error; // then no other window can be closed either
      this.logger.error(error);
    }
  }
}
