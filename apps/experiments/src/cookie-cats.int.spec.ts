import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Metric } from './experiment/experiment.events';
import type { ExperimentTrend } from './experiment/trend.measures';
import { factsOf, type Player, players } from './cookie-cats.fixture';
import { experimentsService, people } from './experiments.fixture';

const all = players();
const metrics: Metric[] = [
  { key: 'retention_7', kind: 'proportion' },
  { key: 'retention_1', kind: 'proportion' },
  { key: 'gamerounds', kind: 'mean' },
];

let service: Awaited<ReturnType<typeof experimentsService>>;

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());

describe('Cookie Cats, told player by player', () => {
  if (!all) return void it('CANNOT BE COMPARED: the reference data is missing', () => undefined);

  it('gives the published figures, seen at once', async () => {
    const id = await service.run(metrics);
    await service.track(id, all.flatMap(factsOf));
    const told = performance.now();
    const { units, excludedUnits, sampleRatio, metrics: figures } = await service.result(id);

    expect(performance.now() - told).toBeLessThan(2_000);
    expect({ units, excludedUnits }).toEqual({ units: 90_189, excludedUnits: 0 });
    expect(sampleRatio).toMatchObject({ dof: 1, p: expect.closeTo(0.0086079878, 10), verdict: 'watch' });
    const [day7, day1, rounds] = figures;
    expect(day7).toMatchObject({
      arms: [
        { variant: 'gate_30', n: 44_700, observed: 8_502, value: 8_502 / 44_700 },
        { variant: 'gate_40', n: 45_489, observed: 8_279, value: 8_279 / 45_489 },
      ],
      comparisons: [{ statistic: expect.closeTo(-3.1643589127, 9), p: expect.closeTo(0.00155424998, 10) }],
    });
    expect(day1).toMatchObject({ arms: [{ observed: 20_034 }, { observed: 20_119 }] });
    expect(rounds).toMatchObject({
      arms: [
        { observed: 44_700, value: expect.closeTo(52.4562639821, 9) },
        { observed: 45_489, value: expect.closeTo(51.2987755281, 9) },
      ],
      comparisons: [{ statistic: expect.closeTo(-0.8854374331, 9), p: expect.closeTo(0.375924384, 8) }],
    });
    expect(await service.recounted(id)).toEqual(await service.moments(id));
    const { effects, sampleRatio: byDay } = await trend(id);
    const [first, last] = [byDay.points[0]!, byDay.points.at(-1)!];
    expect(byDay).toMatchObject({ alarmOn: null, points: { length: 15 } });
    expect(first).toEqual({ ...last, day: 1 });
    expect(last).toMatchObject({ units: [44_700, 45_489], p: sampleRatio!.p, verdict: 'ok' });
    expect(last.sequentialP).toBeCloseTo(0.3145157, 6); // B(500, 500) / B(45200, 45989) / 2^90189
    const back7 = effects[0]!.points;
    expect(back7[6]).toMatchObject({ day: 7, n: 90_189, difference: null, reason: 'no_variance' });
    expect(back7[7]).toMatchObject({ day: 8, crossed: true, ciHigh: figures[0]!.comparisons[0]!.ciHigh });
  }, 90_000);

  it('gives the figures of another test as well, in any order the same bytes', async () => {
    const others = all.slice(0, 12_000).map(altered);
    const [id, again] = [await service.run(metrics), await service.run(metrics)];
    const facts = others.flatMap(factsOf);
    await service.track(id, facts);
    await service.track(again, facts.toReversed());
    await service.track(again, facts);

    expect(await service.moments(again)).toEqual(await service.moments(id));
    const { metrics: figures, sampleRatio } = await service.result(id);
    const [control, other] = ['gate_30', 'gate_40'].map((gate) => others.filter((player) => player.gate === gate));
    const [day7, day1, rounds] = figures.map(({ comparisons }) => comparisons[0]!.statistic);
    expect(day7).toBeCloseTo(pooledZ(control!, other!, 'day7'), 8);
    expect(day1).toBeCloseTo(pooledZ(control!, other!, 'day1'), 8);
    expect(rounds).toBeCloseTo(welchT(control!, other!), 8);
    expect(figures[2]!.arms[1]!.value).toBeCloseTo(mean(other!.map((player) => player.rounds)), 10);
    const even = others.length / 2;
    expect(sampleRatio!.chiSquare).toBeCloseTo((2 * (control!.length - even) ** 2) / even, 8);
  }, 60_000);
});

/** What it said day after day. */
async function trend(id: string): Promise<ExperimentTrend> {
  const { experiment } = await service.ask<{ experiment: { trend: ExperimentTrend } }>(
    people.pia,
    `query ($id: ID!) { experiment(id: $id) { trend {
      effects { points { day n difference ciHigh crossed reason } }
      sampleRatio { alarmOn points { day units p sequentialP verdict } } } } }`,
    { id },
  );
  return experiment.trend;
}

/** Another test: other groups, others who came back, and rounds in quarters. */
function altered(player: Player, i: number): Player {
  const moved = i % 5 === 0 ? 'gate_30' : player.gate;
  return { ...player, gate: moved, day7: player.day7 !== (i % 7 === 0), rounds: player.rounds / 4 + (i % 3) };
}

function pooledZ(control: readonly Player[], other: readonly Player[], day: 'day1' | 'day7'): number {
  const back = (group: readonly Player[]) => group.filter((player) => player[day]).length;
  const share = (back(control) + back(other)) / (control.length + other.length);
  const error = Math.sqrt(share * (1 - share) * (1 / control.length + 1 / other.length));
  return (back(other) / other.length - back(control) / control.length) / error;
}

function welchT(control: readonly Player[], other: readonly Player[]): number {
  const [a, b] = [control, other].map((group) => group.map(({ rounds }) => rounds));
  return (mean(b!) - mean(a!)) / Math.sqrt(variance(a!) / a!.length + variance(b!) / b!.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
