import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joined, type Link } from './experiment/identity.measures';
import { experimentsService, people, observed, seen, type UnitFact } from './experiments.fixture';
import { day, history, naive } from './tracked-facts.fixture';

let service: Awaited<ReturnType<typeof experimentsService>>;

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());

const metrics = [
  { key: 'rounds_played', kind: 'mean' },
  { key: 'viewed-shop-page', kind: 'proportion' },
] as const;

describe('The batch call of the Segment API', () => {
  it('takes exposures, events and pages of those SDKs, once however often they are told', async () => {
    const id = await service.run(metrics);
    const batch = [
      viewed(id, 'm-1', 'u-1', 'gate_30'),
      {
        ...viewed(id, 'm-2', 'u-2', 'gate_40'),
        event: '$exposure',
        properties: { experiment: id, variant: 'gate_40' },
      },
      {
        type: 'track',
        messageId: 'm-3',
        userId: 'u-1',
        event: 'Rounds Played',
        timestamp: day(2),
        properties: { value: 2.5 },
      },
      { type: 'track', messageId: 'm-4', userId: 'u-1', event: 'Rounds Played', timestamp: day(3) },
      { type: 'page', messageId: 'm-5', userId: 'u-2', name: 'Shop', timestamp: day(3) },
      { type: 'track', messageId: 'm-6', userId: 'u-1', event: 'Something Else', timestamp: day(3) },
    ];
    const taken = { status: 200, success: true, exposures: 2, observations: 3, ignored: { count: 0, first: [] } };
    expect(await post({ batch, sentAt: day(4) })).toEqual(taken);
    expect(await post({ batch: batch.toReversed() })).toEqual(taken);

    expect(await service.moments(id)).toEqual([
      { variant: 'gate_30', metric: '', n: 1n, happened: 0n, sum: '0', sumOfSquares: '0' },
      { variant: 'gate_30', metric: 'rounds_played', n: 1n, happened: 1n, sum: '3.5', sumOfSquares: '12.25' },
      { variant: 'gate_40', metric: '', n: 1n, happened: 0n, sum: '0', sumOfSquares: '0' },
      { variant: 'gate_40', metric: 'viewed-shop-page', n: 1n, happened: 1n, sum: '1', sumOfSquares: '1' },
    ]);
  });

  it('makes a visitor and who signs in one unit, before or after the events', async () => {
    const id = await service.run(metrics);
    await post({
      batch: [
        { ...viewed(id, 'n-1', null, 'gate_30'), anonymousId: 'cookie-1' },
        { type: 'track', messageId: 'n-2', userId: 'kim', event: 'Rounds Played', timestamp: day(3) },
      ],
    });
    expect(await sum(id)).toBeUndefined();
    await post({
      batch: [{ type: 'identify', messageId: 'n-3', anonymousId: 'cookie-1', userId: 'kim', timestamp: day(4) }],
    });
    expect(await sum(id)).toEqual({ n: 1, sum: '1' });
    await post({
      batch: [{ type: 'alias', messageId: 'n-4', previousId: 'kim', userId: 'kim@acme', timestamp: day(4) }],
    });
    await post({
      batch: [
        {
          type: 'track',
          messageId: 'n-5',
          userId: 'kim@acme',
          event: 'Rounds Played',
          timestamp: day(5),
          properties: { revenue: 3 },
        },
      ],
    });
    expect(await sum(id)).toEqual({ n: 1, sum: '4' });
    expect(await service.recounted(id)).toEqual(await service.moments(id));
  });

  it('leaves out a unit that saw two variants under two names', async () => {
    const id = await service.run(metrics);
    await post({ batch: [viewed(id, 'p-1', 'phone', 'gate_30'), viewed(id, 'p-2', 'laptop', 'gate_40')] });
    await post({
      batch: [{ type: 'alias', messageId: 'p-3', previousId: 'phone', userId: 'laptop', timestamp: day(2) }],
    });
    expect(await service.result(id)).toMatchObject({ units: 0, excludedUnits: 1 });
  });

  it('takes what fits of a batch, and says what does not', async () => {
    const id = await service.run(metrics);
    const good = viewed(id, 'q-1', 'u-1', 'gate_30');
    const future = new Date(Date.now() + 3_600_000).toISOString();
    const { ignored, exposures, status } = await post({
      batch: [
        { ...good, messageId: 'no-one', userId: null },
        { ...good, messageId: 'variant', properties: { experiment_id: id, variation_id: 'gate_50' } },
        { ...good, messageId: 'nothing', properties: null },
        { ...good, messageId: 'unknown', properties: { flag: 'no-such-flag', variant: 'a' } },
        { ...good, messageId: 'late', timestamp: future },
        { ...good, messageId: 'when', timestamp: 'yesterday' },
        { ...good, messageId: 'kind', type: 'trace' },
        { ...good, messageId: 'value', event: 'Rounds Played', properties: { value: 'many' } },
        { type: 'alias', messageId: 'alias', userId: 'u-1', timestamp: day(1) },
        'text',
        good,
      ],
    });
    expect({ status, exposures, count: ignored!.count }).toEqual({ status: 200, exposures: 1, count: 10 });
    expect(ignored!.first).toEqual([
      { messageId: 'no-one', reason: expect.stringContaining('`userId` or `anonymousId`') },
      { messageId: 'variant', reason: expect.stringContaining('no such variant') },
      { messageId: 'nothing', reason: expect.stringContaining('experiment_id') },
      { messageId: 'unknown', reason: expect.stringContaining('no such experiment') },
      { messageId: 'late', reason: expect.stringContaining('in the future') },
      { messageId: 'when', reason: expect.stringContaining('timestamp: must be a moment') },
      { messageId: 'kind', reason: expect.stringContaining('`type` must be') },
      { messageId: 'value', reason: expect.stringContaining('`properties.value` must be a number') },
      { messageId: 'alias', reason: expect.stringContaining('previousId') },
      { messageId: null, reason: expect.any(String) },
    ]);
  });

  it('knows its tracker by any of the ways in which SDKs send a write key', async () => {
    const batch = [{ type: 'identify', messageId: 'r-1', userId: 'u-1', timestamp: day(1) }];
    const key = await service.token(people.tracker);
    const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    expect(await post({ batch }, { authorization: basic })).toMatchObject({ status: 200 });
    expect(await post({ batch, writeKey: key }, {})).toMatchObject({ status: 200 });
    expect(await post({ batch }, {})).toMatchObject({ status: 401 });
    expect(await post({ batch, writeKey: 'guessed' }, {})).toMatchObject({ status: 401 });
    expect(await post({ batch, writeKey: await service.token(people.pia) }, {})).toMatchObject({ status: 403 });
    expect(await post({ batch: [] })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });
});

describe('Units with several names', () => {
  it('have the same bytes, whatever comes first, in whatever batches, told again', async () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const links = fc.array(fc.tuple(names, names), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.noBias(history()), links, fc.nat(), async ({ facts, oneByOne, atOnce }, told, when) => {
        const prefix = `${when}-${Math.abs(hash(JSON.stringify([facts, told])))}-`;
        const [early, late] = [await run(), await run()];
        // each run has names of its own: links hold for the whole organisation
        const own = (run: string) => (name: string) => `${run}${prefix}${name}`;
        const linked = (run: string) => told.map(([one, other]): Link => [own(run)(one), own(run)(other)]);
        const named = (run: string, some: readonly UnitFact[]) =>
          some.map((fact) => ({ ...fact, unit: own(run)(fact.unit) }));

        await service.link(linked('x'));
        for (const batch of oneByOne) await service.track(early, named('x', batch));
        const half = when % (atOnce.length + 1);
        await Promise.all(atOnce.slice(0, half).map((batch) => service.track(late, named('y', batch))));
        await Promise.all([
          ...linked('y')
            .toReversed()
            .map((link) => service.link([link])),
          ...atOnce.slice(half).map((batch) => service.track(late, named('y', batch))),
        ]);

        const units = new Map(joined([], told).map(({ name, unit }) => [name, unit]));
        const expected = naive(facts.map((fact) => ({ ...fact, unit: units.get(fact.unit) ?? fact.unit })));
        for (const id of [early, late]) {
          expect(await service.moments(id)).toEqual(expected);
          expect(await service.recounted(id)).toEqual(expected);
        }
      }),
      { numRuns: 10, seed: 20160602 },
    );
  }, 30_000);

  it('are forgotten under all of them: what is left is as if they had never been', async () => {
    const [id, without] = [await run(), await run()];
    const others = [seen('z-3', 'gate_30'), observed('z-3', 'z', 'rounds', day(2), 0.1), seen('z-4', 'gate_40')];
    await service.track(without, others);
    await service.track(id, [
      ...others,
      ...[seen('z-1', 'gate_30'), observed('z-2', 'z', 'rounds', day(2), 0.7), observed('z-2', 'y', 'back', day(3))],
    ]);
    await service.link([['z-1', 'z-2']]);
    expect(await service.moments(id)).not.toEqual(await service.moments(without));

    const answer = await fetch(`${service.url}/v1/experiments/forget-units`, {
      method: 'POST',
      headers: await headers(),
      body: JSON.stringify({ units: ['z-2'] }),
    });
    expect({ status: answer.status, ...((await answer.json()) as object) }).toEqual({ status: 200, forgotten: 2 });
    expect(await present(id)).toEqual(await service.moments(without));
    expect(JSON.stringify(await service.stored(id))).not.toMatch(/z-[12]/);
    expect(await service.recounted(id)).toEqual(await service.moments(without));
  });
});

const run = () =>
  service.run([
    { key: 'rounds', kind: 'mean' },
    { key: 'back', kind: 'proportion' },
  ]);

const present = async (id: string) => (await service.moments(id)).filter(({ n }) => Number(n) > 0);

const viewed = (id: string, messageId: string, userId: string | null, variant: string) => ({
  ...{ type: 'track', event: 'Experiment Viewed', messageId, userId, timestamp: day(1) },
  properties: { experiment_id: id, variation_id: variant },
});

async function sum(id: string) {
  const row = (await service.moments(id)).find(({ metric }) => metric === 'rounds_played');
  return row && { n: Number(row.n), sum: row.sum };
}

const headers = async () => ({
  ...{ 'content-type': 'application/json', authorization: `Bearer ${await service.token(people.tracker)}` },
});

interface Answer {
  readonly status: number;
  readonly exposures?: number;
  readonly ignored?: { readonly count: number; readonly first: readonly object[] };
}

async function post(body: object, given?: Record<string, string>): Promise<Answer> {
  const sent = { 'content-type': 'application/json', ...(given ?? (await headers())) };
  const answer = await fetch(`${service.url}/v1/batch`, { method: 'POST', headers: sent, body: JSON.stringify(body) });
  return { status: answer.status, ...((await answer.json()) as object) };
}

/** The same small number for the same text. */
const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
