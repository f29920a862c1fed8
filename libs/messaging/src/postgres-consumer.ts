import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { asError, backoff, pause } from './backoff';
import type { Consumption } from './bus';
import { Claim, type Claimed } from './claim';
import type { Settings } from './postgres-bus';
import type { WakeUps } from './wake-ups';

/** One member of a group: holds its share of the partitions by leases and works through each of them in order. */
export class PostgresConsumer {
  private readonly member = randomUUID();
  private readonly claims = new Map<number, Claim>();
  private readonly stopping = new AbortController();
  private wake = new AbortController();
  private shareDue = 0;
  private aliveUntil = Infinity;
  private savedAt = 0;
  private outages = 0;
  private running: Promise<void> | undefined;
  private stopped: Promise<void> | undefined;
  private deaf: () => void = () => undefined;

  constructor(
    private readonly pool: Pool,
    private readonly wakeUps: WakeUps,
    private readonly settings: Settings,
    private readonly consumption: Consumption,
  ) {}

  /** Joins the group. Rejects when the bus cannot be reached now; later outages are sat out. */
  async start(): Promise<void> {
    const { group } = this.consumption;
    this.deaf = this.wakeUps.on((what) => {
      if (what === group || what === 'topics') this.shareDue = 0;
      if (what === '' || this.shareDue === 0) this.nudge();
    });
    try {
      await this.share();
    } catch (error) {
      this.deaf();
      throw error;
    }
    this.wakeUps.ring(group);
    this.running = this.run();
  }

  /** Begins nothing more, waits for the handlers at work, gives the partitions back and leaves the group. */
  stop(): Promise<void> {
    return (this.stopped ??= this.leave());
  }

  /** Partitions that cannot go on, a sentence each. */
  troubles(): string[] {
    const silent = this.outages > 2 ? [`group ${this.consumption.group} cannot reach the bus`] : [];
    return [...silent, ...[...this.claims.values()].flatMap((claim) => claim.trouble() ?? [])];
  }

  private nudge(): void {
    this.wake.abort();
  }

  private async leave(): Promise<void> {
    const { drainMs, schema, onError } = this.settings;
    const { group } = this.consumption;
    this.deaf();
    this.stopping.abort();
    this.nudge();
    for (const claim of this.claims.values()) claim.letGo();
    await this.running;
    const drained = new AbortController();
    const idle = Promise.all([...this.claims.values()].map((claim) => claim.done)).then(() => drained.abort());
    await Promise.race([idle, pause(drainMs, drained.signal)]);
    try {
      await this.release([...this.claims.values()]);
      await this.pool.query(`DELETE FROM "${schema}".members WHERE group_name = $1 AND member = $2`, [
        group,
        this.member,
      ]);
      this.wakeUps.ring(group);
    } catch (error) {
      onError(asError(error), `leave ${group}`);
    }
  }

  private async run(): Promise<void> {
    const { pollMs, leaseMs, onError } = this.settings;
    while (!this.stopping.signal.aborted) {
      this.wake = new AbortController();
      let waitMs = pollMs;
      try {
        if (performance.now() >= this.shareDue) await this.share();
        await this.handOver();
        await this.savePositions();
        await this.beginWork();
        this.outages = 0;
      } catch (error) {
        onError(asError(error), `consume ${this.consumption.group}`);
        waitMs = backoff(++this.outages, { firstMs: 50, capMs: Math.min(2_000, leaseMs / 3) });
        if (performance.now() > this.aliveUntil) this.claims.forEach((claim) => claim.lose());
      }
      await pause(waitMs, this.wake.signal);
    }
  }

  /** Says that this member lives and learns which partitions it holds. */
  private readonly share = async (): Promise<void> => {
    const { schema, leaseMs } = this.settings;
    const { group, topics } = this.consumption;
    const asked = performance.now();
    this.shareDue = asked + leaseMs / 3;
    const { rows } = await this.pool.query<Claimed>({
      name: 'bus-claim',
      text: `SELECT slot, topic, partition, fence::text, wanted FROM "${schema}".claim($1, $2, $3, $4)`,
      values: [group, this.member, topics, leaseMs],
    });
    this.aliveUntil = asked + leaseMs;
    const held = new Map(rows.map((row) => [row.slot, row]));
    for (const [slot, claim] of this.claims) {
      const row = held.get(slot);
      if (row?.fence !== claim.fence) claim.lose();
      else if (!row.wanted) claim.letGo();
      if (claim.isLost && !claim.isBusy) this.claims.delete(slot);
    }
    for (const row of rows) if (!this.claims.has(row.slot)) this.claims.set(row.slot, this.claim(row));
  };

  private claim(row: Claimed): Claim {
    const claim = new Claim(this.pool, this.settings, this.consumption, row, () => this.share());
    if (!row.wanted) claim.letGo();
    return claim;
  }

  /** Gives partitions that are another's by now to that other, once their handler has ended. */
  private async handOver(): Promise<void> {
    const idle = [...this.claims.values()].filter((claim) => !claim.isBusy);
    if (idle.some((claim) => claim.isLost)) await this.share();
    const free = idle.filter((claim) => claim.isLeaving && !claim.isLost);
    if (free.length === 0) return;
    await this.release(free);
    free.forEach(({ slot }) => this.claims.delete(slot));
    this.wakeUps.ring(this.consumption.group);
  }

  private async release(claims: readonly Claim[]): Promise<void> {
    await this.pool.query(
      `UPDATE "${this.settings.schema}".leases l
          SET owner = NULL, lease_until = clock_timestamp(), position = coalesce(r.position, l.position)
         FROM unnest($3::int[], $4::bigint[]) r(slot, position)
        WHERE l.group_name = $1 AND l.owner = $2 AND l.slot = r.slot`,
      [
        this.consumption.group,
        this.member,
        claims.map(({ slot }) => slot),
        claims.map(({ position }) => position ?? null),
      ],
    );
  }

  /** How far the group is, for `lag` only: the truth lies with the consumer. */
  private async savePositions(): Promise<void> {
    const moved = [...this.claims.values()].filter((claim) => claim.hasMoved);
    if (moved.length === 0 || performance.now() < this.savedAt + 100) return;
    this.savedAt = performance.now();
    const positions = moved.map((claim) => claim.told());
    await this.pool.query(
      `UPDATE "${this.settings.schema}".leases l SET position = r.position FROM unnest($3::int[], $4::bigint[]) r(slot, position)
        WHERE l.group_name = $1 AND l.owner = $2 AND l.slot = r.slot`,
      [this.consumption.group, this.member, moved.map(({ slot }) => slot), positions],
    );
  }

  private async beginWork(): Promise<void> {
    const ready = [...this.claims.values()].filter((claim) => claim.isReady);
    if (ready.length === 0) return;
    const { rows } = await this.pool.query<{ slot: number; next: string }>({
      name: 'bus-heads',
      text: `SELECT slot, next_offset::text AS next FROM "${this.settings.schema}".partitions WHERE slot = ANY ($1)`,
      values: [ready.map(({ slot }) => slot)],
    });
    const ends = new Map(rows.map(({ slot, next }) => [slot, BigInt(next)]));
    let busy = [...this.claims.values()].filter((claim) => claim.isBusy).length;
    const longestWaiting = ready.sort((a, b) => a.workedAt - b.workedAt);
    for (const claim of longestWaiting) {
      const end = ends.get(claim.slot) ?? 0n;
      if (busy >= this.settings.concurrency || !claim.isBehind(end)) continue;
      busy++;
      void claim.work().finally(() => this.nudge());
    }
  }
}
