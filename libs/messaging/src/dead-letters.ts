import { isTransient } from '@tandem/event-store';
import { escapeLiteral, type PoolClient } from 'pg';
import type { Effects } from './apply-batch';
import { asError } from './backoff';
import type { Batch, InRecord } from './bus';

/** Why a record goes to the dead letters. */
export interface Refusal {
  readonly record: InRecord;
  readonly error: Error;
  readonly attempts: number;
  /** Whether the records that follow it on its key must wait. */
  readonly parks: boolean;
}

/** A record that waits behind an earlier one of its key. */
export const follow = (record: InRecord): Refusal => ({
  record,
  error: new Error('An earlier record of its key is parked.'),
  attempts: 0,
  parks: true,
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** PostgreSQL stores every character but this one. */
const storable = (text: string) => text.replaceAll('\u0000', '\ufffd');

/** Writes records into the dead letters with where they came from, and parks their keys. */
export async function buryAll(
  tx: PoolClient,
  consumer: string,
  { topic, partition }: Batch,
  dead: readonly Refusal[],
): Promise<void> {
  if (dead.length === 0) return;
  const rows = dead.map(({ record: { key, headers, value, offset, timestamp }, error, attempts, parks }) => ({
    tenant_id: uuid.test(headers.ce_tenantid ?? '') ? headers.ce_tenantid : null,
    offset: String(offset),
    key: storable(key),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, text]) => [storable(name), storable(String(text))]),
    ),
    value: storable(value),
    published_at: timestamp,
    parked: parks,
    error: storable(`${error.name}: ${error.message}`.slice(0, 2_000)),
    attempts,
  }));
  await tx.query(
    `WITH d AS (SELECT * FROM jsonb_to_recordset($4) AS d(tenant_id uuid, "offset" bigint, key text, headers jsonb, value text,
                  published_at timestamptz, parked boolean, error text, attempts integer)),
          p AS (INSERT INTO parked_keys (consumer, topic, key) SELECT DISTINCT $1, $2, key FROM d WHERE parked ON CONFLICT DO NOTHING)
     INSERT INTO dead_letters (consumer, topic, partition, tenant_id, "offset", key, headers, value, published_at, parked, error, attempts)
     SELECT $1, $2, $3, d.* FROM d ORDER BY d."offset" ON CONFLICT (consumer, topic, partition, "offset") DO NOTHING`,
    [consumer, topic, partition, JSON.stringify(rows)],
  );
}

/** Which dead letters are meant: all of a consumer, or those of one key. */
export interface Letters extends Effects {
  readonly topic?: string;
  readonly key?: string;
}

/** What became of them. */
export interface Replayed {
  readonly replayed: number;
  readonly left: number;
}

/**
 * Runs dead letters again, each key in its order, and lets the key go on once none is left. The first that fails
 * again stops its key, with the new error. Safe while the consumer runs.
 */
export async function replayDeadLetters(letters: Letters): Promise<Replayed> {
  const keys = await within(letters, async (tx) => {
    const { rows } = await tx.query<{ topic: string; key: string }>(
      `SELECT topic, key FROM dead_letters WHERE consumer = $1 AND topic = coalesce($2, topic) AND key = coalesce($3, key)
        GROUP BY topic, key ORDER BY min(id)`,
      [letters.consumer, letters.topic ?? null, letters.key ?? null],
    );
    return rows;
  });
  const all: Replayed[] = [];
  for (const { topic, key } of keys) all.push(await within(letters, (tx) => replayKey(letters, tx, topic, key)));
  return { replayed: all.reduce((n, each) => n + each.replayed, 0), left: all.reduce((n, each) => n + each.left, 0) };
}

/** Gives up the dead letters of a key: what they told is lost to this consumer, what follows is applied again. Returns how many. */
export function discardDeadLetters({
  topic,
  key,
  ...letters
}: Letters & { readonly topic: string; readonly key: string }): Promise<number> {
  return within(letters, async (tx) => {
    await tx.query('SELECT FROM parked_keys WHERE consumer = $1 AND topic = $2 AND key = $3 FOR UPDATE', [
      letters.consumer,
      topic,
      key,
    ]);
    const { rowCount } = await tx.query('DELETE FROM dead_letters WHERE consumer = $1 AND topic = $2 AND key = $3', [
      ...[letters.consumer, topic, key],
    ]);
    await unpark(tx, letters.consumer, topic, key);
    return rowCount ?? 0;
  });
}

/** The lock on the parked key makes the consumer wait with that key, so nothing overtakes what is replayed. */
async function replayKey(letters: Letters, tx: PoolClient, topic: string, key: string): Promise<Replayed> {
  const { consumer } = letters;
  await tx.query('SELECT FROM parked_keys WHERE consumer = $1 AND topic = $2 AND key = $3 FOR UPDATE', [
    consumer,
    topic,
    key,
  ]);
  const { rows } = await tx.query(
    `SELECT id::text, "offset"::text, key, headers, value, published_at, parked FROM dead_letters letter
      WHERE consumer = $1 AND topic = $2 AND key = $3 ORDER BY letter.id FOR UPDATE`,
    [consumer, topic, key],
  );
  let replayed = 0;
  let stopped = false;
  for (const { id, parked, published_at, ...row } of rows) {
    if (stopped && parked) continue;
    const record = { ...row, offset: BigInt(row.offset), timestamp: published_at } as InRecord;
    const error = await rerun(letters, tx, record);
    if (error)
      await tx.query('UPDATE dead_letters SET error = $2, attempts = attempts + 1, at = now() WHERE id = $1', [
        id,
        error,
      ]);
    else await tx.query('DELETE FROM dead_letters WHERE id = $1', [id]);
    if (!error) replayed++;
    else if (parked) stopped = true;
  }
  if (!stopped) await unpark(tx, consumer, topic, key);
  return { replayed, left: rows.length - replayed };
}

async function rerun(letters: Letters, tx: PoolClient, record: InRecord): Promise<string | undefined> {
  const { consumer, eventId, refuse, run } = letters;
  await tx.query('SAVEPOINT letter');
  try {
    const refused = refuse?.(record);
    if (refused) throw refused;
    if (await isNew(tx, consumer, eventId?.(record))) await run([record], tx);
    await tx.query('SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; RELEASE letter');
    return undefined;
  } catch (thrown) {
    if (isTransient(thrown) || letters.isTransient?.(thrown)) throw thrown;
    await tx.query('ROLLBACK TO letter');
    const error = asError(thrown);
    letters.onError?.(error, `${consumer} replaying ${record.key}`);
    return storable(`${error.name}: ${error.message}`.slice(0, 2_000));
  }
}

async function isNew(tx: PoolClient, consumer: string, id: string | undefined): Promise<boolean> {
  if (id === undefined) return true;
  const { rowCount } = await tx.query('INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    consumer,
    id,
  ]);
  return rowCount === 1;
}

const unpark = (tx: PoolClient, consumer: string, topic: string, key: string) =>
  tx.query('DELETE FROM parked_keys WHERE consumer = $1 AND topic = $2 AND key = $3', [consumer, topic, key]);

async function within<Result>(
  { pool, consumer, begin }: Effects,
  work: (tx: PoolClient) => Promise<Result>,
): Promise<Result> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query(
      `BEGIN; ${begin ? `${begin};` : ''} SELECT set_config('app.consumer', ${escapeLiteral(consumer)}, true)`,
    );
    const result = await work(tx);
    await tx.query('COMMIT');
    return result;
  } catch (error) {
    await tx.query('ROLLBACK').catch((lost: unknown) => (broken = asError(lost)));
    throw error;
  } finally {
    tx.release(broken);
  }
}
