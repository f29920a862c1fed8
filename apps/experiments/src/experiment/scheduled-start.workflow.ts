import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, EventStore, uuidv5 } from '@tandem/event-store';
import { experimentBoard } from './experiment-board.projection';
import { experiment } from './experiment.decider';

const everyMs = 1_000;
const mostAtOnce = 100;

interface Due {
  readonly tenantId: string;
  readonly id: string;
  readonly startsAt: string;
  readonly scheduledBy: string;
  readonly version: number;
}

/**
 * Starts what is due. Nothing is remembered between two looks: the schedule is in the log, so a restart misses
 * nothing, and two replicas that look at once start it once. Whether it may start is decided at that moment.
 */
@Injectable()
export class ScheduledStarts implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ScheduledStarts.name);
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

  /** Asks every experiment whose time has come, of all organisations, to start. Answers how many were asked. */
  async startDue(now = new Date()): Promise<number> {
    const { rows } = await this.db.reader.query<Due>(
      `select tenant_id as "tenantId", key as id, row->>'startsAt' as "startsAt", row->>'scheduledBy' as "scheduledBy",
         version::int as version from ${experimentBoard.table}
       where row->>'startsAt' <= $1 order by row->>'startsAt' limit ${mostAtOnce}`,
      [now.toISOString()],
    );
    for (const { tenantId, id, startsAt, scheduledBy, version } of rows) {
      const viewer = { id: scheduledBy, tenantId };
      const commandId = uuidv5(id, `start ${startsAt} ${version}`);
      await this.events.handle(
        experiment,
        id,
        { type: 'StartWhenDue', data: { now: now.toISOString() } },
        { viewer, commandId },
      );
    }
    return rows.length;
  }

  private look(): void {
    if (this.busy) return;
    this.busy = true;
    this.looking = this.startDue()
      .catch((error: Error) => this.logger.warn(`What is due was not started, it is tried again: ${error.message}`))
      .finally(() => (this.busy = false));
  }
}
