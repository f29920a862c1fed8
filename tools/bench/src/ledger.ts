import type { Command, Decider, Event, Projection } from '@tandem/core';

export type LedgerEvent = Event<'MoneyPaidIn', { amount: number; currency: string; reference: string; note: string }>;
export type LedgerCommand = Command<'PayIn', LedgerEvent['data']>;

/** What a ledger comes to; a board's row is the same. */
export interface Ledger {
  readonly balance: number;
  readonly payments: number;
}

/** A stream that costs as much as a usual one: about 230 bytes of JSON an event. */
export const ledger: Decider<Ledger, LedgerCommand, LedgerEvent> = {
  initialState: () => ({ balance: 0, payments: 0 }),
  decide: ({ data }) => [{ type: 'MoneyPaidIn', data }],
  evolve: ({ balance, payments }, { data }) => ({ balance: balance + data.amount, payments: payments + 1 }),
};

/** The same for every rival. */
export const payment: LedgerEvent['data'] = {
  amount: 12.5,
  currency: 'EUR',
  reference: '7d1f4a52-2c0b-4d0e-9a8e-2f0f8f2a6f31',
  note: 'An ordinary sentence of the length that people write into a field for notes, so that the event weighs what events weigh.',
};

/** One row a stream: in the transaction of its events, or followed if it has a key of its own. */
export function ledgerBoard(
  table: `${string}_v${number}`,
  { followed }: { followed: boolean },
): Projection<Ledger, LedgerEvent> {
  return {
    table,
    ...(followed ? { key: ({ streamId }) => streamId } : {}),
    evolve: (row, event) => ledger.evolve(row ?? ledger.initialState(), event),
  };
}
