import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { Database, EventStore, uuidv5 } from '@tandem/event-store';
import { Cycles, type DueCycle } from './cycle-board.queries';
import { cycle, type CycleWish, staleAfterMs } from './cycle.decider';

/** In whose name the service itself acts. */
const self = '5c0d2f2b-8f0c-5a53-9d3e-2f6a4b1c7e90';

const everyMs = 10 * 60_000;
const most = 200;
/** Names the lease among the advisory locks of the database. */
const lease = `hashtext('tandem.exercises.cycle-clock')`;

/**
 * Looks every ten minutes which cycles nobody has touched for 21 days, and which are watched long enough. One process
 * looks at a time; two that look at once do no harm, as the same silence makes the same command.
 */
@Injectable()
export class CycleClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CycleClock.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly events: EventStore,
    private readonly cycles: Cycles,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking = this.look(new Date()).catch((error: Error) => this.logger.warn(`Cycles: ${error.message}`));
    }, everyMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Lets the time of every cycle come that is due by then. Answers for how many it came; 0 while another process looks. */
  async look(now: Date): Promise<number> {
    const holder = await this.db.reader.connect();
    try {
      const { rows } = await holder.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lease}) as mine`);
      if (!rows[0]?.mine) return 0;
      try {
        return await this.lookAtAll(now);
      } finally {
        await holder.query(`select pg_advisory_unlock(${lease})`);
      }
    } finally {
      holder.release();
    }
  }

  private async lookAtAll(now: Date): Promise<number> {
    const silent = new Date(now.getTime() - staleAfterMs);
    let done = 0;
    for (;;) {
      const due = await this.cycles.due(silent, now, most);
      const came = await Promise.all(due.map((one) => this.come(one, now)));
      const count = came.filter(Boolean).length;
      done += count;
      if (due.length < most || count === 0) return done;
    }
  }

  /** A cycle that somebody touched in the meantime is left alone. */
  private async come({ tenantId, row }: DueCycle, now: Date): Promise<boolean> {
    const { id, version, heardAt, lastEventId } = row;
    const wish: CycleWish =
      row.status === 'adopted'
        ? { type: 'EndWatch', data: {} }
        : { type: 'NoticeSilence', data: { silentSince: heardAt } };
    const envelope = {
      viewer: { id: self, tenantId },
      commandId: uuidv5(tenantId, `${wish.type} ${id} ${version}`),
      occurredAt: now,
      expectedVersion: version,
      causationId: lastEventId,
    };
    try {
      await this.events.handle(cycle, id, { ...wish, by: self, now: now.toISOString() }, envelope);
      return true;
    } catch (error) {
      if (error instanceof Rejection) return false;
      throw error;
    }
  }
}
