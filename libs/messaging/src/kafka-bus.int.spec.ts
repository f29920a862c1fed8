import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { busContract } from './bus.contract';
import { type Batch, KafkaBus } from './index';
import { specDatabase } from './spec-database';
import { noBroker, proxiedBroker, testBroker } from './testing';

const asABus = () =>
  busContract('Kafka', async () => {
    const { pool, table, close } = await specDatabase();
    await table('effects', 'seq bigserial, consumer text, key text, value text');
    const { proxy, options } = await proxiedBroker();
    return {
      bus: async () => new KafkaBus({ ...options, sessionMs: 2_000, sendMs: 3_000, askMs: 2_000 }),
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

const ofItsOwn = () => {
  const brokers = [testBroker!];
  const errors: string[] = [];
  let bus: KafkaBus;
  let topic: string;

  beforeAll(() => {
    const onError = ({ message }: Error, where: string) => void errors.push(`${where}: ${message}`);
    bus = new KafkaBus({ brokers, onError, sessionMs: 2_000 });
  });
  beforeEach(() => {
    topic = `tandem.test.t${randomUUID()}`;
    errors.length = 0;
  });
  afterAll(() => bus.close());

  const declare = (partitions: number) => bus.ensureTopics([{ name: topic, partitions, retentionMs: 3_600_000 }]);
  const publish = (n: number) =>
    bus.publish(
      topic,
      Array.from({ length: n }, (_, i) => ({ key: `k${i}`, headers: {}, value: String(i) })),
    );
  const reading = (startAt: bigint, handler: (batch: Batch) => Promise<void>) =>
    bus.consume({ group: randomUUID(), topics: [topic], startAt: async () => startAt, handler });
  const asAdmin = async <Answer>(work: (admin: ReturnType<Kafka['admin']>) => Promise<Answer>) => {
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  };

  it('makes topics with the retention that was declared', async () => {
    await declare(2);
    const { resources } = await asAdmin((admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: 2, name: topic, configNames: ['retention.ms', 'cleanup.policy'] }],
      }),
    );
    const configs = Object.fromEntries(resources[0]!.configEntries.map((e) => [e.configName, e.configValue]));
    expect(configs).toEqual({ 'retention.ms': '3600000', 'cleanup.policy': 'delete' });
  });

  it('lets the other partitions go on, and stays in the group, while one takes longer than a session', async () => {
    await declare(2);
    const handled = new Map<number, number>();
    let slowCalls = 0;
    const consumer = await reading(0n, async ({ partition, records }) => {
      if (partition === 0 && slowCalls++ === 0) await sleep(3_000);
      handled.set(partition, (handled.get(partition) ?? 0) + records.length);
    });
    await publish(40);
    for (let n = 0; n < 10; n++) {
      await sleep(150);
      await publish(40);
    }
    expect(handled.get(0)).toBeUndefined();
    expect(handled.get(1)).toBeGreaterThan(40);

    await until(() => sum(handled) === 440);
    expect(errors).toEqual([]);
    await consumer.stop();
  }, 30_000);

  it('says what a consumer missed when records passed their retention', async () => {
    await declare(1);
    await publish(5);
    await asAdmin(async (admin) => {
      await admin.fetchTopicOffsets(topic); // deleteTopicRecords does not ask who leads the partition
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
    });
    const seen: bigint[] = [];
    const consumer = await reading(2n, async ({ records }) => void seen.push(...records.map(({ offset }) => offset)));
    await until(() => seen.length === 1);
    await consumer.stop();

    expect(seen).toEqual([4n]);
    expect(errors).toContainEqual(expect.stringMatching(/Records 2 to 3 of .* passed their retention unread/));
  });

  it('does not go on in silence when the topic is shorter than what the consumer has read', async () => {
    await declare(1);
    await publish(3);
    const consumer = await reading(7n, async () => undefined);
    await until(() => errors.length > 3);

    expect(errors[0]).toMatch(/is at offset 7 of .*, which ends at 3: the topic was emptied or made anew/);
    expect(await bus.health()).toMatchObject({ ok: false, detail: expect.stringContaining('fails again and again') });
    await consumer.stop();
    expect(await bus.health()).toEqual({ ok: true });
  });

  it('refuses a record that no broker takes, and takes the others', async () => {
    await declare(1);
    const huge = { key: 'k', headers: {}, value: 'x'.repeat(1_200_000) };
    const [bad, good] = await Promise.allSettled([bus.publish(topic, [huge]), publish(2)]);

    expect(bad).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining(topic) } });
    expect(good.status).toBe('fulfilled');
  });

  it('publishes more at once than travels at once', async () => {
    await declare(1);
    const value = 'x'.repeat(1_000);
    const numbered = Array.from({ length: 3_000 }, (_, i) => ({ key: 'k', headers: { n: String(i) }, value }));
    await bus.publish(topic, numbered);
    const seen: number[] = [];
    const consumer = await reading(
      0n,
      async ({ records }) => void seen.push(...records.map(({ headers }) => Number(headers.n))),
    );
    await until(() => seen.length === 3_000);
    await consumer.stop();

    expect(seen).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
  });

  it('notes in Kafka how far a group is, so that others can scale by it', async () => {
    await declare(1);
    await publish(6);
    const groupId = randomUUID();
    const consumer = await bus.consume({
      ...{ group: groupId, topics: [topic], startAt: async () => 0n },
      handler: async () => undefined,
    });
    await sleep(500);
    await consumer.stop();

    const [noted] = await asAdmin((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
    expect(noted!.partitions).toMatchObject([{ partition: 0, offset: '6' }]);
  });

  it('does not wait for ever for a broker that is not there', async () => {
    const nowhere = new KafkaBus({ brokers: ['127.0.0.1:1'], askMs: 1_000, sendMs: 1_000 });
    const began = performance.now();
    const nothing = { group: 'g', topics: ['t'], startAt: async () => 0n, handler: async () => undefined };

    await expect(nowhere.publish('t', [{ key: 'k', headers: {}, value: '1' }])).rejects.toThrow();
    await expect(nowhere.consume(nothing)).rejects.toThrow();
    await expect(nowhere.ensureTopics([])).rejects.toThrow();
    expect(await nowhere.health()).toMatchObject({ ok: false });
    await nowhere.close();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
};

const sum = (numbers: ReadonlyMap<number, number>) => [...numbers.values()].reduce((total, n) => total + n, 0);

async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !holds(); n++) await sleep(20);
  expect(holds()).toBe(true);
}

if (testBroker) asABus();
describe('The Kafka bus', testBroker ? ofItsOwn : () => it(noBroker, () => undefined));
