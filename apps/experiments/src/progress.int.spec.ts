import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { experimentsService, observed, people, seen } from './experiments.fixture';
import type { Progress } from './experiment/progress.measures';
import { day } from './tracked-facts.fixture';

let service: Awaited<ReturnType<typeof experimentsService>>;

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());

describe('The progress of an experiment', () => {
  it('is what was there at each look of its plan, however late that was told', async () => {
    const id = await service.run([{ key: 'rounds', kind: 'mean' }], 40);
    expect(await progress(id)).toMatchObject([{ looks: [], reason: 'too_few' }]);
    const units = Array.from({ length: 40 }, (_, i) => `u-${i}`);
    const gate = (i: number) => (i % 2 === 0 ? 'gate_30' : 'gate_40');
    const facts = units.flatMap((unit, i) => [
      seen(unit, gate(i), day(i < 30 ? 2 : 20)),
      observed(unit, 'played', 'rounds', day(i < 30 ? 3 : 21), i % 7),
      observed(unit, 'later', 'rounds', day(16), 1000 * (i % 2)),
    ]);
    await service.track(id, facts.toReversed());

    const [{ looks, foundAt, anytimeP, unitsToCome, reason }] = (await progress(id)) as [Progress];
    expect(looks).toMatchObject([
      { at: '2016-06-15T00:00:00.000Z', fraction: 0.75, crossed: false },
      { fraction: 1, crossed: true },
    ]);
    expect(Math.abs(looks[0]!.z)).toBeLessThan(1);
    expect({ foundAt, reason }).toEqual({ foundAt: looks[1]!.at, reason: null });
    expect(anytimeP).toBeLessThan(0.05);
    expect(unitsToCome).toBeGreaterThan(0);
  });

  it('is nothing before the start', async () => expect(await progress(await service.propose())).toEqual([]));
});

async function progress(id: string): Promise<Progress[]> {
  const { experiment } = await service.ask<{ experiment: { progress: Progress[] } }>(
    people.pia,
    `query ($id: ID!) { experiment(id: $id) { progress { metric variant foundAt p anytimeP anytimeLow anytimeHigh power
      unitsToCome reason looks { at fraction z bound crossed ciLow ciHigh } } } }`,
    { id },
  );
  return experiment.progress;
}
