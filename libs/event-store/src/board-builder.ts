import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Projection } from '@tandem/core';
import type { Pool } from 'pg';
import { type BoardRow, fold, project } from './board-rows';
import { beside, copy, putFunction, takePlace } from './board-table';
import { type Database, type Tx, commit } from './database';
import type { Feed, Position } from './feed';
import { type StreamType, streamBoards } from './stream-type';
import { tenantTable } from './tenant-table';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any row, any event
type AnyProjection = Projection<any, any>;

const pageSize = 5_000;
/** More than a second: by then PostgreSQL has called off a vacuum that stands in the way. */
const mostHeldMs = 1_500;
const pauseMs = 1_000;

/** The checkpoint of a board that is followed. */
export const followerOf = ({ table }: AnyProjection) => `board ${table}`;

/**
 * The checkpoint of the boards that this release projects in the transaction of the events. Another release that runs
 * at the same time appends events without these boards, so they are followed as well; what a row has seen it skips.
 */
export function releaseFollower(streams: readonly StreamType[]): string {
  const tables = streams.flatMap((stream) => streamBoards(stream).map(({ table }) => table)).sort();
  return `boards ${createHash('sha256').update(tables.join()).digest('hex').slice(0, 8)}`;
}

/**
 * Builds every board that is declared but not there: folded from the first event, copied into a fresh table beside
 * the old shape, caught up while writers are held for a moment, and only then shown.
 */
export async function prepareBoards(
  db: Database,
  feed: Feed,
  streams: readonly StreamType[],
): Promise<readonly string[]> {
  const owner = db.owner();
  try {
    const start = await feed.end();
    const built: string[] = [];
    for (const stream of streams)
      for (const projection of stream.projections)
        if (await ensureBoard(db, owner, feed, stream, projection)) built.push(projection.table);
    await startFollower(owner, releaseFollower(streams), start);
    await keepBoards(db, streams);
    await dropUnused(owner);
    return built;
  } finally {
    await owner.end();
  }
}

/**
 * Builds a board anew from the first event, while everything goes on, and puts it in the place of the one that is
 * there. False when no stream has a board of that name.
 */
export async function rebuildBoard(
  db: Database,
  feed: Feed,
  streams: readonly StreamType[],
  table: string,
): Promise<boolean> {
  const stream = streams.find(({ projections }) => projections.some((each) => each.table === table));
  const projection = stream?.projections.find((each) => each.table === table);
  if (!stream || !projection) return false;
  const owner = db.owner();
  try {
    await guarded(owner, table, (guard) => build(db, guard, feed, stream, projection));
    return true;
  } finally {
    await owner.end();
  }
}

/** Says that this process still uses its boards; a shape that nobody has used for a day is dropped. */
export async function keepBoards(db: Database, streams: readonly StreamType[]): Promise<void> {
  const names = streams.flatMap(({ projections }) => projections.map(({ table }) => table));
  await db.reader.query(`update boards set used_until = clock_timestamp() + interval '1 day' where name = any ($1)`, [
    names,
  ]);
}

async function ensureBoard(
  db: Database,
  owner: Pool,
  feed: Feed,
  stream: StreamType,
  projection: AnyProjection,
): Promise<boolean> {
  const { table } = projection;
  return guarded(owner, table, async (guard) => {
    const { rowCount } = await guard.query('select from boards where name = $1 and live_since is not null', [table]);
    if (!rowCount) await build(db, guard, feed, stream, projection);
    return !rowCount;
  });
}

/** One process at a time builds a board. */
async function guarded<Result>(owner: Pool, table: string, work: (guard: Tx) => Promise<Result>): Promise<Result> {
  const guard = await owner.connect();
  try {
    await guard.query('select pg_advisory_lock(hashtextextended(current_schema() || $1, 0))', [table]);
    return await work(guard);
  } finally {
    await guard.query('select pg_advisory_unlock_all()').finally(() => guard.release());
  }
}

async function build(
  db: Database,
  owner: Tx,
  feed: Feed,
  stream: StreamType,
  projection: AnyProjection,
): Promise<void> {
  const table = beside(projection.table);
  await owner.query(`drop table if exists ${table};
    create table ${table} (tenant_id uuid not null, key text not null, version bigint not null, row jsonb not null)`);
  const rows = new Map<string, BoardRow>();
  const read = await feed.end();
  for await (const events of feed.copy(stream.name, read)) fold(projection, events, rows);
  await copy(owner, table, rows);
  await owner.query(`alter table ${table} add primary key (tenant_id, key);
    ${(projection.indexes ?? []).map((expression, i) => `create index ${table}_${i + 1} on ${table} (tenant_id, (${expression}));`).join('')}
    analyze ${table}`);
  await swap(db, owner, feed, stream, projection, read);
}

/** Holds writers for as long as the last few events take, then shows the board. */
async function swap(
  db: Database,
  owner: Tx,
  feed: Feed,
  stream: StreamType,
  projection: AnyProjection,
  built: Position,
): Promise<void> {
  const { table } = projection;
  const building = { ...projection, table: beside(table) } as AnyProjection;
  const catchUp = (after: Position, horizon?: string) => readOn(owner, feed, stream, building, after, horizon);
  let read = await catchUp(built);
  while (!(await holdWriters(owner))) {
    await sleep(pauseMs);
    read = await catchUp(read);
  }
  try {
    // With writers held nothing is in flight, whatever other transactions of the cluster are open.
    read = await catchUp(read, '9223372036854775807');
    // First its follower's checkpoint, then its table: as the follower takes them.
    if (projection.key) await moveFollower(owner, followerOf(projection), read);
    await owner.query(takePlace(projection));
    await owner.query(tenantTable(db.options.schema, table, undefined, ['select', 'insert', 'update', 'delete']));
    await owner.query(putFunction(db.options.schema, table));
    await owner.query(
      `insert into boards (name, live_since, used_until) values ($1, clock_timestamp(), clock_timestamp() + interval '1 day')
       on conflict (name) do update set live_since = excluded.live_since, used_until = excluded.used_until`,
      [table],
    );
    await commit(owner);
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** Begins the transaction that nobody appends in. False when a long one is at work: whoever appends must not queue up behind us. */
async function holdWriters(owner: Tx): Promise<boolean> {
  await owner.query(`begin; set local lock_timeout = '${mostHeldMs}ms'`);
  try {
    await owner.query('lock table events in share mode');
    return true;
  } catch (error) {
    await owner.query('rollback');
    if ((error as { code?: unknown }).code === '55P03') return false;
    throw error;
  }
}

/** Folds what was stored after a place into the table. Answers how far it came. */
async function readOn(
  owner: Tx,
  feed: Feed,
  stream: StreamType,
  projection: AnyProjection,
  after: Position,
  horizon?: string,
): Promise<Position> {
  for (let read = after; ;) {
    const page = await feed.page(read, pageSize, [stream.name], horizon);
    await project(owner, stream, [projection], page.events);
    read = page.last;
    if (!page.full) return read;
  }
}

async function moveFollower(owner: Pool | Tx, name: string, { xid, position }: Position): Promise<void> {
  await owner.query(
    `insert into checkpoints (subscription, slot, xid, position) values ($1, 0, $2::text::xid8, $3)
     on conflict (subscription, slot) do update set xid = excluded.xid, position = excluded.position, fence = checkpoints.fence + 1`,
    [name, xid, position],
  );
}

async function startFollower(owner: Pool, name: string, { xid, position }: Position): Promise<void> {
  await owner.query(
    'insert into checkpoints (subscription, slot, xid, position) values ($1, 0, $2::text::xid8, $3) on conflict do nothing',
    [name, xid, position],
  );
}

async function dropUnused(owner: Pool): Promise<void> {
  const { rows } = await owner.query<{ name: string }>('select name from boards where used_until < clock_timestamp()');
  for (const { name } of rows)
    await owner.query(
      `drop table if exists "${name}"; drop function if exists "put_${name}"(uuid, json, int[]); delete from boards where name = '${name}'; delete from checkpoints where subscription = 'board ${name}'`,
    );
}
