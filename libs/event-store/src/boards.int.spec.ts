import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Event, Projection, Recorded } from '@tandem/core';
import { Client } from 'pg';
import {
  type AccountEvent,
  type Bank,
  type Process,
  account,
  accounts,
  ann,
  balances,
  chance,
  deposit,
  eve,
  notes,
  open,
  openBank,
} from './bank.fixture';
import { followerOf, releaseFollower } from './board-builder';
import type { Database } from './database';
import type { EventStore } from './event-store';
import type { StreamType } from './stream-type';
import { uuidv7 } from './uuid';

let bank: Bank;
let admin: Client;

const openAnew = async () => {
  bank = await openBank();
  admin = new Client({ connectionString: bank.url, options: '-c search_path=bank' });
  await admin.connect();
};
const closeAll = async () => {
  await admin.end();
  await bank.close();
};

describe('A board', () => {
  let process: Process;

  beforeAll(async () => {
    await openAnew();
    process = await bank.start([both]);
  });
  afterAll(closeAll);

  it('with a key of its own follows the events and equals their fold', async () => {
    await live(process, 1, 60);
    await caughtUp(process, [both]);

    expect(await rowsOf('note_v1')).toEqual(await foldOf(notes));
    expect((await rowsOf('note_v1')).size).toBeGreaterThan(3);
  });

  it('keyed by stream equals the fold of each stream, and loses its row when the projection says null', async () => {
    await live(process, 2, 60);
    await caughtUp(process, [both]);

    expect(await rowsOf('balance_v1')).toEqual(await foldOf(balances));
    expect((await rowsOf('balance_v1')).size).toBeLessThan(await streams());
  });

  it('with a key of its own loses its row when the projection says null, and may get it back', async () => {
    const follower = await bank.start([{ ...accounts, projections: [openNotes] }]);
    const rows = async () => [...(await rowsOf('open_note_v1'))].filter(([key]) => ['food', 'rent'].includes(key));
    const id = uuidv7();
    await open(process.store, id);
    await deposit(process.store, id, 5, {}, 'rent');
    await deposit(process.store, id, 5, {}, 'food');
    await follower.log.caughtUp(followerOf(openNotes));
    expect((await rows()).map(([key]) => key)).toEqual(['food', 'rent']);

    await deposit(process.store, id, -5, {}, 'rent');
    await follower.log.caughtUp(followerOf(openNotes));
    expect((await rows()).map(([key]) => key)).toEqual(['food']);

    await deposit(process.store, id, 1, {}, 'rent');
    await follower.log.caughtUp(followerOf(openNotes));
    expect((await rows()).map(([, row]) => row)).toEqual([{ sum: 5 }, { sum: 1 }]);
  });

  it('is shut off by row-level security and has its indexes', async () => {
    const id = uuidv7();
    await open(process.store, id);

    const { rows } = await admin.query(
      `select relname, relrowsecurity and relforcerowsecurity as shut from pg_class where relname in ('balance_v1', 'note_v1')`,
    );
    expect(rows.map(({ shut }) => shut)).toEqual([true, true]);
    expect(await process.db.read(eve, 'select * from balance_v1')).toEqual([]);
    const { rows: indexes } = await admin.query(`select indexdef from pg_indexes where tablename = 'note_v1'`);
    expect(indexes.map(({ indexdef }) => indexdef).join('\n')).toMatch(/\(tenant_id, key\)[\s\S]*\(tenant_id, .*last/);
  });

  it('answers nothing for a key under which nothing can be stored', async () => {
    const id = uuidv7();
    await open(process.store, id);

    expect(await process.db.board(balances).many(ann, ['seven', id.toUpperCase(), '\0'])).toEqual([
      null,
      { balance: 0 },
      null,
    ]);
    expect(await process.db.board(notes).one(ann, 'rent\0')).toBeNull();
  });

  it('is one per name, and its name is fit for SQL', () => {
    expect(() => process.store.register({ ...both, name: 'twin', decider: { ...account } })).toThrow(
      'Two boards are called balance_v1',
    );
    const projections = [{ ...balances, table: 'x; drop table events; --_v1' as const }];
    expect(() => process.store.register({ ...accounts, name: 'evil', decider: { ...account }, projections })).toThrow(
      'snake_case',
    );
  });
});

describe('A new shape of a board', () => {
  beforeEach(openAnew);
  afterEach(closeAll);

  it('is built beside the old one while others write, and both are fed until the old process is gone', async () => {
    const old = await bank.start([both]);
    await live(old, 3, 40);
    let stop = false;
    let written = 0;
    const writers = [4, 5, 6].map(async (seed) => {
      for (let n = 0; !stop; n++) written += await live(old, seed * 1_000 + n, 5);
    });

    const next = bank.process([bothNext]);
    expect(await next.log.prepare()).toEqual(['balance_v2', 'note_v2']);
    const duringTheBuild = written;
    await next.log.start();
    await live(next, 7, 20);
    await sleep(150);
    stop = true;
    await Promise.all(writers);
    await live(next, 8, 20);
    await caughtUp(old, [both]);
    await caughtUp(next, [bothNext]);

    expect(duringTheBuild).toBeGreaterThan(0);
    expect(written).toBeGreaterThan(duringTheBuild);
    expect(await rowsOf('balance_v2')).toEqual(await foldOf(balancesNext));
    expect(await rowsOf('note_v2')).toEqual(await foldOf(notesNext));
    expect(await rowsOf('balance_v1')).toEqual(await foldOf(balances));
    expect(await rowsOf('note_v1')).toEqual(await foldOf(notes));
    expect([old.errors, next.errors]).toEqual([[], []]);
  });

  it('does not hold up writers while a long transaction of one of them is open', async () => {
    const old = await bank.start([both]);
    const id = uuidv7();
    await open(old.store, id);
    let finish = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const long = old.store.transaction(ann, async (tx) => {
      await open(old.store, uuidv7(), { tx });
      await finished;
    });
    const next = bank.process([bothNext]);
    const built = next.log.prepare();
    const waits: number[] = [];
    for (const end = performance.now() + 2_000; performance.now() < end; await sleep(20)) {
      const before = performance.now();
      await deposit(old.store, id, 1);
      waits.push(performance.now() - before);
    }
    finish();
    await Promise.all([long, built]);

    expect(Math.max(...waits)).toBeLessThan(2_500);
    expect(await rowsOf('balance_v2')).toEqual(await foldOf(balancesNext));
  });

  it('is built once when two processes start at the same time', async () => {
    await live(await bank.start([both]), 9, 40);
    const [one, other] = [bank.process([bothNext]), bank.process([bothNext])];
    const built = await Promise.all([one.log.prepare(), other.log.prepare()]);

    expect(built.flat().sort()).toEqual(['balance_v2', 'note_v2']);
    expect(await rowsOf('balance_v2')).toEqual(await foldOf(balancesNext));
  });

  it('is built anew after a build that broke off in the middle', async () => {
    await live(await bank.start([both]), 10, 40);
    let left = 20;
    const breaking: typeof balancesNext = {
      ...balancesNext,
      evolve(row, event) {
        if (left-- === 0) throw new Error('the lights went out');
        return balancesNext.evolve(row, event);
      },
    };
    await expect(bank.process([{ ...accounts, projections: [breaking] }]).log.prepare()).rejects.toThrow('lights');
    const { rows: leftOver } = await admin.query(`select tablename from pg_tables where tablename like 'balance_v2%'`);
    expect(leftOver).toHaveLength(1);
    await admin.query(
      `insert into ${leftOver[0].tablename} select tenant_id, 'left over', 1, '{}' from events limit 1`,
    );

    await bank.process([bothNext]).log.prepare();
    expect(await rowsOf('balance_v2')).toEqual(await foldOf(balancesNext));
  });

  it('takes the place of the same shape when it is built again, while everybody goes on', async () => {
    const process = await bank.start([both]);
    await live(process, 11, 40);
    await caughtUp(process, [both]);
    await admin.query(`update balance_v1 set row = '{"balance": -1}'; delete from note_v1`);
    let stop = false;
    const writing = (async () => {
      for (let n = 0; !stop; n++) await live(process, 12_000 + n, 5);
    })();
    for (let n = 0; n < 3; n++) for (const table of ['balance_v1', 'note_v1']) await process.log.rebuild(table);
    stop = true;
    await writing;
    await caughtUp(process, [both]);

    expect(await rowsOf('balance_v1')).toEqual(await foldOf(balances));
    expect(await rowsOf('note_v1')).toEqual(await foldOf(notes));
    await expect(process.log.rebuild('balance_v7')).rejects.toThrow('There is no board balance_v7');
  });

  it('carries every character that a person can write', async () => {
    const process = await bank.start([both]);
    const id = uuidv7();
    await open(process.store, id);
    for (const note of difficult) await deposit(process.store, id, 1, {}, note);
    await bank.process([bothNext]).log.prepare();
    await process.log.caughtUp(followerOf(notes));

    expect([...(await rowsOf('note_v2')).keys()]).toEqual([...difficult].sort());
    expect(await rowsOf('note_v2')).toEqual(await foldOf(notesNext));
    expect(await rowsOf('note_v1')).toEqual(await foldOf(notes));
  });

  it('stays when the service slept for days; a shape that nobody uses any more goes', async () => {
    const process = await bank.start([both]);
    const id = uuidv7();
    await open(process.store, id);
    await bank.process([bothNext]).log.prepare();
    await process.stop();
    await admin.query(`update boards set used_until = now() - interval '1 hour'`);

    const next = await bank.start([bothNext]);
    expect(await next.db.board(balancesNext).one(ann, id)).toEqual({ balance: 0, moves: 0 });
    expect((await admin.query('select name from boards order by name')).rows.map(({ name }) => name)).toEqual([
      'balance_v2',
      'note_v2',
    ]);
    expect((await admin.query(`select to_regclass('note_v1') as there`)).rows).toEqual([{ there: null }]);
  });

  it('has caught up when a release comes back after another one', async () => {
    const first = await bank.start([both]);
    const id = uuidv7();
    await open(first.store, id);
    await first.stop();
    const second = await bank.start([bothNext]);
    for (let n = 0; n < 20; n++) await deposit(second.store, id, 1, {}, 'rent');
    await second.stop();

    const back = await bank.start([both]);
    expect(await back.db.board(balances).one(ann, id)).toEqual({ balance: 20 });
    expect(await back.db.board(notes).one(ann, 'rent')).toMatchObject({ sum: 20 });
  });
});

describe('A text that PostgreSQL cannot hold', () => {
  let store: EventStore;
  let db: Database;

  beforeAll(async () => {
    await openAnew();
    ({ store, db } = await bank.start([both]));
  });
  afterAll(closeAll);

  it.each([
    ['zero byte', 'a\0b'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('is refused in a command: %s', async (_, note) => {
    const id = uuidv7();
    await open(store, id);
    const [refused, stored] = await Promise.allSettled([
      deposit(store, id, 1, {}, note),
      deposit(store, uuidv7(), 1, {}, 'x').catch(() => open(store, uuidv7())),
    ]);

    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'unstorable-text' } });
    expect(stored.status).toBe('fulfilled');
    expect((await store.load(account, id, ann)).version).toBe(1);
  });

  it('is told from a text about it', async () => {
    const id = uuidv7();
    await open(store, id);

    await expect(deposit(store, id, 1, {}, 'a\\u0000b \\\\ud800')).resolves.toMatchObject({ version: 2 });
  });

  it('is refused in a search', async () => {
    const search = db.board(notes).all(ann, { where: `row->>'last' = $1`, params: ['a\0b'] });

    await expect(search).rejects.toMatchObject({ code: 'unstorable-text' });
  });
});

const both: StreamType = { ...accounts, projections: [balances, notes] };

const balancesNext: Projection<{ balance: number; moves: number }, AccountEvent> = {
  table: 'balance_v2',
  evolve(row, event) {
    const next = balances.evolve(row, event as Recorded<AccountEvent>);
    return next && { ...next, moves: row ? row.moves + 1 : 0 };
  },
};
const notesNext: typeof notes = { ...notes, table: 'note_v2' };
const bothNext: StreamType = { ...accounts, projections: [balancesNext, notesNext] };

/** Followed: notes whose deposits do not cancel out. */
const openNotes: Projection<{ sum: number }, AccountEvent> = {
  table: 'open_note_v1',
  key: notes.key!,
  evolve(row, { type, data }) {
    if (type !== 'MoneyDeposited') return row;
    const sum = (row?.sum ?? 0) + data.amount;
    return sum === 0 ? null : { sum };
  },
};

const difficult = [
  'tab\there',
  'line\nbreak\r\n',
  'back\\slash \\n \\N \\.',
  '\\.',
  '\\N',
  `quotes " ' \` $1`,
  'Grüße, 日本語, 😀, e\u0301',
  'bell\u0007 \b \f \v \u001f \u007f \u2028',
  '',
];

/** A stretch of everyday life: accounts are opened, used and closed. Answers how many commands were stored. */
async function live({ store }: Process, seed: number, commands: number): Promise<number> {
  const random = chance(seed);
  const ids: string[] = [];
  let stored = 0;
  for (let n = 0; n < commands; n++) {
    const id = ids[Math.floor(random() * ids.length)];
    if (!id || random() < 0.25) {
      ids.push(uuidv7());
      await open(store, ids.at(-1)!);
    } else if (random() < 0.15) {
      await store.handle(account, id, { type: 'Close', data: {} }, { viewer: ann, commandId: uuidv7() });
      ids.splice(ids.indexOf(id), 1);
    } else {
      await deposit(store, id, Math.ceil(random() * 9), {}, `note ${Math.floor(random() * 6)}`);
    }
    stored++;
  }
  return stored;
}

async function caughtUp({ log }: Process, kinds: readonly StreamType[]): Promise<void> {
  const followed = kinds.flatMap(({ projections }) => projections.filter(({ key }) => key));
  for (const name of [releaseFollower(kinds), ...followed.map(followerOf)]) expect(await log.caughtUp(name)).toBe(true);
}

async function rowsOf(table: string): Promise<Map<string, unknown>> {
  const { rows } = await admin.query(`select key, row from ${table} order by key collate "C"`);
  return new Map(rows.map(({ key, row }) => [key, row]));
}

const streams = async () => Number((await admin.query('select count(*) from streams')).rows[0].count);

/** What a board must show: every event of the log, folded one after another. */
async function foldOf<Row, E extends Event>(projection: Projection<Row, E>): Promise<Map<string, Row>> {
  const { rows: events } = await admin.query(
    'select type, data, event_id, stream_id, version, at, tenant_id, meta from events order by xid, position',
  );
  const rows = new Map<string, Row | null>();
  for (const { type, data, event_id: id, stream_id: streamId, version, at, tenant_id: tenantId, meta } of events) {
    const event = { type, data, id, streamId, version, at, by: { id: meta.by, tenantId } } as unknown as Recorded<E>;
    const key = projection.key?.(event) ?? streamId;
    rows.set(key, projection.evolve(rows.get(key) ?? null, event));
  }
  const kept = [...rows].filter((entry): entry is [string, Row] => entry[1] !== null);
  return new Map(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}
