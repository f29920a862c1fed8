import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, EventStore, uuidv5 } from '@tandem/event-store';
import { capacityBoard } from './capacity-board.projection';
import { capacity } from './capacity.decider';
import { graceMs } from './window.measures';

const everyMs = 30_000;
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
export class ClosedWindows implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ClosedWindows.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<unknown> = Promise.resolve();
  private busy = false;

  constructor(
    private readonly db: Database,
    private readonly events: EventStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), everyMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Closes what is over, of all organisations. Answers how many teams were asked. */
  async closeDue(now = new Date()): Promise<number> {
    const { rows } = await this.db.reader.query<Due>(
      `select tenant_id as "tenantId", key as "teamId", row->>'endsAt' as "endsAt" from ${capacityBoard.table}
       where row->>'endsAt' <= $1 order by row->>'endsAt' limit ${mostAtOnce}`,
      [new Date(now.getTime() - graceMs).toISOString()],
    );
    for (const { tenantId, teamId, endsAt } of rows)
      await this.events.handle(
        capacity,
        teamId,
        { type: 'CloseWindows', data: { now: now.toISOString() } },
        { viewer: { id: calendar, tenantId }, commandId: uuidv5(teamId, `close ${endsAt}`) },
      );
    return rows.length;
  }

  private look(): void {
    if (this.busy) return;
    this.busy = true;
    this.looking = this.closeDue()
      .catch((error: Error) =>
        this.logger.warn(`Windows that are over were not closed, it is tried again: ${error.message}`),
      )
      .finally(() => (this.busy = false));
  }
}
