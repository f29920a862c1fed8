import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import { type TrackedFacts, trackedFacts, toRecord } from '@tandem/contracts';
import { seededRandom } from '@tandem/statistics';
import { experimentsService, observed, people, seen, type UnitFact } from './experiments.fixture';
import { day } from './tracked-facts.fixture';

let service: Awaited<ReturnType<typeof experimentsService>>;

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());

describe('The topic of tracking', () => {
  it('gives the figures of the door, in any order, on any partition, told twice; what fits nothing spoils nothing', async () => {
    const [id, other] = [await service.run(), await service.run()];
    const random = seededRandom('tracking topic');
    const facts = Array.from({ length: 60 }, (_, i) => [
      seen(`u-${i}`, i % 3 ? 'gate_30' : 'gate_40', day(1 + (i % 5))),
      observed(`u-${i}`, 'played', 'rounds', day(1 + (i % 7)), Number((random() * 10).toFixed(2))),
    ]).flat();
    await service.track(other, facts);

    const messages = Array.from({ length: 24 }, (_, i) => facts.filter((__, at) => at % 24 === i));
    const envelopes = messages.map((some, i) => ({ some, subject: `partition ${i % 5}`, messageId: `${uuidv7()}.0` }));
    await publish(id, [seen('u-1', 'no_such_gate')], 'partition 0');
    for (const { some, subject, messageId } of [...envelopes.toReversed(), ...envelopes])
      await publish(id, some, subject, messageId);
    for (const { some } of envelopes) await publish(id, some, 'again under other ids');

    const wanted = await service.moments(other);
    await until(async () => JSON.stringify(texts(await service.moments(id))) === JSON.stringify(texts(wanted)));
    expect(await service.recounted(id)).toEqual(wanted);
  });
});

const texts = (rows: readonly object[]) => rows.map((row) => Object.values(row).map(String));

async function publish(experimentId: string, facts: readonly UnitFact[], subject: string, id = `${uuidv7()}.0`) {
  const told = facts.map((fact) => ({ ...fact, experimentId, at: new Date(fact.at).toISOString() }));
  const { tenantId } = people.tracker;
  const envelope = { id, source: '/acme/warehouse', time: new Date(day(9)), tenantId, subject };
  const announcement = trackedFacts.of({ facts: told as TrackedFacts['facts'] });
  await service.bus.publish(trackedFacts.topic, [toRecord(announcement, envelope)]);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error('It did not come true.');
}
