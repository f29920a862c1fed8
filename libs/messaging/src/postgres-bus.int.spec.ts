import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { busContract } from './bus.contract';
import { faultProxy } from './fault-proxy';
import { type Batch, PostgresBus } from './index';
import { specDatabase } from './spec-database';

busContract('PostgreSQL', async () => {
  const { url, pool, table, close } = await specDatabase();
  await table('effects', 'seq bigserial, consumer text, key text, value text');
  const server = new URL(url);
  const proxy = await faultProxy({ host: server.hostname, port: Number(server.port) });
  server.port = String(proxy.port);
  server.hostname = '127.0.0.1';
  return {
    bus: async () => new PostgresBus({ url: server.href, role: 'bus_app', leaseMs: 2_000 }),
    cut: async () => proxy.cut(),
    outage: async () => {
      const restore = proxy.outage();
      return async () => restore();
    },
    database: pool,
    async close() {
      await close();
      await proxy.close();
    },
  };
});

describe('The PostgreSQL bus', () => {
  let service: Awaited<ReturnType<typeof specDatabase>>;
  let bus: PostgresBus;
  let topic: string;
  const errors: string[] = [];

  beforeAll(async () => {
    service = await specDatabase();
    bus = new PostgresBus({
      url: service.url,
      role: 'bus_app',
      onError: ({ message }, where) => errors.push(`${where}: ${message}`),
    });
  }, 120_000);
  beforeEach(() => {
    topic = `tandem.test.t${randomUUID()}`;
    errors.length = 0;
  });
  afterAll(async () => {
    await bus?.close();
    await service?.close();
  });

  const publish = (n: number) =>
    bus.publish(
      topic,
      Array.from({ length: n }, (_, i) => ({ key: `k${i}`, headers: {}, value: String(i) })),
    );
  const reading = (startAt: bigint, handler: (batch: Batch) => Promise<void>) =>
    bus.consume({ group: randomUUID(), topics: [topic], startAt: async () => startAt, handler });
  const until = async (holds: () => boolean) => {
    for (let n = 0; n < 400 && !holds(); n++) await sleep(20);
    expect(holds()).toBe(true);
  };

  it('deletes what is past its retention, and says what a consumer missed by it', async () => {
    await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 300 }]);
    await publish(5);
    await sleep(400);
    await publish(2);
    expect(await bus.trim()).toBe(5n);

    const seen: bigint[] = [];
    const consumer = await reading(2n, async ({ records }) => void seen.push(...records.map(({ offset }) => offset)));
    await until(() => seen.length === 2);
    await consumer.stop();

    expect(seen).toEqual([5n, 6n]);
    expect(errors).toContainEqual(expect.stringMatching(/Records 2 to 4 of .* passed their retention unread/));
  });

  it('does not go on in silence when the log is shorter than what the consumer has read', async () => {
    await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 60_000 }]);
    await publish(3);
    const consumer = await reading(7n, async () => undefined);

    await until(() => errors.length > 3);
    expect(errors[0]).toMatch(/is at offset 7 of .*, which ends at 3: the bus was emptied or restored/);
    expect(await bus.health()).toMatchObject({ ok: false, detail: expect.stringContaining('fails again and again') });
    await consumer.stop();
  });

  it('tells of every error of a handler, with where it was', async () => {
    await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 60_000 }]);
    await publish(1);
    const consumer = await reading(0n, async () => Promise.reject(new Error('no such team')));

    await until(() => errors.length > 1);
    await consumer.stop();
    expect(errors[0]).toMatch(new RegExp(` on ${topic}/0: no such team`));
  });

  it('works on no more partitions at once than it is told', async () => {
    const narrow = new PostgresBus({ url: service.url, role: 'bus_app', concurrency: 2 });
    await bus.ensureTopics([{ name: topic, partitions: 6, retentionMs: 60_000 }]);
    await publish(120);
    let [working, most, done] = [0, 0, 0];
    await narrow.consume({
      ...{ group: randomUUID(), topics: [topic], startAt: async () => 0n },
      handler: async ({ records }) => {
        most = Math.max(most, ++working);
        await sleep(30);
        working--;
        done += records.length;
      },
    });
    await until(() => done === 120);
    await narrow.close();

    expect(most).toBe(2);
  });

  it('rings at most once in 2 ms, however much is published', async () => {
    await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 60_000 }]);
    const listener = new Client({ connectionString: service.url });
    let rings = 0;
    await listener.connect();
    listener.on('notification', () => rings++);
    await listener.query('LISTEN bus');
    const began = performance.now();
    for (let n = 0; n < 100; n++) await publish(1);
    const took = performance.now() - began;
    await sleep(50);
    await listener.end();

    expect(rings).toBeGreaterThan(0);
    expect(rings).toBeLessThanOrEqual(took / 2 + 2);
  });
});
