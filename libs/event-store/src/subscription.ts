import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type Tx, commit } from './database';
import type { Feed, FedEvent, FeedPage, Position } from './feed';
import { park, withoutParked } from './parking';
import { isTransient } from './transient';
import type { WakeUps } from './wake-ups';

/** Someone who follows the log: every event once, in the order of its stream, in a transaction with the effect. */
export interface Subscription {
  readonly name: string;
  /** The kinds of stream to follow. Left out: all. */
  readonly streams?: readonly string[];
  readonly pageSize?: number;
  /** Nobody waits for what it does: it looks for work once a second instead of at every append. */
  readonly unhurried?: boolean;
  /**
   * Applies a page. What it writes through `tx` commits with the checkpoint. When it throws the page is tried again,
   * then stream by stream; a stream that still fails is parked with its later events until it is replayed. Throw
   * `Unavailable` when something outside is down: then it is tried for as long as it takes, and nothing is parked.
   */
  apply(events: readonly FedEvent[], tx: Tx): Promise<void>;
  /**
   * Looks after what comes with time instead of with an event: called about once a second, by the one process that
   * follows at the moment. When it throws, that is told and it is called again.
   */
  tick?(): Promise<void>;
}

/** What a running subscription needs of its surroundings. */
export interface Surroundings {
  readonly db: Database;
  readonly feed: Feed;
  readonly wakeUps: WakeUps;
  /** Names this process among those that share the work. */
  readonly owner: string;
  readonly onError: (error: Error, subscription: string) => void;
  readonly leaseMs?: number;
}

const attempts = 3;
const idleMs = 250;
const unhurriedMs = 1_000;
const tickMs = 1_000;
const stalledMs = 50;

interface Lease extends Position {
  readonly fence: bigint;
  readonly until: number;
}

/** Runs one subscription in this process while no other holds its lease; takes over when the holder dies. */
export class SubscriptionRunner {
  private readonly stopping = new AbortController();
  private lease: Lease | undefined;
  private ahead: Promise<FeedPage> | undefined;
  private stalledSince = 0;
  private tickedAt = -tickMs;
  private done: Promise<void> = Promise.resolve();

  constructor(
    readonly subscription: Subscription,
    private readonly around: Surroundings,
  ) {}

  start(): void {
    this.done = this.run();
  }

  /** Finishes the page in hand, gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.done;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const rung = this.around.wakeUps.rung;
        const did = await this.step();
        await this.tick();
        failures = 0;
        const { unhurried } = this.subscription;
        if (did === 'nothing' && !unhurried) await this.around.wakeUps.next(rung, idleMs, signal);
        else if (did !== 'a page')
          await sleep(unhurried ? unhurriedMs : idleMs, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        // Whoever cannot go on lets others try: a newer release may read what this one cannot.
        await this.release().catch(() => undefined);
        this.around.onError(error as Error, this.subscription.name);
        await sleep(Math.min(10_000, 50 * 2 ** failures++), undefined, { signal }).catch(() => undefined);
      }
    }
    await this.release().catch(() => undefined);
  }

  private async tick(): Promise<void> {
    const now = performance.now();
    if (!this.lease || !this.subscription.tick || now - this.tickedAt < tickMs) return;
    this.tickedAt = now;
    await this.subscription.tick().catch((error: Error) => this.around.onError(error, this.subscription.name));
  }

  /** Reads and applies one page. */
  private async step(): Promise<'a page' | 'nothing' | 'stood by'> {
    if (this.lease && this.lease.until < performance.now()) await this.renew(this.lease);
    this.lease ??= await this.acquire();
    if (!this.lease) return 'stood by';
    const page = await (this.ahead ?? this.nextPage(this.lease));
    this.ahead = undefined;
    if (page.last.position === this.lease.position && page.last.xid === this.lease.xid) {
      if (!page.unseen) return 'nothing';
      await sleep(Math.min(idleMs, 1 + (performance.now() - this.stalledSince) / 20));
      return 'a page';
    }
    if (page.full) this.readAhead(page.last);
    await this.applyWithRetries(page, this.lease);
    this.lease = { ...this.lease, ...page.last, until: this.renewAt() };
    return 'a page';
  }

  private async nextPage(after: Position): Promise<FeedPage> {
    const { feed } = this.around;
    const { streams, pageSize = 1_000 } = this.subscription;
    const stalled = this.stalledSince > 0 && performance.now() - this.stalledSince > stalledMs;
    const page = await (stalled
      ? feed.pagePastStrangers(after, pageSize, streams)
      : feed.page(after, pageSize, streams));
    if (!page.unseen) this.stalledSince = 0;
    else if (!this.stalledSince) this.stalledSince = performance.now();
    return page;
  }

  /** While one page is applied the next one is read. */
  private readAhead(after: Position): void {
    this.ahead = this.nextPage(after);
    this.ahead.catch(() => undefined); // met when it is awaited
  }

  private async applyWithRetries(page: FeedPage, lease: Lease): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      try {
        return await this.inTransaction(page, lease, (events, tx) => this.subscription.apply(events, tx));
      } catch (error) {
        if (error instanceof LeaseLost || isTransient(error)) throw error;
        this.around.onError(error as Error, this.subscription.name);
        await sleep(25 * 2 ** attempt);
      }
    }
    await this.inTransaction(page, lease, (events, tx) => this.streamByStream(events, tx));
  }

  private async inTransaction(
    { events, last }: FeedPage,
    lease: Lease,
    apply: (events: readonly FedEvent[], tx: Tx) => Promise<void>,
  ): Promise<void> {
    await readerTransaction(this.around.db, async (tx) => {
      const { rowCount } = await tx.query({
        name: 'fence',
        text: `select from checkpoints where subscription = $1 and slot = 0 and fence = $2 and xid = $3::text::xid8
          and position = $4 for update`,
        values: [this.subscription.name, lease.fence, lease.xid, lease.position],
      });
      if (rowCount === 0) throw new LeaseLost(this.subscription.name);
      if (events.length > 0) {
        const wanted = await withoutParked(tx, this.subscription.name, events);
        if (wanted.length > 0) await apply(wanted, tx);
      }
      await tx.query({
        name: 'checkpoint',
        text: `update checkpoints set xid = $2::text::xid8, position = $3, lease_until = clock_timestamp() + $4 * interval '1 ms'
          where subscription = $1 and slot = 0`,
        values: [this.subscription.name, last.xid, last.position, this.leaseMs],
      });
    });
  }

  /** Finds the stream that the page fails on and puts its events aside from the bad one on, so that the others go on. */
  private async streamByStream(events: readonly FedEvent[], tx: Tx): Promise<void> {
    const streams = grouped(events, ({ by, streamId }) => `${by.tenantId}/${streamId}`);
    for (const ofOneStream of streams.values())
      if (await this.failure(ofOneStream, tx)) await this.eventByEvent(ofOneStream, tx);
  }

  private async eventByEvent(ofOneStream: readonly FedEvent[], tx: Tx): Promise<void> {
    for (const [i, event] of ofOneStream.entries()) {
      const error = await this.failure([event], tx);
      if (!error) continue;
      await park(tx, this.subscription.name, ofOneStream.slice(i), error);
      return this.around.onError(error, this.subscription.name);
    }
  }

  /** Why the events cannot be applied; then nothing of them is. */
  private async failure(events: readonly FedEvent[], tx: Tx): Promise<Error | undefined> {
    await tx.query('savepoint attempt');
    try {
      await this.subscription.apply(events, tx);
      await tx.query('release savepoint attempt');
      return undefined;
    } catch (error) {
      if (isTransient(error)) throw error;
      await tx.query('rollback to savepoint attempt');
      return error as Error;
    }
  }

  private get leaseMs(): number {
    return this.around.leaseMs ?? 10_000;
  }

  private renewAt(): number {
    return performance.now() + this.leaseMs / 3;
  }

  private async acquire(): Promise<Lease | undefined> {
    const { db, owner } = this.around;
    await db.reader.query('insert into checkpoints (subscription, slot) values ($1, 0) on conflict do nothing', [
      this.subscription.name,
    ]);
    const { rows } = await db.reader.query<{ xid: string; position: bigint; fence: bigint }>(
      `update checkpoints set owner = $2, fence = fence + 1, lease_until = clock_timestamp() + $3 * interval '1 ms'
       where subscription = $1 and slot = 0 and (owner = $2 or lease_until < clock_timestamp())
       returning xid::text, position, fence`,
      [this.subscription.name, owner, this.leaseMs],
    );
    const [mine] = rows;
    return mine && { xid: Number(mine.xid), position: Number(mine.position), fence: mine.fence, until: this.renewAt() };
  }

  private async renew(lease: Lease): Promise<void> {
    const { rowCount } = await this.around.db.reader.query(
      `update checkpoints set lease_until = clock_timestamp() + $3 * interval '1 ms' where subscription = $1 and slot = 0 and fence = $2`,
      [this.subscription.name, lease.fence, this.leaseMs],
    );
    if (rowCount === 1) this.lease = { ...lease, until: this.renewAt() };
    else this.forget();
  }

  private async release(): Promise<void> {
    const { lease } = this;
    this.forget();
    if (!lease) return;
    await this.around.db.reader.query(
      `update checkpoints set lease_until = '-infinity' where subscription = $1 and slot = 0 and fence = $2`,
      [this.subscription.name, lease.fence],
    );
  }

  /** What was read ahead of a lost lease others may have applied. */
  private forget(): void {
    this.lease = undefined;
    this.ahead = undefined;
  }
}

/** Another process took the subscription over: whatever this one had in hand is rolled back. */
class LeaseLost extends Error {
  constructor(name: string) {
    super(`Another process has taken over ${name}.`);
  }
}

/** A transaction of the reader's role: the log and the boards across organisations. */
export async function readerTransaction<Result>(db: Database, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const tx = await db.reader.connect();
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    const result = await work(tx);
    await commit(tx);
    return result;
  } catch (error) {
    await tx.query('rollback').catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    tx.release(broken);
  }
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
