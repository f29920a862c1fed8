import { Pool, type PoolConfig } from 'pg';
import type { Bus, Consumption, Lag, OnError, OutRecord, TopicPlan } from './bus';
import { asError } from './backoff';
import { PostgresConsumer } from './postgres-consumer';
import { intoLog, Publisher } from './publisher';
import { WakeUps } from './wake-ups';

/** Where the bus lives and how patient it is. The times have defaults that suit a company as well as a laptop. */
export interface PostgresBusOptions {
  readonly url: string;
  /** The schema that `CreateBus1760000000000` ran in. */
  readonly schema?: string;
  /** The role to act as, for a login that is more than the application should be. */
  readonly role?: string;
  readonly pool?: PoolConfig;
  /** Hears of every error, before it is tried again. */
  readonly onError?: OnError;
  /** How long a member that fell silent keeps its partitions. */
  readonly leaseMs?: number;
  /** How often an idle consumer looks, should it miss a wake-up. */
  readonly pollMs?: number;
  /** How many partitions a consumer works on at once. */
  readonly concurrency?: number;
  /** How long `stop` waits for handlers. */
  readonly drainMs?: number;
  readonly trimEveryMs?: number;
}

/** What every part of the bus needs to know. */
export type Settings = Required<Omit<PostgresBusOptions, 'url' | 'role' | 'pool'>>;

const defaults = {
  schema: 'bus',
  leaseMs: 10_000,
  pollMs: 250,
  concurrency: 4,
  drainMs: 10_000,
  trimEveryMs: 3_600_000,
};

/** The bus of one machine: a partitioned message log in PostgreSQL. */
export class PostgresBus implements Bus {
  private readonly settings: Settings;
  private readonly pool: Pool;
  private readonly wakeUps: WakeUps;
  private readonly publisher: Publisher;
  private readonly consumers = new Set<PostgresConsumer>();
  private readonly trimming: NodeJS.Timeout;
  private closed: Promise<void> | undefined;

  constructor({ url, role, pool, ...options }: PostgresBusOptions) {
    this.settings = { ...defaults, onError: () => undefined, ...options };
    const { schema, onError } = this.settings;
    // Plans made while the log was empty would read it from end to end for ever.
    const session = `-c plan_cache_mode=force_custom_plan${role ? ` -c role=${role}` : ''}`;
    const connection = { connectionString: url, options: session, connectionTimeoutMillis: 5_000 };
    this.pool = new Pool({ ...connection, max: 4, keepAlive: true, query_timeout: 30_000, ...pool });
    this.pool.on('error', (error) => onError(error, 'idle connection'));
    // Lost while in use: the statement fails, and that is all that need happen.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.wakeUps = new WakeUps(connection, schema, (sql, params) => this.pool.query(sql, params), onError);
    this.publisher = new Publisher(intoLog(this.pool, schema, () => this.wakeUps.ring()));
    this.trimming = setInterval(
      () => void this.trim().catch((error) => onError(asError(error), 'trim')),
      this.settings.trimEveryMs,
    );
    this.trimming.unref();
  }

  async ensureTopics(topics: readonly TopicPlan[]): Promise<void> {
    const { schema } = this.settings;
    for (const { name, partitions, retentionMs } of topics)
      await this.pool.query(
        `WITH made AS (
           INSERT INTO "${schema}".topics AS t (name, partitions, retention_ms) VALUES ($1, $2, $3)
           ON CONFLICT (name) DO UPDATE SET partitions = greatest(t.partitions, $2), retention_ms = $3
             WHERE t.partitions < $2 OR t.retention_ms <> $3)
         INSERT INTO "${schema}".partitions (topic, partition) SELECT $1, n FROM generate_series(0, $2::int - 1) n
         ON CONFLICT DO NOTHING`,
        [name, partitions, retentionMs],
      );
    this.wakeUps.ring('topics');
  }

  async publish(topic: string, records: readonly OutRecord[]): Promise<void> {
    await this.publisher.publish(topic, records);
  }

  async consume(consumption: Consumption): Promise<{ stop(): Promise<void> }> {
    const consumer = new PostgresConsumer(this.pool, this.wakeUps, this.settings, consumption);
    this.wakeUps.listen();
    this.consumers.add(consumer);
    await consumer.start();
    return {
      stop: async () => {
        await consumer.stop();
        this.consumers.delete(consumer);
      },
    };
  }

  async health(): Promise<{ ok: boolean; detail?: string }> {
    try {
      await this.pool.query('SELECT 1');
    } catch (error) {
      return { ok: false, detail: `PostgreSQL does not answer: ${asError(error).message}` };
    }
    const stuck = [...this.consumers].flatMap((consumer) => consumer.troubles());
    return stuck.length > 0 ? { ok: false, detail: stuck.join('; ') } : { ok: true };
  }

  async lag(group: string): Promise<Lag[]> {
    const { schema } = this.settings;
    const { rows } = await this.pool.query(
      `SELECT p.topic, p.partition, greatest(l.position, p.first_offset)::text AS "offset", p.next_offset::text AS "end"
         FROM "${schema}".leases l JOIN "${schema}".partitions p USING (slot)
        WHERE l.group_name = $1 ORDER BY p.topic, p.partition`,
      [group],
    );
    return rows.map(({ topic, partition, offset, end }) => ({
      topic,
      partition,
      offset: BigInt(offset),
      end: BigInt(end),
    }));
  }

  /** Deletes records past the retention of their topic, which also happens by itself now and then. */
  async trim(): Promise<bigint> {
    const { rows } = await this.pool.query(`SELECT "${this.settings.schema}".trim_log()::text AS gone`);
    return BigInt(rows[0].gone);
  }

  close(): Promise<void> {
    return (this.closed ??= this.shut());
  }

  private async shut(): Promise<void> {
    clearInterval(this.trimming);
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await this.publisher.drained();
    await this.wakeUps.close();
    await this.pool.end();
  }
}
