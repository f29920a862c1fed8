import { isTransient } from '@tandem/event-store';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { asError, backoff, pause } from './backoff';
import { type Batch, DeadLetter, type InRecord, type OnError, Retry } from './bus';
import { buryAll, follow, type Refusal } from './dead-letters';

/** Moments at which a process may die; tests make it die there. */
export type CrashPoint = 'before-effect' | 'before-offset' | 'before-commit' | 'after-commit';

/** How the records of a consumer take effect. */
export interface Effects {
  /** The service's own database, under its application role; the tables of `CreateConsumer1760000000001` on its search path. */
  readonly pool: Pool;
  readonly consumer: string;
  /** What the records bring about. All of it must go through `tx`, then it happens exactly once. */
  run(records: readonly InRecord[], tx: PoolClient): Promise<void>;
  /** SQL to begin each transaction with, such as the lock that an append to the event log needs. */
  readonly begin?: string;
  /** What makes a record the same event as another one. An event already seen is passed over. */
  eventId?(record: InRecord): string | undefined;
  /** Why a record can never be applied. It goes to the dead letters, and its key is not parked. */
  refuse?(record: InRecord): Error | undefined;
  /** True for an error of the service's own that will pass. */
  isTransient?(error: unknown): boolean;
  readonly onError?: OnError;
}

/** A batch and how patiently it is applied. */
export interface Application extends Effects {
  readonly batch: Batch;
  readonly signal?: AbortSignal;
  /** How often a failing batch is run before the record at fault is looked for: 3. */
  readonly attempts?: number;
  /** The pause after the first failure; it doubles, with jitter: 100 ms. */
  readonly pauseMs?: number;
  at?(point: CrashPoint): void | Promise<void>;
}

/** What became of the records of a batch. */
export interface Applied {
  readonly applied: number;
  /** Seen before: delivered again, or published again. */
  readonly repeated: number;
  /** Put into the dead letters. */
  readonly dead: number;
}

/**
 * Applies a batch exactly once: effects and offset are one transaction, so a batch that comes again, on whatever
 * member, does nothing. A record whose effect keeps failing is parked with its key: it and all that follow it on
 * that key go to the dead letters, in order, and the others go on. Throws only for what will pass (a lost
 * connection, a conflict, `Retry`, an abort): the batch is then to be delivered again.
 */
export async function applyBatch(application: Application): Promise<Applied> {
  const { attempts = 3, pauseMs = 100, signal, onError, batch, consumer } = application;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await transaction(application, runTogether);
    } catch (error) {
      onError?.(asError(error), `${consumer} on ${batch.topic}/${batch.partition}, attempt ${attempt}`);
      const passing = willPass(application, error);
      if (attempt >= attempts && passing) throw error;
      if (attempt >= attempts || error instanceof DeadLetter) return transaction(application, runOneByOne(attempt));
    }
    await pause(backoff(attempt, { firstMs: pauseMs, capMs: 5_000 }), signal);
  }
}

/** Says where a consumer stands, as the `startAt` of `Bus.consume` asks. */
export const offsetsOf =
  (pool: Pool, consumer: string) =>
  async (topic: string, partition: number): Promise<bigint> => {
    const { rows } = await pool.query(
      'SELECT "offset"::text FROM offsets WHERE consumer = $1 AND topic = $2 AND partition = $3',
      [consumer, topic, partition],
    );
    return BigInt(rows[0]?.offset ?? 0);
  };

/** Forgets event ids that nobody will send again: older than the retention of the topics. Returns how many. */
export async function trimInbox(pool: Pool, olderThanMs: number): Promise<number> {
  const { rowCount } = await pool.query(`DELETE FROM inbox WHERE at < now() - $1 * interval '1 millisecond'`, [
    olderThanMs,
  ]);
  return rowCount ?? 0;
}

type Work = (application: Application, tx: PoolClient, todo: readonly InRecord[]) => Promise<Refusal[]>;

const willPass = ({ isTransient: own }: Effects, error: unknown) => isTransient(error) || (own?.(error) ?? false);

const runTogether: Work = async ({ run, at }, tx, todo) => {
  await at?.('before-effect');
  if (todo.length > 0) await run(todo, tx);
  return [];
};

/** Finds the record at fault: each has a savepoint of its own, so the others keep their effects. */
const runOneByOne =
  (attempts: number): Work =>
  async (application, tx, todo) => {
    const dead: Refusal[] = [];
    const parked = new Set<string>();
    for (const record of todo) {
      if (parked.has(record.key)) {
        dead.push(follow(record));
        continue;
      }
      await tx.query('SAVEPOINT record');
      try {
        await application.run([record], tx);
        await tx.query('SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; RELEASE record');
      } catch (error) {
        if (willPass(application, error)) throw error;
        await tx.query('ROLLBACK TO record');
        parked.add(record.key);
        dead.push({ record, error: asError(error), attempts: attempts + 1, parks: true });
      }
    }
    return dead;
  };

async function transaction(application: Application, work: Work): Promise<Applied> {
  const { pool, batch, at } = application;
  const tx = await pool.connect().catch(later);
  let broken: Error | undefined;
  try {
    const { offset, parked, seen } = await open(application, tx).catch(later);
    const fresh = batch.records.filter((record) => record.offset >= (offset ?? 0n));
    const { todo, dead } = sort(application, fresh, parked, seen);
    const failed = await work(application, tx, todo);
    await at?.('before-offset');
    await buryAll(tx, application.consumer, batch, [...dead, ...failed]);
    const done = todo.filter((record) => !failed.some((each) => each.record === record));
    if (fresh.length > 0) await moveOn(application, tx, offset, done);
    await at?.('before-commit');
    const { command } = await tx.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('A handler went on after an SQL error: nothing was stored.');
    await at?.('after-commit');
    const buried = dead.length + failed.length;
    return { applied: done.length, dead: buried, repeated: batch.records.length - done.length - buried };
  } catch (error) {
    await tx.query('ROLLBACK').catch((lost: unknown) => (broken = asError(lost)));
    throw error;
  } finally {
    tx.release(broken);
  }
}

/** What fails before the first handler runs is nobody's fault in the batch. */
function later(error: unknown): never {
  throw new Retry(`The batch could not be begun: ${asError(error).message}`, { cause: error });
}

interface Standing {
  readonly offset: bigint | undefined;
  readonly parked: ReadonlySet<string>;
  readonly seen: ReadonlySet<string>;
}

/** The lock keeps two members apart that both believe to hold the partition; it takes no transaction id. */
async function open({ consumer, batch, begin, eventId }: Application, tx: PoolClient): Promise<Standing> {
  const { topic, partition, records } = batch;
  const lock = escapeLiteral(`${consumer} ${topic} ${partition}`);
  await tx.query(
    `BEGIN; ${begin ? `${begin};` : ''} SELECT set_config('app.consumer', ${escapeLiteral(consumer)}, true);
     SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`,
  );
  // Without a name: planned for the inbox as it is now, not as it was when it was empty.
  const { rows } = await tx.query({
    text: `SELECT (SELECT "offset"::text FROM offsets WHERE consumer = $1 AND topic = $2 AND partition = $3) AS "offset",
                  ARRAY(SELECT key FROM parked_keys WHERE consumer = $1 AND topic = $2 AND key = ANY ($4) FOR SHARE) AS parked,
                  ARRAY(SELECT event_id FROM inbox WHERE consumer = $1 AND event_id = ANY ($5)) AS seen`,
    values: [
      consumer,
      topic,
      partition,
      records.map(({ key }) => key),
      records.flatMap((record) => eventId?.(record) ?? []),
    ],
  });
  const { offset, parked, seen } = rows[0];
  return { offset: offset === null ? undefined : BigInt(offset), parked: new Set(parked), seen: new Set(seen) };
}

function sort(
  { refuse, eventId }: Effects,
  fresh: readonly InRecord[],
  parked: ReadonlySet<string>,
  seen: ReadonlySet<string>,
) {
  const todo: InRecord[] = [];
  const dead: Refusal[] = [];
  const met = new Set(seen);
  for (const record of fresh) {
    const error = refuse?.(record);
    const id = error ? undefined : eventId?.(record);
    if (error) dead.push({ record, error, attempts: 1, parks: false });
    else if (id !== undefined && met.has(id)) continue;
    else if (parked.has(record.key)) dead.push(follow(record));
    else todo.push(record);
    if (id !== undefined) met.add(id);
  }
  return { todo, dead };
}

async function moveOn(
  { consumer, batch, eventId }: Application,
  tx: PoolClient,
  from: bigint | undefined,
  done: readonly InRecord[],
) {
  const { rowCount } = await tx.query({
    name: 'consumer-move-on',
    text: `WITH seen AS (INSERT INTO inbox (consumer, event_id) SELECT $1, unnest($6::text[]) ON CONFLICT DO NOTHING)
           INSERT INTO offsets AS o (consumer, topic, partition, "offset") VALUES ($1, $2, $3, $4)
           ON CONFLICT (consumer, topic, partition) DO UPDATE SET "offset" = $4 WHERE o."offset" = $5`,
    values: [
      ...[consumer, batch.topic, batch.partition, batch.records.at(-1)!.offset + 1n, from ?? null],
      done.flatMap((record) => eventId?.(record) ?? []),
    ],
  });
  if (rowCount !== 1)
    throw new Retry(`Another member moved ${consumer} on while this one worked on ${batch.topic}/${batch.partition}.`);
}
