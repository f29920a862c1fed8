import type { Kafka, Producer } from 'kafkajs';
import { asError, backoff, pause } from './backoff';
import { within } from './deadline';
import { byKey } from './kafka-partitioner';
import { toMessage } from './kafka-record';
import type { KafkaSettings } from './kafka-options';
import type { Addressed, Carrier } from './publisher';

/** What is wrong with a topic or a record, not with the connection. */
const callersFaults = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
]);
const attempts = 3;

/**
 * Sends records to Kafka and waits until every replica that counts has them. kafkajs may send again what it was told
 * to give up, or wait for ever on a connection that is half gone; so it never tries twice, every send has a deadline,
 * and after an error the producer is thrown away with its connections.
 */
export class KafkaCarrier implements Carrier {
  readonly mostRecords = 5_000;
  /** A broker refuses more than 1 MiB for a partition. */
  readonly mostBytes = 700_000;
  private producer: Promise<Producer> | undefined;
  private readonly leaving = new Set<Promise<unknown>>();

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: KafkaSettings,
  ) {}

  async carry(records: readonly Addressed[]): Promise<void> {
    const until = performance.now() + this.settings.sendMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await within(Math.max(1, until - performance.now()), 'Publishing', this.send(records));
      } catch (thrown) {
        const error = asError(thrown);
        const isFault = this.isCallersFault(error);
        if (!isFault) this.renew();
        const waitMs = backoff(attempt, { firstMs: 100, capMs: 1_000 });
        if (attempt >= attempts || performance.now() + waitMs > until || kindOf(error) === 'MESSAGE_TOO_LARGE')
          throw isFault ? named(error, records) : error;
        await pause(waitMs);
      }
    }
  }

  isCallersFault(error: Error): boolean {
    return callersFaults.has(kindOf(error) ?? '');
  }

  /** The next send begins with new connections, and knows the partitions as they are then. */
  renew(): void {
    const { producer } = this;
    this.producer = undefined;
    if (!producer) return;
    const gone = producer.then((each) => each.disconnect()).catch(() => undefined);
    this.leaving.add(gone);
    void gone.finally(() => this.leaving.delete(gone));
  }

  async close(): Promise<void> {
    this.renew();
    await within(this.settings.askMs, 'Closing', Promise.all(this.leaving)).catch(() => undefined);
  }

  private async send(records: readonly Addressed[]): Promise<void> {
    const producer = await (this.producer ??= this.connect());
    const topics = new Map<string, Addressed[]>();
    for (const record of records) {
      const others = topics.get(record.topic);
      if (others) others.push(record);
      else topics.set(record.topic, [record]);
    }
    await producer.sendBatch({
      acks: -1,
      timeout: this.settings.sendMs,
      topicMessages: [...topics].map(([topic, ofTopic]) => ({ topic, messages: ofTopic.map(toMessage) })),
    });
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: byKey,
      maxInFlightRequests: 1,
      metadataMaxAge: 30_000,
      retry: { retries: 0 },
    });
    await producer.connect();
    return producer;
  }
}

/** Kafka's name of an error, which kafkajs wraps now and then. */
export function kindOf(error: unknown): string | undefined {
  const { type, cause } = (error ?? {}) as { type?: unknown; cause?: unknown };
  return typeof type === 'string' ? type : cause === undefined || cause === error ? undefined : kindOf(cause);
}

function named(error: Error, records: readonly Addressed[]): Error {
  const topics = [...new Set(records.map(({ topic }) => topic))].join(', ');
  const hint =
    kindOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION' ? ' Declare it in the contracts and run `npm run topics`.' : '';
  return Object.assign(new Error(`Cannot publish on ${topics}: ${error.message}${hint}`, { cause: error }), {
    type: kindOf(error),
  });
}
