import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Bank,
  account,
  ann,
  balances,
  deposit as deposited,
  diary,
  eve,
  open as opened,
  openBank,
} from './bank.fixture';
import type { Database } from './database';
import type { EventLog } from './event-log';
import { uuidv7 } from './uuid';

describe('Event store', () => {
  it('stores what a command leads to, with the row of the board', async () => {
    const id = uuidv7();
    await open(id);
    await deposit(id, 5);

    expect(await log.store.load(account, id, ann)).toEqual({ state: { status: 'open', balance: 5 }, version: 2 });
    expect(await db.board(balances).one(ann, id)).toEqual({ balance: 5 });
  });

  it('answers the same command the same way and does nothing', async () => {
    const id = uuidv7();
    await open(id);
    const commandId = uuidv7();
    const first = await deposit(id, 5, { commandId });
    await deposit(id, 1);

    expect(await deposit(id, 5, { commandId })).toEqual(first);
    expect((await log.store.load(account, id, ann)).state).toEqual({ status: 'open', balance: 6 });
  });

  it('answers a repeated command although the rules would refuse it now', async () => {
    const id = uuidv7();
    const commandId = uuidv7();
    const first = await open(id, { commandId });

    expect(await open(id, { commandId })).toEqual(first);
    await expect(open(id)).rejects.toMatchObject({ code: 'already-open' });
  });

  it('refuses a command id that belongs to another command', async () => {
    const commandId = uuidv7();
    await open(uuidv7(), { commandId });

    await expect(open(uuidv7(), { commandId })).rejects.toMatchObject({ code: 'command-id-reused' });
  });

  it('remembers a command that had nothing to do', async () => {
    const id = uuidv7();
    const commandId = uuidv7();
    await open(id);
    const first = await deposit(id, 0, { commandId });
    await deposit(id, 1);

    expect(await deposit(id, 0, { commandId })).toEqual(first);
  });

  it('refuses a command that was decided on an older version', async () => {
    const id = uuidv7();
    await open(id);
    await deposit(id, 5);

    await expect(deposit(id, 5, { expectedVersion: 1 })).rejects.toMatchObject({ code: 'version-conflict' });
    await expect(deposit(id, 5, { expectedVersion: 2 })).resolves.toMatchObject({ version: 3 });
  });

  it('loses nothing when many write to the same stream at once', async () => {
    const id = uuidv7();
    await open(id);
    await Promise.all(Array.from({ length: 24 }, () => deposit(id, 1)));

    expect((await log.store.load(account, id, ann)).state).toEqual({ status: 'open', balance: 24 });
    expect(await db.board(balances).one(ann, id)).toEqual({ balance: 24 });
  });

  it('lets two processes write to the same stream', async () => {
    const elsewhere = bank.process();
    const id = uuidv7();
    await open(id);
    const writers = [log, elsewhere].flatMap(({ store }) =>
      Array.from({ length: 20 }, () =>
        store.handle(account, id, { type: 'Deposit', data: { amount: 1 } }, { viewer: ann, commandId: uuidv7() }),
      ),
    );
    await Promise.all(writers);

    expect((await elsewhere.store.load(account, id, ann)).state).toEqual({ status: 'open', balance: 40 });
    await elsewhere.stop();
  });

  it('tells two kinds of stream apart that were given the same id', async () => {
    const id = uuidv7();
    await open(id);
    const opened = log.store.handle(
      diary,
      id,
      { type: 'Write', data: { text: 'Dear diary' } },
      { viewer: ann, commandId: uuidv7() },
    );

    await expect(opened).rejects.toMatchObject({ code: 'id-taken' });
  });

  it.each([
    ['an id that is no UUID', 'seven', {}, 'bad-id'],
    ['a command id that is no UUID', uuidv7(), { commandId: '1' }, 'bad-command-id'],
    ['a time to come', uuidv7(), { occurredAt: new Date(Date.now() + 3_600_000) }, 'impossible-time'],
    ['no time at all', uuidv7(), { occurredAt: new Date('2026-02-30T25:00:00Z') }, 'impossible-time'],
  ])('refuses %s', async (_, id, envelope, code) => {
    await expect(open(id, envelope)).rejects.toMatchObject({ code });
  });

  it('takes what follows from an event at the time of that event, though the clock here is behind', async () => {
    const id = uuidv7();
    const occurredAt = new Date(Date.now() + 3_600_000);
    await open(id, { occurredAt, causationId: uuidv7() });

    expect((await log.store.load(account, id, ann)).version).toBe(1);
  });

  it('keeps the time that the past is told with', async () => {
    const id = uuidv7();
    await open(id, { occurredAt: new Date('2024-05-06T07:08:09Z') });

    const [{ at }] = (await db.read<{ at: Date }>(ann, 'select at from events where stream_id = $1', [id])) as [
      { at: Date },
    ];
    expect(at).toEqual(new Date('2024-05-06T07:08:09Z'));
  });

  it('commits events with everything else in a transaction, or none of it', async () => {
    const id = uuidv7();
    const failing = log.store.transaction(ann, async (tx) => {
      await log.store.handle(account, id, { type: 'Open', data: {} }, { viewer: ann, commandId: uuidv7(), tx });
      throw new Error('something else went wrong');
    });

    await expect(failing).rejects.toThrow('something else');
    expect((await log.store.load(account, id, ann)).version).toBe(0);
  });

  it('refuses to append in a transaction that wrote before it took its place in the feed', async () => {
    const late = db.transaction(ann, async (tx) => {
      await tx.query('select pg_current_xact_id()');
      await log.store.handle(account, uuidv7(), { type: 'Open', data: {} }, { viewer: ann, commandId: uuidv7(), tx });
    });

    await expect(late).rejects.toThrow('must lock the table events');
  });
});

describe('Organisations', () => {
  it('see nothing of each other, whatever the SQL says', async () => {
    const id = uuidv7();
    await open(id);

    for (const table of ['events', 'streams', 'commands', 'balance_v1'])
      expect(await db.read(eve, `select * from ${table} where tenant_id <> $1`, [eve.tenantId])).toEqual([]);
    expect(await db.board(balances).one(eve, id)).toBeNull();
    expect((await log.store.load(account, id, eve)).version).toBe(0);
  });

  it('may use the same ids', async () => {
    const id = uuidv7();
    await open(id);
    await log.store.handle(account, id, { type: 'Open', data: {} }, { viewer: eve, commandId: uuidv7() });

    expect((await log.store.load(account, id, eve)).version).toBe(1);
  });

  it('cannot write for each other', async () => {
    const forged = db.read(eve, `insert into streams values ($1, $2, 'account', 1, '1')`, [ann.tenantId, uuidv7()]);
    await expect(forged).rejects.toThrow('row-level security');
  });

  it('are invisible to a query that names none', async () => {
    await open(uuidv7());
    expect((await db.app.query('select * from events')).rows).toEqual([]);
  });

  it.each(['update events set type = $1', 'delete from events where type = $1', 'truncate events /* $1 */'])(
    'cannot change the past: %s',
    async (sql) => {
      await expect(db.read(ann, sql, sql.includes('truncate') ? [] : ['x'])).rejects.toThrow('permission denied');
    },
  );

  it('are kept apart by every unique key and every table', async () => {
    const { rows: keys } = await db.reader.query<{ key: string }>(`
      select pg_get_indexdef(indexrelid) as key from pg_index join pg_class c on c.oid = indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where indisunique and c.relnamespace = 'bank'::regnamespace`);
    for (const { key } of keys) expect(key).toMatch(/\(tenant_id,/);
    const { rows: open } = await db.reader.query(`
      select relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where relkind = 'r' and c.relnamespace = 'bank'::regnamespace and not (relrowsecurity and relforcerowsecurity)`);
    expect(open).toEqual([]);
  });
});

let bank: Bank;
let db: Database;
let log: EventLog;

const open = (id: string, told: object = {}) => opened(log.store, id, told);
const deposit = (id: string, amount: number, told: object = {}) => deposited(log.store, id, amount, told);

beforeAll(async () => {
  bank = await openBank();
  ({ db, log } = await bank.start());
});

afterAll(() => bank.close());
