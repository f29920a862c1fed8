import { type Command, type Decider, type Event, type Projection, demand } from '@tandem/core';
import { Database, type DatabaseOptions } from './database';
import { EventLog } from './event-log';
import type { Envelope } from './decision';
import type { EventStore, Handled } from './event-store';
import { EventLog1763600000000 } from './migrations/event-log.migration';
import { provision } from './provision';
import type { StreamType } from './stream-type';
import type { Subscription } from './subscription';
import { testDatabase } from './testing';
import { uuidv7 } from './uuid';

/** The example of this library's specs: accounts of a bank, and a diary beside them. */
export type Account =
  | { readonly status: 'unknown' }
  | { readonly status: 'open'; readonly balance: number; readonly owner?: string }
  | { readonly status: 'closed' };
export type AccountCommand =
  | Command<'Open', { owner?: string }>
  | Command<'Deposit', { amount: number; note?: string; times?: number }>
  | Command<'Withdraw', { amount: number }>
  | Command<'Close', object>;
export type AccountEvent =
  | Event<'AccountOpened', { owner?: string }>
  | Event<'MoneyDeposited', { amount: number; note?: string }>
  | Event<'MoneyWithdrawn', { amount: number }>
  | Event<'AccountClosed', object>;

export const account: Decider<Account, AccountCommand, AccountEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    if (type === 'Open') {
      demand(state.status === 'unknown', 'already-open', 'This account is open.');
      return [{ type: 'AccountOpened', data }];
    }
    demand(state.status === 'open', 'not-open', 'Open the account first.');
    switch (type) {
      case 'Deposit': {
        const { times = 1, ...deposit } = data;
        return data.amount === 0
          ? []
          : Array.from({ length: times }, () => ({ type: 'MoneyDeposited', data: deposit }));
      }
      case 'Withdraw':
        demand(data.amount <= state.balance, 'not-enough', 'There is not as much in the account.');
        return [{ type: 'MoneyWithdrawn', data }];
      case 'Close':
        return [{ type: 'AccountClosed', data: {} }];
    }
  },

  evolve(state, { type, data }) {
    if (type === 'AccountOpened') return { status: 'open', balance: 0, ...data };
    if (state.status !== 'open') return state;
    switch (type) {
      case 'MoneyDeposited':
        return { ...state, balance: state.balance + data.amount };
      case 'MoneyWithdrawn':
        return { ...state, balance: state.balance - data.amount };
      case 'AccountClosed':
        return { status: 'closed' };
    }
  },
};

/** In the transaction of the events: what is in each account. A closed account has no row. */
export const balances: Projection<{ balance: number }, AccountEvent> = {
  table: 'balance_v1',
  evolve(row, { type, data }) {
    if (type === 'AccountOpened') return { balance: 0 };
    if (!row || type === 'AccountClosed') return null;
    return { balance: row.balance + (type === 'MoneyDeposited' ? data.amount : -data.amount) };
  },
};

/** Followed: what the owners of accounts were told with their deposits, by note. */
export const notes: Projection<{ count: number; sum: number; last: string }, AccountEvent> = {
  table: 'note_v1',
  indexes: [`(row->>'last')`],
  key: (event) => (event.type === 'MoneyDeposited' ? (event.data.note ?? 'none') : 'none'),
  evolve: (row, { type, data, streamId }) =>
    type === 'MoneyDeposited'
      ? { count: (row?.count ?? 0) + 1, sum: (row?.sum ?? 0) + data.amount, last: streamId }
      : row,
};

export const diary: Decider<number, Command<'Write', { text: string }>, Event<'PageWritten', { text: string }>> = {
  initialState: () => 0,
  decide: ({ data }) => [{ type: 'PageWritten', data }],
  evolve: (pages) => pages + 1,
};

export const accounts: StreamType = { name: 'account', decider: account, projections: [balances] };
/** Accounts without boards, for those who look at the log alone. */
export const bareAccounts: StreamType = { ...accounts, projections: [] };
export const diaries: StreamType = { name: 'diary', decider: diary, projections: [] };

export const ann = { id: 'a0000000-0000-4000-8000-000000000001', tenantId: 'a0000000-0000-4000-8000-00000000000a' };
export const eve = { id: 'e0000000-0000-4000-8000-000000000001', tenantId: 'e0000000-0000-4000-8000-00000000000e' };

/** A process that writes to and reads the bank's log. */
export interface Process {
  readonly db: Database;
  readonly log: EventLog;
  readonly store: EventStore;
  /** What went wrong behind the back of its callers. */
  readonly errors: { readonly where: string; readonly error: Error }[];
  stop(): Promise<void>;
}

/** A bank of a spec's own. Closing it stops every process. */
export interface Bank {
  readonly url: string;
  /** A process that knows these streams, not yet started. */
  process(
    streams?: readonly StreamType[],
    subscriptions?: readonly Subscription[],
    options?: Partial<DatabaseOptions>,
  ): Process;
  /** As `process`, started. */
  start(streams?: readonly StreamType[], subscriptions?: readonly Subscription[]): Promise<Process>;
  close(): Promise<void>;
}

/** `schema` also names the roles, which belong to the whole server: whoever changes their rights takes another one. */
export async function openBank(schema = 'bank'): Promise<Bank> {
  const { url, close } = await testDatabase();
  await provision({ url, schema }, [EventLog1763600000000]);
  const processes: Process[] = [];
  const process: Bank['process'] = (streams = [accounts, diaries], subscriptions = [], options = {}) => {
    const db = new Database({ url, schema, ...options });
    const errors: Process['errors'] = [];
    const log = new EventLog(db, (error, where) => void errors.push({ where, error }));
    streams.forEach((stream) => log.store.register(stream));
    subscriptions.forEach((subscription) => log.subscribe(subscription));
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= log.stop().then(() => db.close()));
    const made = { db, log, store: log.store, errors, stop };
    processes.push(made);
    return made;
  };
  return {
    url,
    process,
    async start(streams, subscriptions) {
      const started = process(streams, subscriptions);
      await started.log.start();
      return started;
    },
    async close() {
      await Promise.all(processes.map(({ stop }) => stop()));
      await close();
    },
  };
}

type Told = Partial<Omit<Envelope, 'tx'>> & Pick<Envelope, 'tx'>;

export const open = (store: EventStore, id: string, told: Told = {}): Promise<Handled> =>
  store.handle(account, id, { type: 'Open', data: {} }, { viewer: ann, commandId: uuidv7(), ...told });

export const deposit = (
  store: EventStore,
  id: string,
  amount: number,
  told: Told = {},
  note?: string,
): Promise<Handled> =>
  store.handle(
    account,
    id,
    { type: 'Deposit', data: { amount, ...(note === undefined ? {} : { note }) } },
    { viewer: ann, commandId: uuidv7(), ...told },
  );

/** Waits for something that comes true by itself. */
export async function until(holds: () => Promise<unknown> | unknown, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come true in time: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Chance that can be repeated: numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
