import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { asError, backoff, pause } from './backoff';
import type { Consumption, OnError } from './bus';
import { within } from './deadline';
import type { KafkaSettings } from './kafka-options';
import { type Extent, type Holder, KafkaPartition } from './kafka-partition';
import { Places } from './places';

/** How long a fetch waits for records: what a resumed partition, a heartbeat and `stop` wait for at most. */
const fetchMs = 200;
const hintEveryMs = 1_000;
/** How long each step of leaving may take: Kafka may be away, and then others wait for the session to end. */
const partingMs = 2_000;

/**
 * One member of a consumer group. kafkajs joins, fetches and beats; what is read and where it goes on is decided here.
 * A consumer that crashed, for whatever reason, is replaced by a new one until `stop`.
 */
export class KafkaConsumer implements Holder {
  readonly onError: OnError;
  private readonly partitions = new Map<string, KafkaPartition>();
  private readonly hinted = new Map<KafkaPartition, bigint>();
  private readonly stopping = new AbortController();
  private readonly places: Places;
  private readonly hinting: NodeJS.Timeout;
  private current: Consumer | undefined;
  private lost: Error | undefined;
  private reviving: Promise<void> | undefined;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
    readonly consumption: Consumption,
    readonly extent: (topic: string, partition: number) => Promise<Extent>,
  ) {
    this.onError = settings.onError;
    this.places = new Places(settings.concurrency);
    this.hinting = setInterval(() => void this.hint(), hintEveryMs);
    this.hinting.unref();
  }

  /** Joins the group. Rejects when it cannot now; later outages are sat out. */
  async start(): Promise<void> {
    try {
      await this.open();
    } catch (error) {
      clearInterval(this.hinting);
      this.stopping.abort();
      throw error;
    }
  }

  /** Begins nothing more, waits for the handlers at work and leaves the group. */
  stop(): Promise<void> {
    return (this.stopped ??= this.leave());
  }

  /** What cannot go on, a sentence each. */
  troubles(): string[] {
    const { group } = this.consumption;
    return [
      ...(this.lost ? [`group ${group} cannot consume: ${this.lost.message}`] : []),
      ...[...this.partitions.values()].flatMap((partition) => partition.trouble() ?? []),
    ];
  }

  /** Where this member stands on the partitions that it holds. */
  positions(): { topic: string; partition: number; position: bigint | undefined }[] {
    return [...this.partitions.values()].map(({ topic, partition, position }) => ({ topic, partition, position }));
  }

  readonly inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => this.places.take(work);

  seek(topic: string, partition: number, offset: bigint): void {
    this.tell((consumer) => consumer.seek({ topic, partition, offset: String(offset) }));
  }

  pause(topic: string, partition: number): void {
    this.tell((consumer) => consumer.pause([{ topic, partitions: [partition] }]));
  }

  resume(topic: string, partition: number): void {
    this.tell((consumer) => consumer.resume([{ topic, partitions: [partition] }]));
  }

  /** kafkajs throws between two consumers and while it stops; the next assignment says it all again. */
  private tell(what: (consumer: Consumer) => void): void {
    try {
      if (this.current) what(this.current);
    } catch (error) {
      if (!/not initialized/.test(asError(error).message)) this.onError(asError(error), this.consumption.group);
    }
  }

  private async open(): Promise<void> {
    const { sessionMs, concurrency, askMs } = this.settings;
    const { group, topics } = this.consumption;
    const consumer = this.kafka.consumer({
      groupId: group,
      sessionTimeout: sessionMs,
      rebalanceTimeout: Math.max(sessionMs, 10_000),
      heartbeatInterval: Math.round(sessionMs / 10),
      maxWaitTimeInMs: fetchMs,
      metadataMaxAge: 30_000,
      allowAutoTopicCreation: false,
      retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: async () => false },
    });
    let crash: Error | undefined;
    const crashed = new Promise<void>((resolve) =>
      consumer.on('consumer.crash', ({ payload }) => ((crash ??= payload.error), resolve())),
    );
    consumer.on('consumer.group_join', ({ payload }) => {
      if (this.current === consumer) this.assigned(payload.memberAssignment);
    });
    this.current = consumer;
    const joined = async () => {
      await within(askMs, 'Reaching Kafka', consumer.connect());
      await within(askMs, 'Subscribing', consumer.subscribe({ topics: [...topics], fromBeginning: true }));
      const run = consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: concurrency,
        eachBatch: (payload) => this.take(payload),
      });
      await within(sessionMs * 2 + askMs, 'Joining the group', run);
    };
    try {
      await Promise.race([crashed, joined()]);
      if (crash) throw crash;
    } catch (error) {
      this.current = undefined;
      void consumer.disconnect().catch(() => undefined);
      throw error;
    }
    this.lost = undefined;
    void crashed.then(() => (this.reviving = this.revive(crash!)));
  }

  private async revive(crash: Error): Promise<void> {
    this.current = undefined;
    let error = crash;
    for (let attempt = 1; !this.stopping.signal.aborted; attempt++) {
      this.lost = error;
      this.onError(error, `consume ${this.consumption.group}`);
      await pause(backoff(attempt, { firstMs: 100, capMs: 3_000 }), this.stopping.signal);
      if (this.stopping.signal.aborted) return;
      try {
        return await this.open();
      } catch (thrown) {
        error = asError(thrown);
      }
    }
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    if (!payload.isRunning() || payload.isStale()) return;
    await this.partitions.get(`${topic}/${partition}`)?.take(payload);
  }

  private assigned(assignment: Readonly<Record<string, number[]>>): void {
    if (this.stopping.signal.aborted) return;
    const mine = new Set<string>();
    for (const [topic, numbers] of Object.entries(assignment))
      for (const partition of numbers) {
        const name = `${topic}/${partition}`;
        mine.add(name);
        if (!this.partitions.has(name)) this.partitions.set(name, new KafkaPartition(this, topic, partition));
        this.partitions.get(name)!.assigned();
      }
    for (const [name, partition] of this.partitions)
      if (!mine.has(name)) {
        partition.letGo();
        this.hinted.delete(partition);
        this.partitions.delete(name);
      }
  }

  /** Notes in Kafka how far the group is, for those who watch its lag or scale by it: the truth lies with the consumer. */
  private async hint(): Promise<void> {
    const moved = [...this.partitions.values()].filter(
      (each) => each.position !== undefined && each.position !== this.hinted.get(each),
    );
    const { current } = this;
    if (moved.length === 0 || !current) return;
    const positions = moved.map((each) => [each, each.position!] as const);
    try {
      await current.commitOffsets(
        positions.map(([{ topic, partition }, offset]) => ({ topic, partition, offset: String(offset) })),
      );
      positions.forEach(([each, offset]) => this.hinted.set(each, offset));
    } catch {
      // Amid a rebalance; the next one tells more.
    }
  }

  private async leave(): Promise<void> {
    const { drainMs, onError } = this.settings;
    const partitions = [...this.partitions.values()];
    clearInterval(this.hinting);
    this.stopping.abort();
    partitions.forEach((partition) => partition.letGo());
    try {
      await within(drainMs, 'Ending what is under way', Promise.all(partitions.map((partition) => partition.idle())));
    } catch (error) {
      onError(asError(error), `leave ${this.consumption.group}`);
    }
    await within(partingMs, 'Coming back', this.reviving ?? Promise.resolve()).catch(() => undefined);
    await within(partingMs, 'Noting offsets', this.hint()).catch(() => undefined);
    const { current } = this;
    this.current = undefined;
    await within(partingMs, 'Leaving the group', current?.disconnect() ?? Promise.resolve()).catch((error) =>
      onError(asError(error), `leave ${this.consumption.group}`),
    );
  }
}
