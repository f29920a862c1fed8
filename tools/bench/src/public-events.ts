import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { teamFormed, toRecord } from '@tandem/contracts';
import { provision, type Subscription } from '@tandem/event-store';
import {
  applyBatch,
  type Bus,
  CreateConsumer1760000000001,
  KafkaBus,
  offsetsOf,
  type OutRecord,
} from '@tandem/messaging';
import { percentile } from '@tandem/statistics';
import { Pool } from 'pg';
import { Relay } from '../../../libs/platform/src/relay';
import { atLeast, atMost, type Bench, type Result } from './line';
import { fill, newStream, open, prepare, viewer } from './ours';
import { summary } from './rounds';

const topic = `tandem.bench.t${randomUUID()}`;
const appendsASecond = 100;
const relayed = 100_000;
const published = 200_000;
/** Of eleven records the last repeats the first. */
const distinct = Math.floor(published / 11) * 10 + Math.min(published % 11, 10);

/** Public events through Kafka: how soon another service shows what was stored, and how fast each part of the way is. */
export async function publicEvents(bench: Bench): Promise<Result[]> {
  const { kafkaBrokers } = bench;
  if (!kafkaBrokers) throw new Error('There is no Kafka: set KAFKA_BROKERS, or install Java and Maven.');
  const open = () =>
    new KafkaBus({
      brokers: kafkaBrokers.split(','),
      sessionMs: 6_000,
      onError: ({ message }, where) => void process.stderr.write(`${where}: ${message}\n`),
    });
  const bus = open();
  await bus.ensureTopics([{ name: topic, partitions: 4, retentionMs: 3_600_000 }]);
  try {
    return [await delay(bench, bus), await relaying(bench, bus), await consuming(bench, bus, open)];
  } finally {
    await bus.close();
  }
}

/** From the moment an append was due until another service has committed what it does about it. */
async function delay({ server, rounds, seconds }: Bench, bus: Bus): Promise<Result> {
  const url = await server.database();
  await prepare(url);
  const due = new Map<string, number>();
  const took: number[] = [];
  const service = await consumingService(await server.database());
  const consumer = await bus.consume({
    ...{ group: service.group, topics: [topic], startAt: service.startAt },
    async handler(batch) {
      await service.apply(batch);
      const now = performance.now();
      for (const { headers } of batch.records) {
        const at = due.get(headers['ce_subject'] ?? '');
        if (at !== undefined) took.push(now - at);
      }
    },
  });
  const ours = await openWithRelay(url, bus);
  const append = async (at = performance.now()) => {
    const wish = newStream();
    due.set(wish.streamId, at);
    await ours.appender.append(viewer.tenantId, wish);
  };
  for (let warm = 0; warm < 100; warm++) await append();
  while (took.length < 100) await sleep(5);
  took.length = 0;

  const total = Math.round(appendsASecond * rounds * seconds * 3);
  const begun = performance.now() + 50;
  const running: Promise<void>[] = [];
  for (let n = 0; n < total; n++) {
    const at = begun + (n * 1000) / appendsASecond;
    while (performance.now() < at) await sleep(1);
    running.push(append(at));
  }
  await Promise.all(running);
  for (let n = 0; n < 2_000 && took.length < total; n++) await sleep(5);
  await consumer.stop();
  await ours.close();
  await service.close();

  const of = (p: number) => Number((percentile(took, p, 'linear') ?? NaN).toPrecision(3));
  return {
    title: `append until another service shows it, through Kafka, ${appendsASecond} appends/s, ${took.length} of ${total} events`,
    unit: 'ms',
    arms: [summary('since due', took)],
    targets: [atMost('p50', 50, of(0.5)), atMost('p99', 100, of(0.99))],
  };
}

/** The log of a service that has much to tell, until all of it lies on its topic. */
async function relaying({ server, rounds }: Bench, bus: Bus): Promise<Result> {
  const rates: number[] = [];
  const url = await server.database();
  await prepare(url);
  await fill(url, relayed, 1);
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const ours = await openWithRelay(url, bus, `relay ${round}`);
    if (!(await ours.log.caughtUp(`relay ${round}`, 120_000))) throw new Error('The relay did not catch up.');
    rates.push((relayed * 1000) / (performance.now() - begun));
    await ours.close();
  }
  const arm = summary('tandem', rates);
  return {
    title: `relay from the log to Kafka, ${relayed} events`,
    unit: 'events/s',
    arms: [arm],
    targets: [atLeast('events/s', 20_000, arm.median)],
  };
}

/** Effects in PostgreSQL, each once, while every tenth record comes twice and members come and go three times. */
async function consuming({ server, rounds }: Bench, bus: Bus, openBus: () => Bus): Promise<Result> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const topic = `tandem.bench.t${randomUUID()}`;
    await bus.ensureTopics([{ name: topic, partitions: 4, retentionMs: 3_600_000 }]);
    for (let n = 0; n < published; n += 5_000) await bus.publish(topic, recordsFrom(n));
    const service = await consumingService(await server.database());
    const [first, second] = [openBus(), openBus()];
    const member = (on: Bus) =>
      on.consume({
        ...{ group: service.group, topics: [topic], startAt: service.startAt },
        handler: (batch) => service.apply(batch),
      });
    const begun = performance.now();
    await member(first);
    const rebalances = (async () => {
      for (let n = 0; n < 3; n++) await await (await member(second)).stop();
    })();
    while ((await service.effects()) < distinct) await sleep(20);
    rates.push((published * 1000) / (performance.now() - begun));
    await rebalances;
    await sleep(200);
    const effects = await service.effects();
    if (effects !== distinct) throw new Error(`${effects} effects of ${distinct} events.`);
    await Promise.all([first.close(), second.close()]);
    await service.close();
  }
  const arm = summary('tandem', rates);
  return {
    title: `consumer with an effect in PostgreSQL, ${published} records, 10 % repeated, 3 members come and go`,
    unit: 'records/s',
    arms: [arm],
    targets: [atLeast('records/s', 50_000, arm.median)],
  };
}

async function openWithRelay(url: string, bus: Bus, name = 'relay') {
  // Not on the topics of whoever lends the broker.
  const beside = Object.assign(Object.create(bus) as Bus, {
    publish: (_: string, records: readonly OutRecord[]) => bus.publish(topic, records),
  });
  const relay = new Relay('bench', beside);
  relay.announces('ledger', ({ streamId, at }) => [
    teamFormed.of({ teamId: streamId, name: 'Bench', function: 'engineering', formedAt: at.toISOString() }),
  ]);
  const subscription: Subscription = { ...relay.subscription()!, name };
  return open(url, [], [subscription]);
}

/** A service that writes a row for each event. */
async function consumingService(url: string) {
  await provision({ url, schema: 'service' }, [CreateConsumer1760000000001]);
  const pool = new Pool({ connectionString: url, options: '-c search_path=service', max: 10 });
  await pool.query('CREATE TABLE effects (key text NOT NULL, value text NOT NULL)');
  const group = randomUUID();
  return {
    group,
    startAt: offsetsOf(pool, group),
    async apply(batch: Parameters<typeof applyBatch>[0]['batch']) {
      await applyBatch({
        ...{ pool, consumer: group, batch },
        eventId: ({ headers }) => `${headers['ce_source']} ${headers['ce_id']}`,
        run: async (records, tx) => {
          const [keys, values] = [records.map(({ key }) => key), records.map(({ value }) => value)];
          await tx.query('INSERT INTO effects SELECT * FROM unnest($1::text[], $2::text[])', [keys, values]);
        },
      });
    },
    effects: async () => Number((await pool.query('SELECT count(*) FROM effects')).rows[0].count),
    close: () => pool.end(),
  };
}

function recordsFrom(first: number): OutRecord[] {
  return Array.from({ length: 5_000 }, (_, i) => {
    const [group, within] = [Math.floor((first + i) / 11), (first + i) % 11];
    const number = group * 10 + (within === 10 ? 0 : within);
    const subject = `b0000000-0000-4000-8000-${String(number % 1_000).padStart(12, '0')}`;
    const announcement = teamFormed.of({
      ...{ teamId: subject, name: `Team ${number}`, function: 'engineering', formedAt: '2026-01-05T09:00:00Z' },
    });
    return toRecord(announcement, {
      ...{ id: `e-${number}`, source: '/tandem/bench', time: new Date(0), tenantId: viewer.tenantId, subject },
    });
  });
}
