import { hostname } from 'node:os';
import { followerOf, keepBoards, prepareBoards, rebuildBoard, releaseFollower } from './board-builder';
import { project } from './board-rows';
import type { Database } from './database';
import { EventStore } from './event-store';
import { Feed, type Position } from './feed';
import { type StreamType, followedBoards, streamBoards } from './stream-type';
import { type Subscription, SubscriptionRunner, readerTransaction } from './subscription';
import { replayParked } from './parking';
import { uuidv7 } from './uuid';
import { WakeUps } from './wake-ups';

const sayUsedEveryMs = 60_000;
/** A release that comes back after another one has its boards' followers catch up before it shows them. */
const catchUpMs = 30_000;

/** How far a reader of the log is behind. */
export interface Lag {
  readonly subscription: string;
  readonly events: number;
  readonly parked: number;
}

/** One service's event log at work: the store, its boards, and everyone who follows it. */
export class EventLog {
  readonly store: EventStore;
  readonly feed: Feed;
  readonly wakeUps: WakeUps;
  private readonly subscriptions: Subscription[] = [];
  private runners: SubscriptionRunner[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly db: Database,
    private readonly onError: (error: Error, subscription: string) => void = () => undefined,
  ) {
    this.wakeUps = new WakeUps({ connectionString: db.options.url }, `${db.options.schema}_events`, (error) =>
      onError(error, 'wake-ups'),
    );
    this.store = new EventStore(db, this.wakeUps.ring);
    this.feed = new Feed(db, (name) => this.store.streamNamed(name));
  }

  /** Adds a follower. Before `start`. */
  subscribe(subscription: Subscription): void {
    this.subscriptions.push(subscription);
  }

  /** Builds the boards that are missing, as the owner of the schema. Answers which. */
  prepare(): Promise<readonly string[]> {
    return prepareBoards(this.db, this.feed, this.store.streams);
  }

  /** Builds a board anew, as the owner of the schema, while everything goes on. */
  async rebuild(table: string): Promise<void> {
    if (await rebuildBoard(this.db, this.feed, this.store.streams, table)) return;
    const known = this.store.streams.flatMap(({ projections }) => projections.map((each) => each.table));
    throw new Error(`There is no board ${table}. The boards are ${known.join(', ') || 'none'}.`);
  }

  /** The boards of this release that are not built yet. */
  async missingBoards(): Promise<readonly string[]> {
    const { rows } = await this.db.reader.query<{ name: string }>(
      'select name from boards where live_since is not null',
    );
    const tables = this.store.streams.flatMap(({ projections }) => projections.map(({ table }) => table));
    return tables.filter((table) => !rows.some(({ name }) => name === table));
  }

  /** Starts to follow, and before it builds the boards that are missing, unless another process has done so. */
  async start({ builds = true } = {}): Promise<void> {
    const { streams } = this.store;
    if (builds) await this.prepare();
    await keepBoards(this.db, streams);
    await this.wakeUps.start();
    const owner = `${hostname()}/${process.pid}/${uuidv7()}`;
    const { db, feed, wakeUps, onError } = this;
    this.runners = [...boardFollowers(streams), ...this.subscriptions].map(
      (subscription) => new SubscriptionRunner(subscription, { db, feed, wakeUps, owner, onError }),
    );
    for (const runner of this.runners) runner.start();
    await Promise.all(boardFollowers(streams).map(({ name }) => this.caughtUp(name, catchUpMs)));
    this.timer = setInterval(
      () => void keepBoards(db, streams).catch((error: Error) => onError(error, 'boards')),
      sayUsedEveryMs,
    );
  }

  /** Finishes what is in hand and gives the leases back. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.runners.map((runner) => runner.stop()));
    this.store.close();
    await this.wakeUps.close();
  }

  /** Waits until a follower has passed everything stored so far: read what others' events changed. */
  async caughtUp(subscription: string, timeoutMs = 5_000): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    const { rows } = await this.db.reader.query<{ xid: string; position: bigint }>(
      'select xid::text, position from events order by events.xid desc, events.position desc limit 1',
    );
    if (!rows[0]) return true;
    const target: Position = { xid: Number(rows[0].xid), position: Number(rows[0].position) };
    while (performance.now() < deadline) {
      const { rowCount } = await this.db.reader.query(
        'select from checkpoints where subscription = $1 and (xid, position) >= ($2::text::xid8, $3)',
        [subscription, target.xid, target.position],
      );
      if (rowCount) return true;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return false;
  }

  /** What each follower has still to read, and what it has put aside. */
  async lag(): Promise<Lag[]> {
    const { rows } = await this.db.reader.query<Lag>(`
      select subscription,
        (select count(*)::int from events e where (e.xid, e.position) > (c.xid, c.position)) as events,
        (select count(*)::int from parked_events p where p.subscription = c.subscription) as parked
      from checkpoints c where lease_until > clock_timestamp() order by subscription`);
    return rows;
  }

  /** Applies what a subscription has parked, stream by stream in order. What fails again stays. Answers how many are left. */
  async replayParked(name: string): Promise<number> {
    const subscription = [...boardFollowers(this.store.streams), ...this.subscriptions].find(
      (known) => known.name === name,
    );
    if (!subscription) throw new Error(`There is no subscription called ${name}.`);
    return readerTransaction(this.db, (tx) => replayParked(tx, subscription, this.feed));
  }
}

/** One follower for each board with a key of its own, and one for all that other releases may have passed by. */
function boardFollowers(streams: readonly StreamType[]): Subscription[] {
  const followed = streams.flatMap((stream) =>
    followedBoards(stream).map((projection): Subscription => ({
      name: followerOf(projection),
      streams: [stream.name],
      pageSize: 5_000,
      apply: (events, tx) => project(tx, stream, [projection], events),
    })),
  );
  const kinds = streams.filter((stream) => streamBoards(stream).length > 0);
  if (kinds.length === 0) return followed;
  return [
    ...followed,
    {
      name: releaseFollower(streams),
      streams: kinds.map(({ name }) => name),
      pageSize: 5_000,
      unhurried: true,
      async apply(events, tx) {
        for (const stream of kinds) await project(tx, stream, streamBoards(stream), events);
      },
    },
  ];
}
