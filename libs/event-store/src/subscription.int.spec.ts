import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  type Bank,
  type Process,
  ann,
  bareAccounts,
  deposit,
  diaries,
  diary,
  open,
  openBank,
  until,
} from './bank.fixture';
import { replayParked } from './parking';
import { type Subscription, SubscriptionRunner, type Surroundings, readerTransaction } from './subscription';
import { Unavailable } from './transient';
import { uuidv7 } from './uuid';

let bank: Bank;
let process: Process;
let elsewhere: Process;
let admin: Client;
let runners: SubscriptionRunner[] = [];
let errors: string[] = [];
let name: string;
let tests = 0;

beforeAll(async () => {
  bank = await openBank();
  [process, elsewhere] = [bank.process([bareAccounts, diaries]), bank.process([bareAccounts, diaries])];
  await Promise.all([process.log.wakeUps.start(), elsewhere.log.wakeUps.start()]);
  admin = new Client({ connectionString: bank.url });
  await admin.connect();
  await admin.query(`
    set search_path = bank;
    create table effects (seq bigserial, subscription text, stream_id uuid, version int);
    grant all on effects to bank_reader;
    grant all on sequence effects_seq_seq to bank_reader`);
});
beforeEach(async () => {
  name = `follower ${++tests}`;
  errors = [];
  await admin.query(
    `insert into checkpoints (subscription, slot, xid, position)
     select $1, 0, coalesce(max(xid), '0'), coalesce(max(position), 0) from (select xid, position from events order by xid desc, position desc limit 1) e`,
    [name],
  );
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  runners = [];
});
afterAll(async () => {
  await admin.end();
  await bank.close();
});

describe('A subscription', () => {
  it('commits its effect together with its place, or neither', async () => {
    let calls = 0;
    run({
      apply: async (events, tx) => {
        await writes(events, tx);
        if (++calls === 1) throw new Error('the first try fails at the end');
      },
    });
    const id = await openWith(2);

    await until(async () => (await effects()).length >= 3);
    expect(await effects()).toEqual([`${id} 1`, `${id} 2`, `${id} 3`]);
    expect(calls).toBeGreaterThan(1);
  });

  it('goes on where it stopped', async () => {
    const first = run();
    const id = await openWith(1);
    await until(async () => (await effects()).length === 2);
    await first.stop();
    await deposit(process.store, id, 1);
    await sleep(50);
    expect(await effects()).toHaveLength(2);

    run();
    await until(async () => (await effects()).length === 3);
    expect(await effects()).toEqual([`${id} 1`, `${id} 2`, `${id} 3`]);
  });

  it('hears what it follows, and nothing else', async () => {
    run({ streams: ['diary'] });
    await openWith(3);
    const page = uuidv7();
    await process.store.handle(
      diary,
      page,
      { type: 'Write', data: { text: 'A day' } },
      { viewer: ann, commandId: uuidv7() },
    );

    await until(async () => (await effects()).length > 0);
    expect(await effects()).toEqual([`${page} 1`]);
  });

  it('does not wait for the clock to hear of an append, here or in another process', async () => {
    const heard = new Map<string, (at: number) => void>();
    run({ apply: async (events) => events.forEach(({ streamId }) => heard.get(streamId)?.(performance.now())) });
    const waits: number[] = [];
    for (let n = 0; n < 30; n++) {
      const id = uuidv7();
      const told = new Promise<number>((resolve) => heard.set(id, resolve));
      await open((n % 2 ? process : elsewhere).store, id);
      const stored = performance.now();
      waits.push((await told) - stored);
      await sleep(5);
    }

    expect(waits.sort((a, b) => a - b)[15]).toBeLessThan(60); // a poll comes every 250 ms
  });

  it('finishes the page in hand when it is stopped, and gives its lease back', async () => {
    let begun = () => {};
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    const slow = run({
      apply: async (events, tx) => {
        begun();
        await sleep(150);
        await writes(events, tx);
      },
    });
    const id = uuidv7();
    await open(process.store, id);
    await beginning;
    await slow.stop();

    expect(await effects()).toEqual([`${id} 1`]);
    expect(await leaseIsFree()).toBe(true);
  });

  it('survives that its connection is cut in the middle of a page', async () => {
    let calls = 0;
    run({
      apply: async (events, tx) => {
        await writes(events, tx);
        if (++calls > 2) return;
        const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        await admin.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
        await sleep(50); // nothing is under way on the connection when it dies
      },
    });
    const id = await openWith(2);

    await until(async () => (await effects()).length === 3);
    expect(await effects()).toEqual([`${id} 1`, `${id} 2`, `${id} 3`]);
    expect(await parked()).toEqual([]);
  });
});

describe('A lease', () => {
  it('is held by one process at a time; another takes over when it is given back', async () => {
    const workers: string[] = [];
    const by = (worker: string): Partial<Subscription> => ({
      apply: async (events, tx) => {
        workers.push(worker);
        await writes(events, tx);
      },
    });
    const one = run(by('one'));
    await until(async () => !(await leaseIsFree()));
    run(by('other'), elsewhere);
    const id = await openWith(3);
    await until(async () => (await effects()).length === 4);
    expect(new Set(workers)).toEqual(new Set(['one']));

    await one.stop();
    await deposit(process.store, id, 1);
    await until(async () => (await effects()).length === 5);
    expect(workers.at(-1)).toBe('other');
    expect(await effects()).toEqual([1, 2, 3, 4, 5].map((version) => `${id} ${version}`));
  });

  it('lets one process look after what comes with time, also after a look that failed', async () => {
    const looks: string[] = [];
    const by = (worker: string): Partial<Subscription> => ({
      unhurried: true,
      tick: async () => {
        looks.push(worker);
        if (looks.length === 1) throw new Error('the first look fails');
      },
    });
    const one = run(by('one'));
    await until(async () => looks.length > 0);
    run(by('other'), elsewhere);
    await until(async () => looks.length > 1);
    expect(new Set(looks)).toEqual(new Set(['one']));
    expect(errors).toContain('the first look fails');

    await one.stop();
    await until(async () => looks.at(-1) === 'other');
  });

  it('of a process that died is taken over once it runs out', async () => {
    await takeAway(400);
    const since = performance.now();
    run();
    const id = await openWith(0);
    await until(async () => (await effects()).length === 1);

    expect(performance.now() - since).toBeGreaterThan(350);
    expect(await effects()).toEqual([`${id} 1`]);
  });

  it('that was taken from a sleeper lets it commit nothing any more', async () => {
    run();
    await openWith(0);
    await until(async () => (await effects()).length === 1);
    await takeAway(600);
    const id = await openWith(0);
    await sleep(250);
    expect(await effects()).toHaveLength(1);
    expect(errors.join()).toContain('Another process has taken over');

    await until(async () => (await effects()).length === 2);
    expect((await effects()).at(-1)).toBe(`${id} 1`);
  });

  it('that was lost takes what was read ahead with it', async () => {
    let taken: Promise<string[]> | undefined;
    const ids = [await openWith(0), await openWith(0), await openWith(0), await openWith(0)];
    run(
      {
        pageSize: 1,
        apply: async (events, tx) => {
          taken ??= takeAway(100, ids[2]).then(effects); // waits for this transaction, then applies up to the third
          await sleep(30);
          await writes(events, tx);
        },
      },
      process,
      3,
    );
    await until(async () => (await effects()).includes(`${ids[3]} 1`));

    expect(await effects()).toEqual([...(await taken)!, `${ids[3]} 1`]);
  });
});

describe('An event that cannot be applied', () => {
  let broken = true;
  let calls = 0;
  const fragile = (bad: string): Partial<Subscription> => ({
    apply: async (events, tx) => {
      calls++;
      for (const event of events) {
        if (broken && event.streamId === bad && event.version === 2) throw new Error('I do not understand this');
        await writes([event], tx);
      }
    },
  });
  const withABadOne = async () => {
    broken = true;
    calls = 0;
    const [good, bad, other] = [uuidv7(), uuidv7(), uuidv7()];
    run(fragile(bad));
    for (const id of [good, bad, other]) await open(process.store, id);
    for (const id of [good, bad, other, good, bad, other]) await deposit(process.store, id, 1);
    await until(async () => (await effects()).length === 7);
    return { good, bad, other };
  };

  it('is tried again, then parked with what follows in its stream, while other streams go on in order', async () => {
    const { good, bad, other } = await withABadOne();
    await deposit(process.store, bad, 1);
    await deposit(process.store, good, 1);
    await until(async () => (await effects()).length === 8);

    expect(calls).toBeGreaterThan(3);
    expect(await effectsOf(good)).toEqual([1, 2, 3, 4]);
    expect(await effectsOf(other)).toEqual([1, 2, 3]);
    expect(await effectsOf(bad)).toEqual([1]);
    await until(async () => (await parked()).length === 3);
    expect(await parked()).toEqual([
      { version: 2, error: 'I do not understand this' },
      { version: 3, error: 'An earlier event of this stream is parked.' },
      { version: 4, error: 'An earlier event of this stream is parked.' },
    ]);
  });

  it('stays parked when it fails again, and is applied in order once it can be', async () => {
    const { bad } = await withABadOne();
    await until(async () => (await parked()).length === 2);
    const replay = () =>
      readerTransaction(process.db, (tx) => replayParked(tx, { ...named(), ...fragile(bad) }, process.log.feed));

    expect(await replay()).toBe(2);
    expect(await parked()).toHaveLength(2);
    expect(await effectsOf(bad)).toEqual([1]);

    broken = false;
    expect(await replay()).toBe(0);
    await deposit(process.store, bad, 1);
    await until(async () => (await effectsOf(bad)).length === 4);
    expect(await effectsOf(bad)).toEqual([1, 2, 3, 4]);
    expect(await parked()).toEqual([]);
  });

  it('is never parked because something outside is down', async () => {
    let down = 5;
    run({
      apply: async (events, tx) => {
        await writes(events, tx);
        if (down-- > 0) throw new Unavailable('The bus is away.');
      },
    });
    const id = await openWith(1);

    await until(async () => (await effects()).length === 2);
    expect(await effects()).toEqual([`${id} 1`, `${id} 2`]);
    expect(await parked()).toEqual([]);
    expect(errors.filter((error) => error === 'The bus is away.')).toHaveLength(5);
  });

  it('is parked with whatever the error says, even what PostgreSQL cannot hold', async () => {
    run({ apply: () => Promise.reject(new Error('zero \0 byte')) });
    await openWith(0);

    await until(async () => (await parked()).length === 1);
    expect(await parked()).toEqual([{ version: 1, error: 'zero  byte' }]);
  });
});

const writes: Subscription['apply'] = async (events, tx) => {
  for (const { streamId, version } of events)
    await tx.query('insert into effects (subscription, stream_id, version) values ($1, $2, $3)', [
      name,
      streamId,
      version,
    ]);
};

const named = (): Subscription => ({ name, apply: writes });

function run(subscription: Partial<Subscription> = {}, { db, log }: Process = process, leaseMs = 5_000) {
  const around: Surroundings = {
    db,
    feed: log.feed,
    wakeUps: log.wakeUps,
    owner: uuidv7(),
    onError: (error) => void errors.push(error.message),
    leaseMs,
  };
  const runner = new SubscriptionRunner({ ...named(), ...subscription }, around);
  runners.push(runner);
  runner.start();
  return runner;
}

async function openWith(deposits: number): Promise<string> {
  const id = uuidv7();
  await open(process.store, id);
  for (let n = 0; n < deposits; n++) await deposit(process.store, id, 1);
  return id;
}

/** What another process does that believes the holder dead: takes the lease, perhaps applies up to a stream's event, and dies. */
async function takeAway(ms: number, upTo?: string): Promise<void> {
  await admin.query(
    `update checkpoints c set owner = 'someone else', fence = fence + 1, lease_until = clock_timestamp() + $2 * interval '1 ms',
       xid = coalesce(e.xid, c.xid), position = coalesce(e.position, c.position)
     from (select 1) one left join events e on e.stream_id = $3
     where subscription = $1`,
    [name, ms, upTo],
  );
}

async function leaseIsFree(): Promise<boolean> {
  const { rows } = await admin.query('select lease_until < now() as free from checkpoints where subscription = $1', [
    name,
  ]);
  return rows[0].free;
}

async function effects(): Promise<string[]> {
  const { rows } = await admin.query('select stream_id, version from effects where subscription = $1 order by seq', [
    name,
  ]);
  return rows.map(({ stream_id, version }) => `${stream_id} ${version}`);
}

const effectsOf = async (id: string) =>
  (await effects()).filter((effect) => effect.startsWith(id)).map((effect) => Number(effect.split(' ')[1]));

const parked = async () =>
  (await admin.query('select version, error from parked_events where subscription = $1 order by version', [name])).rows;
