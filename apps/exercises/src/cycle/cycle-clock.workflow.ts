import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Rejection } from '@tandem/core';
import { EventLog, uuidv5 } from '@tandem/event-store';
import { Cycles, type DueCycle } from './cycle-board.queries';
import { cycle, type CycleWish, staleAfterMs } from './cycle.decider';

/** In whose name the clock acts. */
const clock = '5c0d2f2b-8f0c-5a53-9d3e-2f6a4b1c7e90';

const everyMs = 10 * 60_000;
const mostAtOnce = 200;

/**
 * Looks every ten minutes which cycles nobody has touched for 21 days, and which were watched long enough. One process
 * of the service does so, and another takes over when it dies; the same silence is told once, whoever looks.
 */
@Injectable()
export class CycleClock implements OnModuleInit {
  private lookedAt = -everyMs;

  constructor(
    private readonly log: EventLog,
    private readonly cycles: Cycles,
  ) {}

  onModuleInit(): void {
    const apply = () => Promise.resolve();
    this.log.subscribe({ name: 'cycle-clock', streams: ['cycle'], unhurried: true, apply, tick: () => this.tick() });
  }

  private async tick(): Promise<void> {
    if (performance.now() - this.lookedAt < everyMs) return;
    this.lookedAt = performance.now();
    await this.look(new Date());
  }

  /** Lets the time of every cycle come that is due by then. Answers for how many it came. */
  async look(now: Date): Promise<number> {
    const silent = new Date(now.getTime() - staleAfterMs);
    let all = 0;
    for (;;) {
      const due = await this.cycles.due(silent, now, mostAtOnce);
      const came = await Promise.all(due.map((one) => this.come(one, now)));
      const count = came.filter(Boolean).length;
      all += count;
      if (due.length < mostAtOnce || count === 0) return all;
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
      viewer: { id: clock, tenantId },
      commandId: uuidv5(tenantId, `${wish.type} ${id} ${version}`),
      occurredAt: now,
      expectedVersion: version,
      causationId: lastEventId,
    };
    try {
      await this.log.store.handle(cycle, id, { ...wish, by: clock, now: now.toISOString() }, envelope);
      return true;
    } catch (error) {
      if (error instanceof Rejection) return false;
      throw error;
    }
  }
}
