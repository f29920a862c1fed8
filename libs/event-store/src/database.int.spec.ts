import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type Bank, type Process, ann, balances, eve, open, openBank } from './bank.fixture';
import { actFor } from './database';
import { EventLog1763600000000 } from './migrations/event-log.migration';
import { provision } from './provision';
import { uuidv7 } from './uuid';

describe('A service’s schema', () => {
  it('is used by a login that has no rights of its own, whatever it is called', async () => {
    const bank = await openBank();
    const admin = new Client({ connectionString: bank.url });
    await admin.connect();
    const login = `o'neil "$$" ${uuidv7()}`;
    const url = new URL(bank.url);
    [url.username, url.password] = [encodeURIComponent(login), 'secret'];
    await admin.query(`create role ${admin.escapeIdentifier(login)} login password 'secret'`);
    await provision({ url: url.href, migrationUrl: bank.url, schema: 'bank' }, [EventLog1763600000000]);
    const process = bank.process(undefined, undefined, { url: url.href, migrationUrl: bank.url });
    await process.log.start();
    const id = uuidv7();
    await open(process.store, id);

    expect(await process.db.board(balances).one(ann, id)).toEqual({ balance: 0 });
    await process.stop();
    await admin.query(`revoke bank_app, bank_reader from ${admin.escapeIdentifier(login)}`);
    await admin.query(`drop role ${admin.escapeIdentifier(login)}`);
    await admin.end();
    await bank.close();
  });

  it.each(['Bank', 'bank"; drop schema public; --', ''])('is not called %j', async (schema) => {
    await expect(provision({ url: 'postgres://nowhere', schema }, [])).rejects.toThrow('snake_case');
  });
});

describe('A database', () => {
  let bank: Bank;
  let process: Process;

  beforeAll(async () => {
    bank = await openBank();
    process = bank.process();
  });
  afterAll(() => bank.close());

  it.each(['', 'acme', `${ann.tenantId}'; reset role; --`])(
    'is not touched for the organisation %j',
    async (tenantId) => {
      await expect(process.db.read({ tenantId }, 'select 1')).rejects.toThrow('must be a UUID');
      await expect(process.db.transaction(null, (tx) => actFor(tx, { tenantId }))).rejects.toThrow('must be a UUID');
    },
  );

  it('shows the rows of the organisation that a transaction acts for, one after another', async () => {
    const seen = await process.db.transaction(null, async (tx) => {
      const acting = async () =>
        (await tx.query(`select nullif(current_setting('app.tenant', true), '') as tenant`)).rows[0].tenant;
      const before = await acting();
      await actFor(tx, ann);
      const first = await acting();
      await actFor(tx, eve);
      return [before, first, await acting()];
    });

    expect(seen).toEqual([null, ann.tenantId, eve.tenantId]);
    expect(
      await process.db.transaction(null, async (tx) => (await tx.query('select count(*) from streams')).rows),
    ).toEqual([{ count: 0n }]);
  });

  it('stores nothing and says so when the error of a statement is swallowed', async () => {
    const swallowing = process.db.transaction(ann, async (tx) => {
      await tx.query('select 1/0').catch(() => undefined);
    });

    await expect(swallowing).rejects.toThrow('nothing of it is stored');
  });

  it('acts in the role of its service whatever options its URL brings', async () => {
    const url = new URL(bank.url);
    url.searchParams.set('options', '-c role=postgres -c work_mem=5MB');
    const { db } = bank.process(undefined, undefined, { url: url.href });

    expect(await db.read(ann, `select current_user::text as role, current_setting('work_mem') as mem`)).toEqual([
      { role: 'bank_app', mem: '5MB' },
    ]);
  });

  it('gives up a connection that is gone without a word, and asks on a new one', async () => {
    const links: Socket[] = [];
    const silent = createServer((client) => {
      const server = connect(Number(new URL(bank.url).port || 5432), new URL(bank.url).hostname);
      client.pipe(server).pipe(client);
      links.push(client, server);
      links.forEach((socket) => socket.on('error', () => undefined));
    });
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const url = new URL(bank.url);
    [url.hostname, url.port] = ['127.0.0.1', String((silent.address() as AddressInfo).port)];
    const { db } = bank.process(undefined, undefined, { url: url.href, answerMs: 300 });
    await db.read(ann, 'select 1');
    for (const socket of links.splice(0)) socket.unpipe().pause();

    await expect(db.read(ann, 'select 1')).rejects.toThrow(/timeout/);
    expect(await db.read(ann, 'select 1 as one')).toEqual([{ one: 1 }]);
    links.forEach((socket) => socket.destroy());
    silent.close();
  });

  it('outlives connections that are cut while nobody, or somebody, uses them', async () => {
    const inHand = process.db.transaction(ann, async (tx) => {
      await tx.query('select 1');
      await cut(bank.url);
      await tx.query('select 1');
    });

    await expect(inHand).rejects.toThrow();
    await cut(bank.url);
    expect(await process.db.read(ann, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('lets no statement wait for a lock for ever', async () => {
    const [limits] = await process.db.read(
      ann,
      `select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
         current_setting('idle_in_transaction_session_timeout') as idle`,
    );

    expect(limits).toEqual({ lock: '10s', statement: '1min', idle: '1min' });
  });
});

/** Somebody ends every connection of the application. */
async function cut(connectionString: string): Promise<void> {
  const admin = new Client({ connectionString });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'tandem-bank-app'`,
  );
  await admin.end();
  await new Promise((resolve) => setTimeout(resolve, 50));
}
