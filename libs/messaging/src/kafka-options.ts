import type { KafkaConfig, ISocketFactory } from 'kafkajs';
import type { OnError } from './bus';

/** Where Kafka is, who we are to it, and how patient we are. */
export interface KafkaBusOptions {
  /** `host:port` of some of the brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** Names this process in the brokers' logs and quotas. */
  readonly clientId?: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** Hears of every error that was met, before it is tried again. */
  readonly onError?: OnError;
  /** How long a member that fell silent keeps its partitions; the brokers' `group.min.session.timeout.ms` is the least. */
  readonly sessionMs?: number;
  /** How long a publish may take. */
  readonly sendMs?: number;
  /** How long anything else may take that is asked of a broker. */
  readonly askMs?: number;
  /** How many partitions a consumer works on at once: no more than half of its database connections. */
  readonly concurrency?: number;
  /** How long `stop` waits for handlers. */
  readonly drainMs?: number;
  /** Copies of each topic that is made; left out, 3 or as many as there are brokers. */
  readonly replicas?: number;
  /** How connections are opened, for tests of lost ones. */
  readonly socketFactory?: ISocketFactory;
}

/** What every part of the bus needs to know. */
export type KafkaSettings = Required<Omit<KafkaBusOptions, 'ssl' | 'sasl' | 'replicas' | 'socketFactory'>> &
  Pick<KafkaBusOptions, 'ssl' | 'sasl' | 'replicas' | 'socketFactory'>;

/** The settings that were not given. */
export const defaults = {
  clientId: 'tandem',
  onError: () => undefined,
  sessionMs: 10_000,
  sendMs: 10_000,
  askMs: 5_000,
  concurrency: 4,
  drainMs: 10_000,
} satisfies Partial<KafkaBusOptions>;
