import type { Projection } from '@tandem/core';
import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { Board } from './board';
import { asUnstorable } from './storable';
import { isUuid } from './uuid';

/** A transaction's connection. */
export type Tx = PoolClient;

/** Whose rows are meant. A viewer, an actor, or just the organisation. */
export interface Tenant {
  readonly tenantId: string;
}

/** What a service must know to reach its schema. */
export interface DatabaseOptions {
  /** PostgreSQL as the service uses it; its login must be a member of the service's app and reader roles. */
  readonly url: string;
  /** PostgreSQL as migrations use it, left out: the same. */
  readonly migrationUrl?: string;
  /** The service's schema; it names the roles `<schema>_owner`, `<schema>_app` and `<schema>_reader`. */
  readonly schema: string;
  /** Most connections of the application role, 8 when left out. */
  readonly max?: number;
  /** How long a statement of the application role may go without an answer: 65 s, a little longer than the server lets it run. */
  readonly answerMs?: number;
  /** Told of connections lost while idle: the pool has already replaced them. */
  readonly onError?: (error: Error) => void;
}

/** One service's PostgreSQL schema, seen through its three roles. Every read and write names its organisation. */
export class Database {
  /** The application's role: row-level security shows it one organisation at a time. */
  readonly app: Pool;
  /** The role of followers, relay and rebuilds: reads the log across organisations. */
  readonly reader: Pool;

  constructor(readonly options: DatabaseOptions) {
    // A connection that is gone without a word never answers: commands would wait on it for a quarter of an hour.
    const limits = { lock_timeout: 10_000, statement_timeout: 60_000, query_timeout: options.answerMs ?? 65_000 };
    this.app = this.pool('app', options.max ?? 8, limits);
    this.reader = this.pool('reader', 4);
  }

  /** Rows of one organisation. Anything else in the table is invisible, whatever the SQL says. */
  async read<Row>(who: Tenant, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.transaction(who, async (tx) => (await tx.query(sql, [...params])).rows as Row[]);
  }

  /** Everything or nothing. With null, call `actFor` before the first row of an organisation is touched. */
  async transaction<Result>(who: Tenant | null, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const tx = await this.app.connect();
    let broken: Error | undefined;
    try {
      await tx.query(who ? `begin; ${settingOf(who)}` : 'begin');
      const result = await work(tx);
      await commit(tx);
      return result;
    } catch (error) {
      await tx.query('rollback').catch((lost: Error) => (broken = lost));
      throw asUnstorable(error);
    } finally {
      tx.release(broken);
    }
  }

  /** A board's rows, by key or by page. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a board reads rows, whatever events they came from
  board<Row>(projection: Projection<Row, any>): Board<Row> {
    return new Board<Row>(this, projection.table, !projection.key);
  }

  /** A short-lived pool of the role that owns the schema: migrations and the building of boards. */
  owner(): Pool {
    const { url, migrationUrl = url } = this.options;
    return this.pool('owner', 2, { idle_in_transaction_session_timeout: 0 }, migrationUrl);
  }

  async close(): Promise<void> {
    await Promise.all([this.app.end(), this.reader.end()]);
  }

  private pool(role: 'owner' | 'app' | 'reader', max: number, limits: PoolConfig = {}, url = this.options.url): Pool {
    const { schema, onError = () => undefined } = this.options;
    const { connectionString, session } = splitOptions(url);
    const pool = new Pool({
      connectionString,
      max,
      application_name: `tandem-${schema}-${role}`,
      options: `${session} -c role=${schema}_${role} -c search_path=${schema}`,
      connectionTimeoutMillis: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      types: {
        getTypeParser: (oid, format) => (oid === 20 && format !== 'binary' ? BigInt : types.getTypeParser(oid, format)),
      },
      ...limits,
    });
    pool.on('error', onError);
    // A connection that is lost between two statements of a transaction tells nobody else, and would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  }
}

/** Session options of the URL come first, so that they cannot replace the role: the driver would let the URL win. */
function splitOptions(url: string): { connectionString: string; session: string } {
  const parsed = new URL(url);
  const session = parsed.searchParams.get('options') ?? '';
  parsed.searchParams.delete('options');
  return { connectionString: session ? parsed.href : url, session };
}

/** PostgreSQL answers COMMIT with ROLLBACK when a statement failed and the error was swallowed. */
export async function commit(tx: Tx): Promise<void> {
  const { command } = await tx.query('commit');
  if (command !== 'COMMIT') throw new Error('A statement of this transaction failed, so that nothing of it is stored.');
}

/** Turns a transaction to one organisation: its rows are seen and written from here on. */
export async function actFor(tx: Tx, who: Tenant): Promise<void> {
  await tx.query(settingOf(who));
}

function settingOf({ tenantId }: Tenant): string {
  if (!isUuid(tenantId)) throw new Error('The organisation of a request must be a UUID.');
  return `select set_config('app.tenant', '${tenantId}', true)`;
}
