import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AccountCommand,
  type AccountEvent,
  type Bank,
  type Process,
  account,
  accounts,
  ann,
  balances,
  bareAccounts,
  deposit,
  open,
  openBank,
} from './bank.fixture';
import type { EventStore, Handled } from './event-store';
import { uuidv7 } from './uuid';

describe('Whatever comes when', () => {
  let bank: Bank;
  let one: Process;
  let other: Process;

  beforeAll(async () => {
    bank = await openBank();
    one = await bank.start();
    other = bank.process();
  });
  afterAll(() => bank.close());

  it('a stream is the same from its first event as from a kept state and what came since', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(amounts, fc.nat(12), async (sums, split) => {
        const id = uuidv7();
        await open(one.store, id);
        for (const [n, sum] of sums.entries()) await deposit((n < split ? one : other).store, id, sum);
        const fromTheFirst = bank.process([bareAccounts]);
        const whole = await fromTheFirst.store.load(account, id, ann);
        await fromTheFirst.stop();

        expect(await one.store.load(account, id, ann)).toEqual(whole);
        expect(await other.store.load(account, id, ann)).toEqual(whole);
        expect(whole).toEqual({
          state: { status: 'open', balance: sums.reduce((a, b) => a + b) },
          version: sums.length + 1,
        });
        expect(await one.db.board(balances).one(ann, id)).toEqual({ balance: sums.reduce((a, b) => a + b) });
      }),
      { numRuns: 15 },
    );
  });

  it.each<[string, AccountCommand, number]>([
    ['creates', { type: 'Open', data: {} }, 1],
    ['has one effect', { type: 'Deposit', data: { amount: 7 } }, 1],
    ['has several effects', { type: 'Deposit', data: { amount: 7, times: 3 } }, 3],
    ['has nothing to do', { type: 'Deposit', data: { amount: 0 } }, 0],
  ])(
    'a command sent 50 times at once to two processes that %s acts once and answers the same',
    async (_, command, effects) => {
      const id = uuidv7();
      const before = command.type === 'Open' ? 0 : (await open(one.store, id)).version;
      const commandId = uuidv7();
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          (n % 2 ? one : other).store.handle(account, id, command, { viewer: ann, commandId }),
        ),
      );

      const expected: Handled = { streamId: id, version: before + effects };
      expect(answers).toEqual(answers.map(() => expected));
      expect((await one.store.load(account, id, ann)).version).toBe(before + effects);
    },
  );

  it('one command id for two streams at once is taken by one of them', async () => {
    const commandId = uuidv7();
    const [a, b] = [uuidv7(), uuidv7()];
    const answers = await Promise.allSettled([open(one.store, a, { commandId }), open(other.store, b, { commandId })]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'command-id-reused' },
    });
  });

  it('commands that get in each other’s way end as if they had come one after another', async () => {
    const command = fc.record({ type: fc.constantFrom('Deposit', 'Withdraw'), amount: fc.integer({ min: 1, max: 9 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 2, maxLength: 20 }), async (commands) => {
        const id = uuidv7();
        await open(one.store, id);
        const outcomes = await Promise.allSettled(
          commands.map(({ type, amount }, n) =>
            (n % 2 ? one : other).store.handle(account, id, { type, data: { amount } } as AccountCommand, {
              viewer: ann,
              commandId: uuidv7(),
            }),
          ),
        );
        const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
        const events = await eventsOf(one.store, id);

        expect(refusals.map(({ code }) => code)).toEqual(refusals.map(() => 'not-enough'));
        expect(events).toHaveLength(1 + commands.length - refusals.length);
        expect(replayed(events)).toEqual(events);
        expect((await one.store.load(account, id, ann)).state).toEqual(
          events.reduce(account.evolve, account.initialState()),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('a stream that a long transaction holds delays its own writers and nobody else', async () => {
    const [held, free] = [uuidv7(), uuidv7()];
    await open(one.store, held);
    await open(one.store, free);
    let holds = () => {};
    let finish = () => {};
    const holding = new Promise<void>((resolve) => (holds = resolve));
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const long = other.store.transaction(ann, async (tx) => {
      await deposit(other.store, held, 1, { tx });
      holds();
      await finished;
    });
    await holding;
    const stuck = Array.from({ length: 5 }, () => deposit(one.store, held, 1));
    const waits: number[] = [];
    for (let n = 0; n < 20; n++) {
      const before = performance.now();
      await deposit(one.store, free, 1);
      waits.push(performance.now() - before);
    }
    finish();
    await Promise.all([long, ...stuck]);

    expect(Math.max(...waits)).toBeLessThan(1_000);
    expect((await one.store.load(account, held, ann)).state).toMatchObject({ balance: 6 });
  });

  it('an append that fails fails alone, whoever shares its batch', async () => {
    const orphan = { ...account };
    const nowhere = { ...balances, table: 'nowhere_v1' as const };
    const { store } = bank.process([accounts, { name: 'orphan', decider: orphan, projections: [nowhere] }]);
    const command = { type: 'Open', data: {} } as const;
    const [bad, ...good] = await Promise.allSettled([
      store.handle(orphan, uuidv7(), command, { viewer: ann, commandId: uuidv7() }),
      ...Array.from({ length: 20 }, () => open(store, uuidv7())),
    ]);

    expect(bad).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('nowhere_v1') } });
    expect(good.map(({ status }) => status)).toEqual(good.map(() => 'fulfilled'));
  });
});

async function eventsOf({ db }: EventStore, id: string): Promise<AccountEvent[]> {
  return db.read<AccountEvent>(ann, 'select type, data from events where stream_id = $1 order by version', [id]);
}

/** The events that the same commands lead to when they come one after another. */
function replayed(events: readonly AccountEvent[]): AccountEvent[] {
  let state = account.initialState();
  return events.flatMap(({ type, data }) => {
    const commands = {
      AccountOpened: 'Open',
      MoneyDeposited: 'Deposit',
      MoneyWithdrawn: 'Withdraw',
      AccountClosed: 'Close',
    };
    const decided = account.decide({ type: commands[type], data } as AccountCommand, state);
    state = decided.reduce(account.evolve, state);
    return decided;
  });
}
