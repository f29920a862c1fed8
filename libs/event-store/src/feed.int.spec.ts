import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  type Bank,
  type Process,
  account,
  ann,
  bareAccounts,
  chance,
  deposit,
  open,
  openBank,
  until,
} from './bank.fixture';
import { type FedEvent, type Position, origin } from './feed';
import { type TestDatabase, testDatabase } from './testing';
import { uuidv7 } from './uuid';

const writers = 24;
const rounds = 20;

describe('The feed, while many write, roll back and dawdle', () => {
  it.each([
    ['the reader may see others’ sessions', 'bank', 1],
    ['others’ sessions are hidden from the reader', 'blindbank', 2],
  ])('shows every event once and each stream in order: %s', async (_, schema, seed) => {
    const bank = await openBank(schema);
    const stranger = await strangerOn(bank.url);
    if (schema === 'blindbank') await stranger.query('revoke pg_read_all_stats from blindbank_reader');
    const processes = [bank.process([bareAccounts], [], { max: 14 }), bank.process([bareAccounts], [], { max: 14 })];
    const streams = Array.from({ length: 8 }, () => uuidv7());
    for (const id of streams) await open(processes[0]!.store, id);
    const follower = follow(processes[0]!);
    const naive = followNaively(processes[1]!);
    const holding = stranger.comesAndGoes();

    const rolledBack = (
      await Promise.all(
        Array.from({ length: writers }, (_, n) => write(processes[n % 2]!, streams, chance(seed * 100 + n))),
      )
    ).flat();
    await holding.stop();
    const stored = await eventsOf(processes[0]!);
    await until(() => follower.seen.length >= stored.length);
    await follower.stop();
    await naive.stop();

    expect(follower.seen.map(nameOf).sort()).toEqual(stored.map(nameOf).sort());
    expect(outOfOrder(follower.seen)).toEqual([]);
    expect(follower.seen.filter(({ streamId }) => rolledBack.includes(streamId))).toEqual([]);
    expect(rolledBack.length).toBeGreaterThan(10);
    expect(stored.length).toBeGreaterThan(writers * rounds * 0.5);
    // The order that comes to mind first, by position alone, loses events in the very same run.
    expect(naive.seen.size).toBeLessThan(stored.length);
    await stranger.leave();
    await bank.close();
  });
});

describe('The feed', () => {
  let bank: Bank;
  let process: Process;
  let stranger: Stranger;

  beforeAll(async () => {
    bank = await openBank();
    process = bank.process([bareAccounts]);
    stranger = await strangerOn(bank.url);
  });
  afterEach(() => stranger.letsGo());
  afterAll(async () => {
    await stranger.leave();
    await bank.close();
  });

  /** Everything stored from here on. */
  const now = async (): Promise<Position> => {
    const { rows } = await process.db.reader.query<{ xid: string; position: bigint }>(
      'select xid::text, position from events order by events.xid desc, events.position desc limit 1',
    );
    return rows[0] ? { xid: Number(rows[0].xid), position: Number(rows[0].position) } : origin;
  };

  it('does not wait for a transaction of another database of the server', async () => {
    const before = await now();
    await stranger.holdsAnId();
    const id = uuidv7();
    await open(process.store, id);

    expect(await process.log.feed.page(before, 10)).toMatchObject({ events: [], unseen: true });
    const { events } = await process.log.feed.pagePastStrangers(before, 10);
    expect(events.map(nameOf)).toEqual([`${id} 1`]);
  });

  it('tells a subscriber within a fraction of a second while a stranger is busy', async () => {
    const waits: number[] = [];
    const heard = new Map<string, () => void>();
    const listening = await bank.start(
      [bareAccounts],
      [{ name: 'listener', apply: async (events) => events.forEach(({ streamId }) => heard.get(streamId)?.()) }],
    );
    await stranger.holdsAnId();
    for (let n = 0; n < 10; n++) {
      const id = uuidv7();
      const told = new Promise<void>((resolve) => heard.set(id, resolve));
      const before = performance.now();
      await open(listening.store, id);
      await told;
      waits.push(performance.now() - before);
    }

    expect(Math.max(...waits)).toBeLessThan(500);
  });

  it('waits for an append that is still open, with a stranger about or without', async () => {
    const before = await now();
    const [early, late] = [uuidv7(), uuidv7()];
    let go = () => {};
    const waiting = new Promise<void>((resolve) => (go = resolve));
    const slow = process.store.transaction(ann, async (tx) => {
      await open(process.store, early, { tx });
      await waiting;
    });
    await sleep(50);
    await open(process.store, late);
    expect((await process.log.feed.page(before, 10)).events).toEqual([]);
    await stranger.holdsAnId();
    expect((await process.log.feed.pagePastStrangers(before, 10)).events).toEqual([]);
    go();
    await slow;

    const { events } = await process.log.feed.pagePastStrangers(before, 10);
    expect(events.map(nameOf)).toEqual([`${early} 1`, `${late} 1`]);
  });

  it('never turns a stream around: who took a place before the last writer of a stream has to begin again', async () => {
    const [mine, shared] = [uuidv7(), uuidv7()];
    await open(process.store, shared);
    const began = performance.now();
    const late = process.store.transaction(ann, async (tx) => {
      await open(process.store, mine, { tx });
      await deposit(process.store, shared, 1);
      await deposit(process.store, shared, 2, { tx });
    });

    await expect(late).rejects.toMatchObject({ code: 'too-busy' });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect((await process.store.load(account, shared, ann)).state).toMatchObject({ balance: 1 });
  });

  it('knows its end as numbers go, not as texts do', async () => {
    await open(process.store, uuidv7());
    await stranger.query(`
      insert into bank.events (xid, tenant_id, stream, stream_id, version, type, schema_version, event_id, data, meta, at)
      select '9', tenant_id, stream, stream_id, 99, type, schema_version, event_id, data, meta, at from bank.events limit 1`);
    const end = await now();

    expect(end.xid).toBeGreaterThan(9);
    await until(async () => (await process.log.feed.end()).xid === end.xid); // other databases may hold it back
    expect(await process.log.feed.end()).toEqual(end);
  });

  it('goes on behind each page, also past kinds of stream that nobody asked for', async () => {
    const { feed } = process.log;
    const before = await now();
    const ids = Array.from({ length: 7 }, () => uuidv7());
    for (const id of ids) await open(process.store, id);
    const seen: string[] = [];
    let page = await feed.pagePastStrangers(before, 3);
    for (; ; page = await feed.pagePastStrangers(page.last, 3)) {
      seen.push(...page.events.map(({ streamId }) => streamId));
      if (!page.full) break;
    }

    expect(seen).toEqual(ids);
    expect(page.last).toEqual(await now());
    expect(await feed.pagePastStrangers(before, 100, ['diary'])).toMatchObject({ events: [], last: page.last });
    expect(await feed.page(page.last, 3)).toMatchObject({ events: [], last: page.last, unseen: false });
  });
});

const nameOf = ({ streamId, version }: Pick<FedEvent, 'streamId' | 'version'>) => `${streamId} ${version}`;

/** Events that came before the one they follow in their stream, or twice. */
function outOfOrder(events: readonly FedEvent[]): string[] {
  const versions = new Map<string, number>();
  return events.flatMap((event) => {
    const expected = (versions.get(event.streamId) ?? 0) + 1;
    versions.set(event.streamId, event.version);
    return event.version === expected ? [] : [nameOf(event)];
  });
}

const eventsOf = async ({ db }: Process) =>
  (await db.reader.query('select stream_id as "streamId", version from events')).rows as FedEvent[];

/** Appends alone and in transactions of several appends, with pauses, and rolls some back. Answers streams that never came to be. */
async function write({ store }: Process, streams: readonly string[], random: () => number): Promise<string[]> {
  const rolledBack: string[] = [];
  const oneOf = () => streams[Math.floor(random() * streams.length)]!;
  const aMoment = () => sleep(random() * 6);
  for (let n = 0; n < rounds; n++) {
    await aMoment();
    if (random() < 0.5) {
      await deposit(store, oneOf(), 1).catch(onlyTooBusy);
      continue;
    }
    const fresh = uuidv7();
    const fails = random() < 0.2;
    const several = [oneOf(), oneOf()].sort();
    await store
      .transaction(ann, async (tx) => {
        await open(store, fresh, { tx });
        for (const id of random() < 0.3 ? several : []) {
          await aMoment();
          await deposit(store, id, 1, { tx });
        }
        await aMoment();
        if (fails) throw new Error('rolled back');
      })
      .catch((error: Error) => {
        if (error.message !== 'rolled back') onlyTooBusy(error);
        rolledBack.push(fresh);
      });
  }
  return rolledBack;
}

function onlyTooBusy(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'too-busy') throw error;
}

/** Follows as a subscription does: past strangers once it has waited for a while. */
function follow({ log: { feed } }: Process) {
  const seen: FedEvent[] = [];
  let [last, stalled, stopped] = [origin, 0, false];
  const done = (async () => {
    while (!stopped) {
      const page = await (stalled > 20 ? feed.pagePastStrangers(last, 50) : feed.page(last, 50));
      seen.push(...page.events);
      last = page.last;
      stalled = page.unseen ? stalled + 1 : 0;
      if (!page.full) await sleep(1);
    }
  })();
  return { seen, stop: () => ((stopped = true), done) };
}

function followNaively({ db }: Process) {
  const seen = new Set<bigint>();
  let [last, stopped] = [0n, false];
  const done = (async () => {
    while (!stopped) {
      const { rows } = await db.reader.query<{ position: bigint }>(
        'select position from events where position > $1 order by position limit 50',
        [last],
      );
      for (const { position } of rows) seen.add((last = position));
      if (rows.length < 50) await sleep(1);
    }
  })();
  return { seen, stop: () => ((stopped = true), done) };
}

interface Stranger {
  query(sql: string): Promise<unknown>;
  /** Keeps a transaction with an id open until it lets go. */
  holdsAnId(): Promise<void>;
  letsGo(): Promise<void>;
  /** Holds transactions with an id, one after another. */
  comesAndGoes(): { stop(): Promise<void> };
  leave(): Promise<void>;
}

/** Somebody who works in another database of the same server. */
async function strangerOn(url: string): Promise<Stranger> {
  const elsewhere: TestDatabase = await testDatabase();
  const [here, there] = [new Client({ connectionString: url }), new Client({ connectionString: elsewhere.url })];
  await Promise.all([here.connect(), there.connect()]);
  const holdsAnId = async () => void (await there.query('begin; select pg_current_xact_id()'));
  return {
    query: (sql) => here.query(sql),
    holdsAnId,
    letsGo: async () => void (await there.query('rollback')),
    comesAndGoes() {
      let stopped = false;
      const done = (async () => {
        while (!stopped) {
          await holdsAnId();
          await sleep(250);
          await there.query('commit');
          await sleep(20);
        }
      })();
      return { stop: () => ((stopped = true), done) };
    },
    async leave() {
      await Promise.all([here.end(), there.end()]);
      await elsewhere.close();
    },
  };
}
