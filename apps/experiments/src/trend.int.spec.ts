import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seededRandom } from '@tandem/statistics';
import fc from 'fast-check';
import { ExperimentBoard } from './experiment/experiment-board.queries';
import type { StoredMoments } from './experiment/result.measures';
import type { RatioTrend, VariantTrend } from './experiment/trend.measures';
import { Trends } from './experiment/trend.queries';
import { experimentsService, observed, people, seen, type UnitFact } from './experiments.fixture';
import { day, history, naive } from './tracked-facts.fixture';

let service: Awaited<ReturnType<typeof experimentsService>>;

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());

describe('The sums by day', () => {
  it('are those counted by hand of every day, and on the last the sums as they stand, in whatever order facts came', () =>
    fc.assert(
      fc.asyncProperty(history(), async ({ facts, oneByOne }) => {
        const id = await service.run(metrics);
        for (const batch of oneByOne) await service.track(id, batch);
        const byDay = await sumsByDay(id);

        for (const until of [1, 2, 3, 5, 8, 12]) expect(standing(byDay, until)).toEqual(byHand(facts, until));
        expect(standing(byDay, 12)).toEqual(await service.moments(id));
      }),
      { numRuns: 8, seed: 7 },
    ));

  it('count a unit with two names once, and leave out what happened in a void phase', async () => {
    const id = await service.run(metrics);
    await service.track(id, [seen('anonymous', 'gate_30'), observed('user', 'o-1', 'rounds', day(2), 3)]);
    await service.link([['anonymous', 'user']]);
    expect(standing(await sumsByDay(id), 2)).toEqual(await service.moments(id));
    expect(await service.moments(id)).toMatchObject([{ n: 1n }, { n: 1n, sum: '3' }]);

    const phase = { phase: 1, designVersion: 1, reason: null, voidedBecause: 'crashes' };
    const phases = [{ ...phase, startedAt: day(2), endedAt: day(3) }];
    const rows = await trends().sumsByDay(people.tracker, { id, startedAt: day(1), phases });
    expect(rows).toEqual([
      { day: 1, variant: 'gate_30', metric: '', n: 1n, happened: 0n, sum: '0', sumOfSquares: '0' },
    ]);
  });
});

describe('The trend', () => {
  it('says on its last day what the result says, as tables and pictures, through GraphQL and as files', async () => {
    const id = await service.run(metrics);
    await service.track(id, shuffled(facts(600)));
    const [{ trend }, result] = [await asked(id), await service.result(id)];

    const rounds = trend.effects.find(({ metric }) => metric === 'rounds')!;
    const { difference, ciLow, ciHigh } = rounds.points.at(-1)!;
    expect({ difference, ciLow, ciHigh }).toEqual(
      (({ difference, ciLow, ciHigh }) => ({ difference, ciLow, ciHigh }))(result.metrics[1]!.comparisons[0]!),
    );
    expect(trend.sampleRatio.points.at(-1)).toMatchObject({ p: result.sampleRatio!.p, units: [300, 300] });
    expect(trend.sampleRatio.points.map(({ units }) => units[0])).toEqual([100, 200, 300]);

    const svg = await file(id, 'cumulative-effect.svg?metric=rounds');
    expect(await svg.text()).toBe(rounds.svg);
    expect(svg.headers.get('content-security-policy')).toContain('sandbox');
    const again = await file(id, 'cumulative-effect.svg?metric=rounds', svg.headers.get('etag')!);
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(await (await file(id, 'sample-ratio.json')).json()).toEqual(trend.sampleRatio.table);
    const csv = await (await file(id, 'sample-ratio.csv')).text();
    expect(csv.split('\r\n')[1]).toBe('1,100,100,0,1,1,ok');
    expect(await (await file(id, 'comparison.svg')).text()).toMatch(/^<svg/);
  });

  it('refuses files that there are not, naming what there is, and those of others', async () => {
    const id = await service.run(metrics);
    const answer = async (name: string) => (await file(id, name)).json() as Promise<{ detail: string }>;
    expect(await answer('pie.svg')).toMatchObject({ detail: expect.stringContaining('cumulative-effect') });
    expect(await answer('comparison.svg?metric=none')).toMatchObject({ detail: expect.stringContaining('rounds') });
    expect(await answer('cumulative-effect.svg?variant=gate_30')).toMatchObject({
      detail: '`variant` must be one of: gate_40.',
    });
    expect((await file(id, 'comparison.svg', undefined, people.eve)).status).toBe(404);
  });
});

const metrics = [
  { key: 'back', kind: 'proportion' },
  { key: 'rounds', kind: 'mean' },
] as const;

const trends = () => service.app.get(Trends, { strict: false });

async function sumsByDay(id: string) {
  const row = await service.app.get(ExperimentBoard, { strict: false }).one(people.tracker, id);
  return trends().sumsByDay(people.tracker, row!);
}

/** The sums at the end of a day: of each variant and metric the last that changed. */
function standing(rows: Awaited<ReturnType<typeof sumsByDay>>, until: number): StoredMoments[] {
  const last = new Map(
    rows.filter(({ day }) => day <= until).map(({ day: _, ...sums }) => [`${sums.variant} ${sums.metric}`, sums]),
  );
  return [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sums]) => sums);
}

/** Counted fact by fact: units of several variants, whenever that shows, are in no variant on any day. */
function byHand(facts: readonly UnitFact[], until: number) {
  const several = (unit: string) =>
    new Set(facts.flatMap((fact) => (fact.unit === unit && fact['variant'] ? [fact['variant']] : []))).size > 1;
  const known = facts.filter(({ at }) => at < day(until + 1));
  const mixed = new Set(known.filter(({ unit, type }) => type === 'exposure' && several(unit)).map(({ unit }) => unit));
  const star = { variant: '*', metric: '', n: BigInt(mixed.size), happened: 0n, sum: '0', sumOfSquares: '0' };
  return [...(mixed.size > 0 ? [star] : []), ...naive(known.filter(({ unit }) => !several(unit)))];
}

/** So many units, in turn in both variants, a third a day; they play on the day they come. */
const facts = (units: number): UnitFact[] =>
  Array.from({ length: units }, (_, i) => {
    const since = 1 + Math.floor((3 * i) / units);
    const value = ((i * 37) % 11) + (i % 2 ? 2 : 0);
    return [
      seen(`u-${i}`, i % 2 ? 'gate_40' : 'gate_30', day(since)),
      observed(`u-${i}`, `o-${i}`, 'rounds', day(since), value),
    ];
  }).flat();

function shuffled(facts: readonly UnitFact[]): UnitFact[] {
  const random = seededRandom('shuffled');
  return facts
    .map((fact) => ({ fact, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ fact }) => fact);
}

type Shown<Trend> = Trend & { readonly svg: string; readonly table: { readonly rows: readonly unknown[] } };

async function asked(id: string) {
  const { experiment } = await service.ask<{
    experiment: {
      trend: {
        effects: Shown<VariantTrend>[];
        sampleRatio: Shown<RatioTrend>;
        hiddenUntil: string | null;
      };
    };
  }>(
    people.pia,
    `query ($id: ID!) { experiment(id: $id) { trend { hiddenUntil
      sampleRatio { alarmOn points { day units p sequentialP verdict } svg table { columns rows } }
      effects { metric variant p reason crossedOn svg table { columns rows }
        points { day n difference ciLow ciHigh sequentialLow sequentialHigh crossed reason } } } } }`,
    { id },
  );
  return experiment;
}

async function file(
  id: string,
  name: string,
  known?: string,
  person: Parameters<typeof service.token>[0] = people.pia,
) {
  const headers = new Headers({ authorization: `Bearer ${await service.token(person)}` });
  if (known) headers.set('if-none-match', known);
  return fetch(`${service.url}/v1/experiments/${id}/${name}`, { headers });
}
