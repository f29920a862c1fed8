import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command, Decider, Event, Projection } from '@tandem/core';
import { type Bank, type Process, ann, openBank, until } from './bank.fixture';
import type { FedEvent } from './feed';
import type { StreamType } from './stream-type';
import { uuidv7 } from './uuid';

type Price = { readonly cents: number; readonly currency: string };
type Goods<Data extends object> = Decider<object[], Command<'Price', Data>, Event<'GoodsPriced', Data>>;

const goods = <Data extends object>(): Goods<Data> => ({
  initialState: () => [],
  decide: ({ data }) => [{ type: 'GoodsPriced', data }],
  evolve: (prices, { data }) => [...prices, data],
});
const inTransaction = <Data extends object>(table: `${string}_v${number}`): Projection<Data, Event<string, Data>> => ({
  table,
  evolve: (_, { data }) => data,
});
const followed = (table: `${string}_v${number}`): Projection<Price, Event<string, Price>> => ({
  table,
  key: ({ data }) => data.currency,
  evolve: (_, { data }) => data,
});

/** Three releases: euros as a number, then cents, then cents of a currency. */
const [first, second, third] = [goods<{ euros: number }>(), goods<{ cents: number }>(), goods<Price>()];
const toCents = (data: object) => ({ cents: (data as { euros: number }).euros * 100 });
const toCurrency = (data: object) => ({ ...data, currency: 'EUR' });
const releases = [
  { name: 'goods', decider: first, projections: [inTransaction('price_v1')] },
  { name: 'goods', decider: second, projections: [inTransaction('price_v2')], upcasters: { GoodsPriced: [toCents] } },
  {
    name: 'goods',
    decider: third,
    projections: [inTransaction('price_v3'), followed('currency_v1')],
    upcasters: { GoodsPriced: [toCents, toCurrency] },
  },
] as const satisfies StreamType[];

describe('An event of an older shape', () => {
  const id = uuidv7();
  const heard: FedEvent[] = [];
  const today = [
    { cents: 500, currency: 'EUR' },
    { cents: 700, currency: 'EUR' },
    { cents: 900, currency: 'USD' },
  ];
  let bank: Bank;
  let process: Process;

  beforeAll(async () => {
    bank = await openBank();
    const [one, two] = [await bank.start([releases[0]]), await bank.start([releases[1]])];
    const told = () => ({ viewer: ann, commandId: uuidv7() });
    await one.store.handle(first, id, { type: 'Price', data: { euros: 5 } }, told());
    await two.store.handle(second, id, { type: 'Price', data: { cents: 700 } }, told());
    const hearing = { name: 'hearing', apply: async (events: readonly FedEvent[]) => void heard.push(...events) };
    process = await bank.start([releases[2]], [hearing]);
    await process.store.handle(third, id, { type: 'Price', data: today[2]! }, told());
  });
  afterAll(() => bank.close());

  it('is stored with the version of its day', async () => {
    const { rows } = await process.db.reader.query('select schema_version from events order by version');
    expect(rows.map((row) => row.schema_version)).toEqual([1, 2, 3]);
  });

  it('is read as today’s by the rules', async () => {
    expect(await process.store.load(third, id, ann)).toEqual({ state: today, version: 3 });
  });

  it('is read as today’s by who follows the log', async () => {
    await until(() => heard.length === 3);
    expect(heard.map(({ data }) => data)).toEqual(today);
  });

  it('is read as today’s by boards, built and followed', async () => {
    expect(await process.db.board(releases[2].projections[0]).one(ann, id)).toEqual(today[2]);
    await process.log.caughtUp('board currency_v1');
    expect(await process.db.board(releases[2].projections[1]).many(ann, ['EUR', 'USD'])).toEqual([today[1], today[2]]);
  });

  it('of a newer release stops an older one, loudly', async () => {
    const old = bank.process([releases[1]]);
    await expect(old.store.load(second, id, ann)).rejects.toThrow(
      'goods does not know version 3 of GoodsPriced: this process is older than the log.',
    );
  });
});

describe('An event that a release does not know', () => {
  it('stops its rules and its boards, loudly', async () => {
    const bank = await openBank();
    type Told = Event<'Old', object> | Event<'New', object>;
    const fresh: Decider<number, Command<'Tell', object>, Told> = {
      initialState: () => 0,
      decide: () => [{ type: 'New', data: {} }],
      evolve: (n) => n + 1,
    };
    const stale = {
      ...fresh,
      evolve: (n: number, { type }: Told) => (type === 'Old' ? n + 1 : undefined),
    } as unknown as typeof fresh;
    const board = { table: 'told_v1', evolve: () => undefined } as unknown as Projection<object, Told>;
    const id = uuidv7();
    const tell = { type: 'Tell', data: {} } as const;
    const { store } = bank.process([{ name: 'tale', decider: fresh, projections: [] }]);
    await store.handle(fresh, id, tell, { viewer: ann, commandId: uuidv7() });

    const rules = bank.process([{ name: 'tale', decider: stale, projections: [] }]);
    await expect(rules.store.load(stale, id, ann)).rejects.toThrow('tale does not know New');
    const boards = bank.process([{ name: 'tale', decider: fresh, projections: [board] }]);
    await expect(boards.store.load(fresh, id, ann)).rejects.toThrow('told_v1 does not know New');
    await bank.close();
  });
});
