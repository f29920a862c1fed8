import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { experimentsService, observed, people, seen } from './experiments.fixture';
import { day, history, naive } from './tracked-facts.fixture';

type Service = Awaited<ReturnType<typeof experimentsService>>;
let service: Service;

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());

describe('Tracked facts', () => {
  it('count an observation that came before its exposure', async () => {
    const id = await service.run();
    await service.track(id, [observed('u-1', 'o-1', 'rounds', day(2), 7)]);
    expect(await service.moments(id)).toEqual([]);
    await service.track(id, [seen('u-1', 'gate_30')]);

    expect(await service.moments(id)).toEqual([units('gate_30', 1), sums('gate_30', 1, '7', '49')]);
  });

  it('count what a unit did from its first exposure on, and not what it did before', async () => {
    const id = await service.run();
    await service.track(id, [
      ...[seen('u-1', 'gate_30', day(5)), seen('u-2', 'gate_30')],
      ...[observed('u-1', 'early', 'rounds', day(4), 100), observed('u-1', 'same', 'rounds', day(5), 0.25)],
    ]);

    expect(await service.moments(id)).toEqual([units('gate_30', 2), sums('gate_30', 1, '0.25', '0.0625')]);
  });

  it('stand still when a unit is exposed again later, and move its window when it turns out to be earlier', async () => {
    const id = await service.run();
    const early = observed('u-1', 'early', 'rounds', day(4), 100);
    await service.track(id, [seen('u-1', 'gate_30', day(5)), early, observed('u-1', 'o', 'rounds', day(6), 1)]);
    await service.track(id, [seen('u-1', 'gate_30', day(9))]);
    expect(await service.moments(id)).toEqual([units('gate_30', 1), sums('gate_30', 1, '1', '1')]);
    await service.track(id, [seen('u-1', 'gate_30', day(3))]);

    expect(await service.moments(id)).toEqual([units('gate_30', 1), sums('gate_30', 1, '101', '10201')]);
  });

  it('leave a unit out of both variants once it has seen two, and count it', async () => {
    const id = await service.run();
    await service.track(id, [
      seen('u-1', 'gate_30'),
      seen('u-2', 'gate_40'),
      observed('u-1', 'o', 'rounds', day(2), 3),
    ]);
    await service.track(id, [seen('u-1', 'gate_40', day(3))]);
    await service.track(id, [observed('u-1', 'later', 'rounds', day(4), 3)]);

    expect(await service.moments(id)).toEqual([units('*', 1), units('gate_40', 1)]);
    expect(await service.result(id)).toMatchObject({ units: 1, excludedUnits: 1 });
  });

  it('tell a unit that was observed with 0 from one that was not observed', async () => {
    const id = await service.run([{ key: 'rounds', kind: 'proportion' }]);
    const took = (unit: string, value: number) => observed(unit, unit, 'rounds', day(2), value);
    await service.track(id, [...['a', 'b', 'c', 'd'].map((unit) => seen(unit, 'gate_30')), took('a', 0), took('b', 1)]);

    const { metrics } = await service.result(id);
    expect(metrics[0]!.arms[0]).toMatchObject({ n: 4, observed: 2, value: 0.25 });
  });

  it('are kept apart by experiment, though one batch tells of both', async () => {
    const [one, other] = [await service.run(), await service.run()];
    const facts = [
      { experimentId: one, ...seen('u-1', 'gate_30') },
      { experimentId: other, ...seen('u-1', 'gate_40') },
      { experimentId: other, ...observed('u-1', 'o-1', 'rounds', day(2), 2) },
    ];

    expect(await service.post(JSON.stringify({ facts }))).toEqual({ status: 202, accepted: 3 });
    expect(await service.moments(one)).toEqual([units('gate_30', 1)]);
    expect(await service.moments(other)).toEqual([units('gate_40', 1), sums('gate_40', 1, '2', '4')]);
  });

  it('leave room for those who read while many batches wait for their turn', async () => {
    const id = await service.run();
    const accepted = await service.db.transaction(people.tracker, async (tx) => {
      await tx.query('lock table exposures in share mode');
      const sent = Array.from({ length: 20 }, (_, i) => service.send(id, [seen(`u-${i}`, 'gate_30')]));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await service.result(id)).toMatchObject({ units: 0 });
      return { all: Promise.all(sent) };
    });

    expect(new Set((await accepted.all).map(({ status }) => status))).toEqual(new Set([202]));
    expect(await service.moments(id)).toEqual([units('gate_30', 20)]);
  });

  it('give the same bytes in any order, in any batches, told again and told at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.noBias(history()), async ({ facts, oneByOne, atOnce }) => {
        const ids = [await service.run(metrics), await service.run(metrics)] as const;
        for (const batch of oneByOne) await service.track(ids[0], batch);
        await Promise.all([...atOnce, ...atOnce.slice(0, 2)].map((batch) => service.track(ids[1], batch)));

        const expected = naive(facts);
        for (const id of ids) {
          expect(await service.moments(id)).toEqual(expected);
          expect(await service.recounted(id)).toEqual(expected);
        }
      }),
      { numRuns: 12, seed: 20160601 },
    );
  }, 90_000);
});

describe('A concluded experiment', () => {
  it('takes what happened before its end for ever, and nothing that happened after it', async () => {
    const id = await service.run();
    await service.conclude(id, day(20));

    expect(await service.send(id, [seen('late', 'gate_30', day(20))])).toEqual({ status: 202, accepted: 1 });
    expect(await service.send(id, [seen('new', 'gate_30', day(21))])).toMatchObject({
      status: 422,
      code: 'facts-do-not-fit',
      detail: 'Nothing was stored. facts.0: `at` is after the end, 2016-06-20T00:00:00.000Z',
    });
    expect(await service.moments(id)).toEqual([units('gate_30', 1)]);
  });
});

describe('The door of trackers stores nothing of a batch', () => {
  let id: string;
  const good = seen('u-2', 'gate_40');
  const facts = (...bad: object[]) =>
    JSON.stringify({ facts: [good, ...bad].map((fact) => ({ experimentId: id, ...fact })) });

  beforeAll(async () => {
    id = await service.run(metrics);
    await service.track(id, [seen('u-1', 'gate_30'), observed('u-1', 'o-1', 'rounds', day(2), 7)]);
  });

  it.each<[string, number, string, (service: Service) => ReturnType<Service['post']>]>([
    ['that is no JSON', 400, 'BAD_REQUEST', ({ post }) => post('{"facts": [')],
    ['that is empty', 400, 'BAD_REQUEST', ({ post }) => post('')],
    ['of another content type', 415, 'UNSUPPORTED_MEDIA_TYPE', ({ post }) => post(facts(), people.tracker, 'text/csv')],
    ['of 10 MB', 413, 'PAYLOAD_TOO_LARGE', ({ post }) => post(facts({ ...good, note: 'x'.repeat(10 * 1024 ** 2) }))],
    ['that is a list', 400, 'BAD_USER_INPUT', ({ post }) => post('[]')],
    ['without facts', 400, 'BAD_USER_INPUT', ({ post }) => post('{"facts":[]}')],
    [
      'of 10,001 facts',
      400,
      'BAD_USER_INPUT',
      ({ send }) =>
        send(
          id,
          Array.from({ length: 10_001 }, () => good),
        ),
    ],
    ['without a token', 401, 'UNAUTHENTICATED', ({ post }) => post(facts(), null)],
    ['of someone who is no tracker', 403, 'FORBIDDEN', ({ post }) => post(facts(), people.pia)],
    ['of another organisation', 422, 'facts-do-not-fit', ({ post }) => post(facts(), people.eve)],
    [
      'with an impossible day',
      400,
      'BAD_USER_INPUT',
      ({ post }) => post(facts(seen('u', 'gate_30', '2016-02-30T00:00:00Z'))),
    ],
    [
      'with a value in words',
      400,
      'BAD_USER_INPUT',
      ({ post }) => post(facts({ ...observed('u', 'o', 'rounds', day(2)), value: 'many' })),
    ],
    ['with a NUL in a name', 400, 'BAD_USER_INPUT', ({ post }) => post(facts(seen('a\0b', 'gate_30')))],
    [
      'with half a character in a name',
      400,
      'BAD_USER_INPUT',
      ({ post }) => post(facts(seen('a', 'gate_30')).replace('"a"', '"\\ud800"')),
    ],
    [
      'of an unknown experiment',
      422,
      'facts-do-not-fit',
      ({ send }) => send('a0000000-0000-4000-8000-0000000000ff', [good]),
    ],
    [
      'of an experiment that has not started',
      422,
      'facts-do-not-fit',
      async ({ send, propose }) => send(await propose(), [good]),
    ],
    ['with an unknown variant', 422, 'facts-do-not-fit', ({ post }) => post(facts(seen('u', 'gate_50')))],
    [
      'with an unknown metric',
      422,
      'facts-do-not-fit',
      ({ post }) => post(facts(observed('u', 'o', 'clicks', day(2)))),
    ],
    [
      'from before the start',
      422,
      'facts-do-not-fit',
      ({ post }) => post(facts(seen('u', 'gate_30', '2016-05-31T23:59:59Z'))),
    ],
    [
      'from the future',
      422,
      'facts-do-not-fit',
      ({ post }) => post(facts(seen('u', 'gate_30', '2999-01-01T00:00:00Z'))),
    ],
    [
      'with another value under a known id',
      422,
      'id-reused',
      ({ post }) => post(facts(observed('u-1', 'o-1', 'rounds', day(2), 8))),
    ],
    [
      'with another moment under a known id',
      422,
      'id-reused',
      ({ post }) => post(facts(observed('u-1', 'o-1', 'rounds', day(3), 7))),
    ],
    [
      'with another metric under a known id',
      422,
      'id-reused',
      ({ post }) => post(facts(observed('u-1', 'o-1', 'back', day(2), 7))),
    ],
    [
      'with one id for two observations',
      422,
      'id-reused',
      ({ post }) => post(facts(...[day(3), day(4)].map((at) => observed('u-3', 'o-3', 'rounds', at)))),
    ],
  ])('%s', async (_, status, code, attempt) => {
    const before = [await service.stored(id), await service.moments(id)];

    expect(await attempt(service)).toMatchObject({ status, code, detail: expect.stringMatching(/\w \w/) });
    expect([await service.stored(id), await service.moments(id)]).toEqual(before);
  });

  it('and tells at most 20 reasons', async () => {
    const { detail } = await service.send(
      id,
      Array.from({ length: 30 }, () => seen('u', 'gate_50')),
    );

    expect(detail).toMatch(
      /^Nothing was stored\. facts\.0: the experiment has no such variant; facts\.1: .*; and 10 more$/,
    );
  });
});

const metrics = [
  { key: 'rounds', kind: 'mean' },
  { key: 'back', kind: 'proportion' },
] as const;

function units(variant: string, n: number) {
  return { variant, metric: '', n: BigInt(n), happened: 0n, sum: '0', sumOfSquares: '0' };
}

function sums(variant: string, n: number, sum: string, sumOfSquares: string) {
  return { variant, metric: 'rounds', n: BigInt(n), happened: BigInt(n), sum, sumOfSquares };
}
