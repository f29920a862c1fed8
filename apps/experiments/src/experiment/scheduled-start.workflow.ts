import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { Database, EventLog, isTransient, uuidv5 } from '@tandem/event-store';
import { experimentBoard } from './experiment-board.projection';
import { experiment } from './experiment.decider';

const mostAtOnce = 100;

interface Due {
  readonly tenantId: string;
  readonly id: string;
  readonly startsAt: string;
  readonly scheduledBy: string;
  readonly version: number;
}

/**
 * Starts what is due, about a second after its time. Nothing is remembered between two looks: the schedule is in the
 * log, so a restart misses nothing, and whoever looks twice starts it once. Whether it may start is decided then.
 */
@Injectable()
export class ScheduledStarts implements OnModuleInit {
  private readonly logger = new Logger('scheduled starts');

  constructor(
    private readonly log: EventLog,
    private readonly db: Database,
  ) {}

  onModuleInit(): void {
    const apply = () => Promise.resolve();
    const tick = () => this.startDue().then(() => undefined);
    this.log.subscribe({ name: 'scheduled-starts', streams: ['experiment'], unhurried: true, apply, tick });
  }

  /** Asks every experiment whose time has come, of all organisations, to start. Answers how many were asked. */
  async startDue(now = new Date()): Promise<number> {
    const { rows } = await this.db.reader.query<Due>(
      `select tenant_id as "tenantId", key as id, row->>'startsAt' as "startsAt", row->>'scheduledBy' as "scheduledBy",
         version::int as version from ${experimentBoard.table}
       where row->>'startsAt' <= $1 order by row->>'startsAt' limit ${mostAtOnce}`,
      [now.toISOString()],
    );
    for (const due of rows) await this.start(due, now.toISOString());
    return rows.length;
  }

  private async start({ tenantId, id, startsAt, scheduledBy, version }: Due, now: string): Promise<void> {
    const viewer = { id: scheduledBy, tenantId };
    const commandId = uuidv5(id, `start ${startsAt} ${version}`);
    try {
      await this.log.store.handle(experiment, id, { type: 'StartWhenDue', data: { now } }, { viewer, commandId });
    } catch (error) {
      if (isTransient(error)) throw error; // then no other experiment can start either
      if (!(error instanceof Rejection)) this.logger.error(error);
    }
  }
}
