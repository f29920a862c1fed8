import type { Database } from './database';

/**
 * The next transaction id, or the oldest one that holds the appenders' lock. An appender takes the lock before it
 * has an id, so whoever holds it without one will get an id above. Null where the server hides other sessions.
 */
export async function appendersHorizon({ reader }: Database): Promise<string | null> {
  const { rows: next } = await reader.query<{ xmax: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as xmax',
  );
  const xmax = BigInt(next[0]!.xmax);
  const { rows: holders } = await reader.query<{ xid: string | null; hidden: boolean }>(`
    select a.backend_xid::text as xid, a.state is null as hidden
    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
    where l.relation = 'events'::regclass and l.mode = 'RowExclusiveLock' and l.granted
      and l.database = (select oid from pg_database where datname = current_database())`);
  if (holders.some(({ hidden }) => hidden)) return null;
  const ids = holders.flatMap(({ xid }) => (xid === null ? [] : [inEpochOf(xmax, BigInt(xid))]));
  return String(ids.reduce((least, id) => (id < least ? id : least), xmax));
}

const epoch = 0x1_0000_0000n;

/** A 32-bit transaction id as the 64-bit one that it stands for: the one nearest to a known id, below it or above. */
export function inEpochOf(known: bigint, xid: bigint): bigint {
  const candidate = (known & ~(epoch - 1n)) | xid;
  if (candidate - known > epoch / 2n) return candidate - epoch;
  return known - candidate > epoch / 2n ? candidate + epoch : candidate;
}
