import { type Admin, Kafka, logLevel } from 'kafkajs';
import { asError, pause } from './backoff';
import type { Bus, Consumption, Lag, OutRecord, TopicPlan } from './bus';
import { within } from './deadline';
import { KafkaCarrier } from './kafka-carrier';
import { KafkaConsumer } from './kafka-consumer';
import { defaults, type KafkaBusOptions, type KafkaSettings } from './kafka-options';
import type { Extent } from './kafka-partition';
import { Publisher } from './publisher';

/** The bus of a company: Apache Kafka. Nothing connects before it is needed, and what was lost connects again. */
export class KafkaBus implements Bus {
  private readonly settings: KafkaSettings;
  private readonly kafka: Kafka;
  private readonly carrier: KafkaCarrier;
  private readonly publisher: Publisher;
  private readonly consumers = new Set<KafkaConsumer>();
  private readonly extents = new Map<string, Promise<Map<number, Extent>>>();
  private admin: Promise<Admin> | undefined;
  private closed: Promise<void> | undefined;

  constructor(options: KafkaBusOptions) {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    this.settings = { ...defaults, ...(given as unknown as KafkaBusOptions) };
    const { brokers, clientId, ssl, sasl, socketFactory, askMs, sendMs } = this.settings;
    this.kafka = new Kafka({
      ...{ brokers: [...brokers], clientId, ssl, sasl, socketFactory },
      connectionTimeout: Math.min(3_000, askMs),
      authenticationTimeout: askMs,
      requestTimeout: Math.max(askMs, sendMs),
      enforceRequestTimeout: true,
      retry: { retries: 1, initialRetryTime: 100, maxRetryTime: 1_000 },
      logLevel: logLevel.NOTHING,
    });
    this.carrier = new KafkaCarrier(this.kafka, this.settings);
    this.publisher = new Publisher(this.carrier);
  }

  async ensureTopics(topics: readonly TopicPlan[]): Promise<void> {
    const there = await this.ask('Listing topics', (admin) => admin.listTopics());
    const [old, missing] = [
      topics.filter(({ name }) => there.includes(name)),
      topics.filter(({ name }) => !there.includes(name)),
    ];
    if (missing.length > 0) await this.create(missing);
    if (old.length > 0) await this.grow(old);
  }

  async publish(topic: string, records: readonly OutRecord[]): Promise<void> {
    await this.publisher.publish(topic, records);
  }

  async consume(consumption: Consumption): Promise<{ stop(): Promise<void> }> {
    const consumer = new KafkaConsumer(this.kafka, this.settings, consumption, this.extent);
    this.consumers.add(consumer);
    try {
      await consumer.start();
    } catch (error) {
      this.consumers.delete(consumer);
      throw error;
    }
    return {
      stop: async () => {
        await consumer.stop();
        this.consumers.delete(consumer);
      },
    };
  }

  async health(): Promise<{ ok: boolean; detail?: string }> {
    try {
      await this.ask('A sign of life', (admin) => admin.describeCluster());
    } catch (error) {
      return { ok: false, detail: `Kafka does not answer: ${asError(error).message}` };
    }
    const stuck = [...this.consumers].flatMap((consumer) => consumer.troubles());
    return stuck.length > 0 ? { ok: false, detail: stuck.join('; ') } : { ok: true };
  }

  async lag(group: string): Promise<Lag[]> {
    const members = [...this.consumers].filter(({ consumption }) => consumption.group === group);
    const topics = [...new Set(members.flatMap(({ consumption }) => consumption.topics))];
    const noted = await this.ask('Reading offsets', (admin) =>
      admin.fetchOffsets(topics.length > 0 ? { groupId: group, topics } : { groupId: group }),
    );
    const here = new Map(
      members.flatMap((member) => member.positions()).map((each) => [`${each.topic}/${each.partition}`, each.position]),
    );
    const lags = await Promise.all(
      noted.map(async ({ topic, partitions }) => {
        const extents = await this.extentsOf(topic);
        return partitions.map(({ partition, offset }) => {
          const { low, high } = extents.get(partition) ?? { low: 0n, high: 0n };
          const known = here.get(`${topic}/${partition}`) ?? BigInt(offset);
          return { topic, partition, offset: known < low ? low : known, end: high };
        });
      }),
    );
    return lags.flat().sort((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition);
  }

  close(): Promise<void> {
    return (this.closed ??= this.shut());
  }

  private async shut(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await this.publisher.drained();
    await this.carrier.close();
    const admin = this.admin;
    this.admin = undefined;
    const gone = admin?.then((each) => each.disconnect()) ?? Promise.resolve();
    await within(this.settings.askMs, 'Closing', gone).catch(() => undefined);
  }

  private readonly extent = async (topic: string, partition: number): Promise<Extent> => {
    const found = (await this.extentsOf(topic)).get(partition);
    if (!found) throw new Error(`Kafka does not know ${topic}/${partition}.`);
    return found;
  };

  /** Partitions that are asked about at the same time share one question. */
  private extentsOf(topic: string): Promise<Map<number, Extent>> {
    const asked = this.extents.get(topic);
    if (asked) return asked;
    const asking = this.ask('Reading the ends of partitions', (admin) => admin.fetchTopicOffsets(topic))
      .then(
        (rows) =>
          new Map(rows.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }])),
      )
      .finally(() => this.extents.delete(topic));
    this.extents.set(topic, asking);
    return asking;
  }

  private async create(missing: readonly TopicPlan[]): Promise<void> {
    const replicas = this.settings.replicas ?? (await this.replicas());
    const ofThree = replicas >= 3 ? [{ name: 'min.insync.replicas', value: '2' }] : [];
    await this.ask('Making topics', (admin) =>
      admin.createTopics({
        waitForLeaders: true,
        topics: missing.map(({ name, partitions, retentionMs }) => ({
          ...{ topic: name, numPartitions: partitions, replicationFactor: replicas },
          configEntries: [{ name: 'retention.ms', value: String(retentionMs) }, ...ofThree],
        })),
      }),
    );
    await this.lead(missing);
  }

  /** A partition is announced a moment before its leader takes records: until then a batch is taken in part. */
  private async lead(topics: readonly TopicPlan[]): Promise<void> {
    const lead = () => Promise.all(topics.map(({ name }) => this.extentsOf(name)));
    for (let n = 0; ; n++)
      try {
        await lead();
        return;
      } catch (error) {
        if (n === 20) throw error;
        await pause(100);
      }
  }

  private async grow(old: readonly TopicPlan[]): Promise<void> {
    const counts = async () => {
      const { topics } = await this.ask('Reading topics', (admin) =>
        admin.fetchTopicMetadata({ topics: old.map(({ name }) => name) }),
      );
      return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
    };
    const tooSmall = (now: ReadonlyMap<string, number>) =>
      old.filter(({ name, partitions }) => (now.get(name) ?? partitions) < partitions);
    const small = tooSmall(await counts());
    if (small.length === 0) return;
    await this.ask('Growing topics', (admin) =>
      admin.createPartitions({
        topicPartitions: small.map(({ name, partitions }) => ({ topic: name, count: partitions })),
      }),
    );
    for (let n = 0; n < 50 && tooSmall(await counts()).length > 0; n++) await pause(100);
    await this.lead(small);
    this.carrier.renew();
  }

  private async replicas(): Promise<number> {
    const { brokers } = await this.ask('Counting brokers', (admin) => admin.describeCluster());
    return Math.min(3, brokers.length);
  }

  /** Asks with a deadline. After an error the next question goes over a new connection. */
  private async ask<Answer>(what: string, question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const asked = (this.admin ??= this.connect());
    try {
      return await within(this.settings.askMs, what, asked.then(question));
    } catch (error) {
      if (this.admin === asked) this.admin = undefined;
      void asked.then((admin) => admin.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin({ retry: { retries: 1, initialRetryTime: 100 } });
    await admin.connect();
    return admin;
  }
}
