import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bus, type CrashPoint, KafkaBus, PostgresBus } from './index';
import { specDatabase } from './spec-database';
import { noBroker, testBroker } from './testing';

const run = randomUUID();
const topic = `tandem.test.crash-${run}`;

const killed = (open: (url: string) => Bus, brokers?: string[]) => () => {
  let service: Awaited<ReturnType<typeof specDatabase>>;
  let bus: Bus;
  const children: ChildProcess[] = [];

  const consumer = (group: string, crashAt?: CrashPoint, afterRecords = 1) => {
    const settings = JSON.stringify({ url: service.url, brokers, topic, group, crashAt, afterRecords });
    const child = fork(join(__dirname, '../testing/crash-child.cjs'), [settings], { execArgv: [] });
    children.push(child);
    return child;
  };
  const effectsOf = async (group: string) =>
    (await service.pool.query('SELECT value FROM effects WHERE consumer = $1 ORDER BY seq', [group])).rows.map(
      ({ value }) => Number(value),
    );

  beforeAll(async () => {
    service = await specDatabase();
    await service.table('effects', 'seq bigserial, consumer text, value text');
    bus = open(service.url);
    await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
    for (let n = 0; n < 1_200; n += 300)
      await bus.publish(
        topic,
        Array.from({ length: 300 }, (_, i) => ({ key: 'k', headers: {}, value: String(n + i) })),
      );
  }, 120_000);
  afterAll(async () => {
    children.forEach((child) => child.kill('SIGKILL'));
    await bus?.close();
    await service?.close();
  });

  it.each<[CrashPoint, number]>([
    ['before-effect', 0],
    ['before-offset', 0],
    ['before-commit', 0],
    ['after-commit', 500],
  ])(
    '%s: has done %i, and the next goes on as if nothing had been',
    async (point, done) => {
      const group = `crash-${point}-${run}`;
      const [, signal] = await once(consumer(group, point), 'exit');
      expect(signal).toBe('SIGKILL');
      expect((await effectsOf(group)).length).toBe(done);

      const next = consumer(group);
      await until(async () => (await effectsOf(group)).length >= 1_200);
      next.kill('SIGKILL');

      expect(await effectsOf(group)).toEqual(Array.from({ length: 1_200 }, (_, i) => i));
    },
    60_000,
  );

  it('again and again, anywhere, has each effect once and in order in the end', async () => {
    const group = `crash-anywhere-${run}`;
    for (const [point, after] of [
      ['after-commit', 1],
      ['before-commit', 1],
      ['after-commit', 1],
      ['before-offset', 1],
    ] as const)
      await once(consumer(group, point, after), 'exit');
    const last = consumer(group);
    await until(async () => (await effectsOf(group)).length >= 1_200);
    last.kill('SIGKILL');

    expect(await effectsOf(group)).toEqual(Array.from({ length: 1_200 }, (_, i) => i));
  }, 60_000);
};

describe(
  'A consumer that is killed, on PostgreSQL,',
  killed((url) => new PostgresBus({ url, role: 'bus_app' })),
);
describe(
  'A consumer that is killed, on Kafka,',
  testBroker
    ? killed(() => new KafkaBus({ brokers: [testBroker!] }), [testBroker])
    : () => it(noBroker, () => undefined),
);

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come true: ${holds.toString()}`);
    await sleep(50);
  }
}
