import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { applyBatch, offsetsOf } from './apply-batch';
import type { Batch, Bus, Consumption, InRecord, OutRecord } from './bus';

/** A broker for the contract suite, and what can be done to it. */
export interface BusFixture {
  /** A new adapter, as another process would make one, with a lease or session of at most 3 s. */
  bus(): Promise<Bus>;
  /** Breaks every connection to the broker; new ones work. */
  cut(): Promise<void>;
  /** Nobody reaches the broker until the returned function is called. */
  outage(): Promise<() => Promise<void>>;
  /**
   * A consuming service's database, with the tables of the consumer and one that collects effects:
   * `effects (seq bigserial, consumer text, key text, value text)`. The faults above do not touch it.
   */
  readonly database: Pool;
  close(): Promise<void>;
}

/** What every bus promises, whatever carries the records. An adapter is done when it passes. */
export function busContract(name: string, factory: () => Promise<BusFixture>): void {
  describe(`${name} as a bus`, () => {
    let fixture: BusFixture;
    let buses: Bus[] = [];

    const open = async () => {
      const bus = await fixture.bus();
      buses.push(bus);
      return bus;
    };
    const withTopic = async (partitions = 4) => {
      const [bus, topic] = [await open(), `tandem.test.t${randomUUID()}`];
      await bus.ensureTopics([{ name: topic, partitions, retentionMs: 3_600_000 }]);
      return { bus, topic };
    };
    /** A consumer whose effects are rows: one more than there are records is a doubled effect. */
    const countingIn = (database: Pool, group: string, topics: string[], pauseMs = 0): Consumption => ({
      group,
      topics,
      startAt: offsetsOf(database, group),
      handler: async (batch, { signal }) => {
        await sleep(pauseMs);
        await applyBatch({
          ...{ pool: database, consumer: group, batch, signal },
          run: async (records, tx) => {
            await tx.query(
              'INSERT INTO effects (consumer, key, value) SELECT $1, * FROM unnest($2::text[], $3::text[])',
              [...[group, records.map(({ key }) => key), records.map(({ value }) => value)]],
            );
          },
        });
      },
    });
    const effectsOf = async (group: string) =>
      (await fixture.database.query('SELECT key, value FROM effects WHERE consumer = $1 ORDER BY seq', [group]))
        .rows as Effect[];

    beforeAll(async () => {
      fixture = await factory();
    }, 120_000);
    afterEach(async () => {
      const opened = buses;
      buses = [];
      await Promise.all(opened.map((bus) => bus.close()));
    });
    afterAll(() => fixture?.close());

    it('keeps what was published when the publisher is gone', async () => {
      const { bus, topic } = await withTopic();
      await bus.publish(topic, records(40));
      await bus.close();

      const seen = await collect(await open(), topic, 40);

      expect(seen.map(({ value }) => value).sort()).toEqual(
        records(40)
          .map(({ value }) => value)
          .sort(),
      );
    });

    it('carries keys, headers and values as they are', async () => {
      const { bus, topic } = await withTopic();
      const record = { key: 'acme/Zoë 1', headers: { ce_id: 'é"\n', empty: '' }, value: '{"text":"\\u0000 ☂ 漢"}' };
      await bus.publish(topic, [record]);

      const [seen] = await collect(bus, topic, 1);

      expect(seen).toMatchObject({ ...record, offset: 0n });
      expect(Math.abs(seen!.timestamp.getTime() - Date.now())).toBeLessThan(60_000);
    });

    it('keeps the order of each key, whoever publishes meanwhile', async () => {
      const { bus, topic } = await withTopic();
      const publishers = [bus, await open(), await open()];
      await Promise.all(
        publishers.map(async (publisher, p) => {
          for (let n = 0; n < 40; n++)
            await publisher.publish(
              topic,
              [0, 1, 2].map((k) => ({ key: `${p}-${k}`, headers: {}, value: String(n) })),
            );
        }),
      );

      const seen = await collect(bus, topic, 360);

      for (const key of new Set(seen.map((record) => record.key)))
        expect(seen.filter((record) => record.key === key).map(({ value }) => Number(value))).toEqual(upTo(40));
    });

    it('keeps the order of calls that were not waited for', async () => {
      const { bus, topic } = await withTopic();
      await Promise.all(upTo(60).map((n) => bus.publish(topic, [{ key: 'k', headers: {}, value: String(n) }])));

      expect((await collect(bus, topic, 60)).map(({ value }) => Number(value))).toEqual(upTo(60));
    });

    it('refuses a topic that nobody declared, by its name, and disturbs no other', async () => {
      const { bus, topic } = await withTopic();
      const missing = `tandem.test.missing-${randomUUID()}`;
      const [good, bad] = await Promise.allSettled([bus.publish(topic, records(3)), bus.publish(missing, records(1))]);

      expect(good.status).toBe('fulfilled');
      expect(bad).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining(missing) } });
      expect(await collect(bus, topic, 3)).toHaveLength(3);
    });

    it('makes topics once, and grows them', async () => {
      const { bus, topic } = await withTopic(1);
      await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
      await bus.ensureTopics([{ name: topic, partitions: 3, retentionMs: 3_600_000 }]);
      await bus.ensureTopics([{ name: topic, partitions: 2, retentionMs: 3_600_000 }]);
      await bus.publish(topic, records(60));
      const partitions = new Set<number>();

      await collect(bus, topic, 60, (batch) => partitions.add(batch.partition));

      expect(partitions.size).toBe(3);
    });

    it('hands over batches of at most 500, without gaps, and says where the partition ends', async () => {
      const { bus, topic } = await withTopic(1);
      await bus.publish(topic, records(1_200));
      const batches: Batch[] = [];

      const seen = await collect(bus, topic, 1_200, (batch) => batches.push(batch));

      expect(Math.max(...batches.map(({ records }) => records.length))).toBeLessThanOrEqual(500);
      expect(seen.map(({ offset }) => Number(offset))).toEqual(upTo(1_200));
      expect(batches.every(({ highWatermark }) => highWatermark === 1_200n)).toBe(true);
    });

    it('begins where the consumer says', async () => {
      const { bus, topic } = await withTopic(1);
      await bus.publish(topic, records(10));

      const seen = await collect(bus, topic, 3, undefined, async () => 7n);

      expect(seen.map(({ offset }) => offset)).toEqual([7n, 8n, 9n]);
    });

    it('gives every group every record, and shares the partitions among the members of one', async () => {
      const { bus, topic } = await withTopic(4);
      const [second, other] = [await open(), await open()];
      const seen: Record<string, Set<number>> = { a1: new Set(), a2: new Set(), b: new Set() };
      const member = (on: Bus, group: string, who: string) =>
        on.consume({
          group,
          topics: [topic],
          startAt: async () => 0n,
          handler: async ({ partition }) => void seen[who]!.add(partition),
        });
      const [a, b] = [randomUUID(), randomUUID()];
      await Promise.all([member(bus, a, 'a1'), member(second, a, 'a2'), member(other, b, 'b')]);

      await until(async () => {
        await bus.publish(topic, records(40));
        await sleep(100);
        return seen.b!.size === 4 && seen.a1!.size > 0 && seen.a2!.size > 0;
      });
      seen.a1!.clear();
      seen.a2!.clear();
      await until(async () => {
        await bus.publish(topic, records(40));
        await sleep(100);
        return seen.a1!.size + seen.a2!.size >= 4;
      });

      expect([seen.a1!.size, seen.a2!.size]).toEqual([2, 2]);
      expect([...seen.a1!, ...seen.a2!].sort()).toEqual([0, 1, 2, 3]);
    });

    it('loses and doubles no effect while members come and go', async () => {
      const { bus, topic } = await withTopic(4);
      const group = randomUUID();
      const members = [await bus.consume(countingIn(fixture.database, group, [topic], 5))];
      for (let round = 0; round < 12; round++) {
        await bus.publish(topic, records(50, round));
        if (round % 4 === 1)
          members.push(await (await open()).consume(countingIn(fixture.database, group, [topic], 5)));
        if (round % 4 === 3) await members.shift()!.stop();
        await sleep(20);
      }
      await until(async () => (await effectsOf(group)).length >= 600);
      await sleep(200);

      const effects = await effectsOf(group);
      expect(effects).toHaveLength(600);
      expectInOrder(effects);
    });

    it('hands a batch over again when its handler fails, and passes nothing over', async () => {
      const { bus, topic } = await withTopic(1);
      await bus.publish(topic, records(5));
      let calls = 0;
      const seen: InRecord[] = [];
      await bus.consume({
        ...{ group: randomUUID(), topics: [topic], startAt: async () => BigInt(seen.length) },
        handler: async (batch) => {
          calls++;
          if (calls <= 2) throw new Error('not yet');
          seen.push(...batch.records);
        },
      });
      await until(async () => seen.length >= 5);

      expect(calls).toBeGreaterThanOrEqual(3);
      expect(seen.map(({ offset }) => Number(offset))).toEqual(upTo(5));
    });

    it('goes on with the other partitions while one fails', async () => {
      const { bus, topic } = await withTopic(4);
      await bus.publish(topic, records(80));
      const seen = new Set<number>();
      await bus.consume({
        ...{ group: randomUUID(), topics: [topic], startAt: async () => 0n },
        handler: async ({ partition }) => {
          if (partition === 0) throw new Error('never');
          seen.add(partition);
        },
      });

      await until(async () => seen.size === 3);
    });

    it('does not press a slow handler: one batch of a partition at a time', async () => {
      const { bus, topic } = await withTopic(2);
      await bus.publish(topic, records(1_500));
      const working = new Map<number, number>();
      let most = 0;
      let done = 0;
      await bus.consume({
        ...{ group: randomUUID(), topics: [topic], startAt: async () => 0n },
        handler: async ({ partition, records }) => {
          working.set(partition, (working.get(partition) ?? 0) + 1);
          most = Math.max(most, working.get(partition)!);
          await sleep(30);
          working.set(partition, working.get(partition)! - 1);
          done += records.length;
        },
      });
      await until(async () => done >= 1_500);

      expect(most).toBe(1);
    });

    it('tells how far a group is', async () => {
      const { bus, topic } = await withTopic(2);
      const group = randomUUID();
      await bus.publish(topic, records(30));
      await bus.consume(countingIn(fixture.database, group, [topic]));

      await until(async () => {
        const lag = await bus.lag(group);
        return (
          lag.length === 2 &&
          lag.every(({ offset, end }) => offset === end) &&
          sum(lag.map(({ end }) => Number(end))) === 30
        );
      });
    });

    it('stops only when the handler at work has ended, and begins nothing more', async () => {
      const { bus, topic } = await withTopic(1);
      await bus.publish(topic, records(1_000));
      const group = randomUUID();
      let began = false;
      let ended = 0;
      let aborted = false;
      const consumer = await bus.consume({
        ...{ group, topics: [topic], startAt: async () => 0n },
        handler: async (_, { signal }) => {
          began = true;
          await sleep(300);
          aborted = signal.aborted;
          ended++;
        },
      });
      await until(async () => began);
      await consumer.stop();

      expect({ ended, aborted }).toEqual({ ended: 1, aborted: true });
      await sleep(300);
      expect(ended).toBe(1);
      const next = await open();
      expect(await collect(next, topic, 500, undefined, async () => 500n, group)).toHaveLength(500);
    });

    it('gives the partitions of a stopped member to the others at once', async () => {
      const { bus, topic } = await withTopic(2);
      const group = randomUUID();
      const first = await bus.consume(countingIn(fixture.database, group, [topic]));
      await (await open()).consume(countingIn(fixture.database, group, [topic]));
      await first.stop();
      await bus.publish(topic, records(20));

      await until(async () => (await effectsOf(group)).length === 20, 2_500);
    });

    it('sits out broken connections: no effect is lost or doubled', async () => {
      const { bus, topic } = await withTopic(4);
      const group = randomUUID();
      await bus.consume(countingIn(fixture.database, group, [topic], 2));
      const publisher = await open();
      for (let round = 0; round < 10; round++) {
        await publishUntilDone(publisher, topic, records(20, round));
        if (round % 3 === 1) await fixture.cut();
      }
      await until(
        async () => new Set((await effectsOf(group)).map(({ key, value }) => `${key} ${value}`)).size === 200,
      );
      const published = await collect(await open(), topic, 200);
      await until(async () => (await effectsOf(group)).length >= published.length);

      expect(await effectsOf(group)).toHaveLength(published.length);
    }, 60_000);

    it('says that it is ill while the broker is away, fails sends in time, and recovers by itself', async () => {
      const { bus, topic } = await withTopic(2);
      const group = randomUUID();
      await bus.consume(countingIn(fixture.database, group, [topic]));
      await bus.publish(topic, records(10));
      await until(async () => (await effectsOf(group)).length === 10);

      const restore = await fixture.outage();
      await expect(bus.publish(topic, records(1, 9))).rejects.toThrow();
      expect(await bus.health()).toMatchObject({ ok: false, detail: expect.any(String) });
      await sleep(4_000);
      await restore();

      await until(async () => (await bus.health()).ok);
      await publishUntilDone(bus, topic, records(10, 1));
      await until(async () => new Set((await effectsOf(group)).map(({ key, value }) => `${key} ${value}`)).size >= 20);
    }, 60_000);
  });
}

interface Effect {
  readonly key: string;
  readonly value: string;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);

/** `n` records over 17 keys; the value counts on from round to round. */
const records = (n: number, round = 0): OutRecord[] =>
  upTo(n).map((i) => ({
    key: `acme/k${i % 17}`,
    headers: { ce_id: `${round}-${i}` },
    value: String(round * 100_000 + i),
  }));

function expectInOrder(effects: readonly Effect[]): void {
  for (const key of new Set(effects.map((effect) => effect.key))) {
    const values = effects.filter((effect) => effect.key === key).map(({ value }) => Number(value));
    expect(values).toEqual([...values].sort((a, b) => a - b));
  }
}

async function until(holds: () => Promise<boolean>, ms = 25_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come true within ${ms} ms: ${holds.toString()}`);
    await sleep(20);
  }
}

async function publishUntilDone(bus: Bus, topic: string, records: OutRecord[]): Promise<void> {
  await until(() =>
    bus.publish(topic, records).then(
      () => true,
      () => false,
    ),
  );
}

/** Reads with a group of its own until so many records have come. */
async function collect(
  bus: Bus,
  topic: string,
  n: number,
  look: (batch: Batch) => unknown = () => undefined,
  startAt = async () => 0n,
  group: string = randomUUID(),
): Promise<InRecord[]> {
  const seen: InRecord[] = [];
  const consumer = await bus.consume({
    ...{ group, topics: [topic], startAt },
    handler: async (batch) => {
      look(batch);
      seen.push(...batch.records);
    },
  });
  await until(async () => seen.length >= n);
  await consumer.stop();
  return seen;
}
