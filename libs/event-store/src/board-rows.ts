import type { Projection } from '@tandem/core';
import type { Tx } from './database';
import type { FedEvent } from './feed';
import { type StreamType, rowAfter } from './stream-type';

/** A row on its way: what it became, and up to which version or position of the log. */
export interface BoardRow {
  readonly tenantId: string;
  readonly key: string;
  version: number;
  row: unknown;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any row, any event
type AnyProjection = Projection<any, any>;

/**
 * Folds events into rows. A row keyed by stream skips what it has already seen, by stream version; a row with another
 * key relies on the checkpoint, which moves in the transaction of the row.
 */
export function fold(
  projection: AnyProjection,
  events: readonly FedEvent[],
  rows: Map<string, BoardRow>,
): Set<BoardRow> {
  const changed = new Set<BoardRow>();
  for (const event of events) {
    const { tenantId } = event.by;
    const key = projection.key ? projection.key(event) : event.streamId;
    const id = `${tenantId}/${key}`;
    const known = rows.get(id) ?? { tenantId, key, version: 0, row: null };
    if (!projection.key && event.version <= known.version) continue;
    const row = rowAfter(projection, known.row, event);
    known.version = projection.key ? event.position : event.version;
    rows.set(id, known);
    if (row === known.row) continue;
    known.row = row;
    changed.add(known);
  }
  return changed;
}

/** Brings the boards of a kind of stream up to date with a page of its events, in one or two statements a board. */
export async function project(
  tx: Tx,
  stream: StreamType,
  boards: readonly AnyProjection[],
  page: readonly FedEvent[],
): Promise<void> {
  const events = page.filter((event) => event.stream === stream.name);
  if (events.length === 0) return;
  for (const projection of boards) {
    const rows = await present(tx, projection, events);
    await upsert(tx, projection, [...fold(projection, events, rows)]);
  }
}

async function present(tx: Tx, projection: AnyProjection, events: readonly FedEvent[]): Promise<Map<string, BoardRow>> {
  const keys = new Map<string, [tenantId: string, key: string]>();
  for (const event of events) {
    const key = projection.key ? projection.key(event) : event.streamId;
    keys.set(`${event.by.tenantId}/${key}`, [event.by.tenantId, key]);
  }
  const { rows } = await tx.query<{ tenant_id: string; key: string; version: bigint; row: unknown }>(
    `select t.tenant_id, t.key, t.version, t.row from ${projection.table} t
     join unnest($1::uuid[], $2::text[]) k (tenant_id, key) on t.tenant_id = k.tenant_id and t.key = k.key`,
    [[...keys.values()].map(([tenantId]) => tenantId), [...keys.values()].map(([, key]) => key)],
  );
  return new Map(
    rows.map(({ tenant_id: tenantId, key, version, row }) => [
      `${tenantId}/${key}`,
      { tenantId, key, version: Number(version), row },
    ]),
  );
}

async function upsert(tx: Tx, { table, key }: AnyProjection, rows: readonly BoardRow[]): Promise<void> {
  const kept = rows.filter(({ row }) => row !== null);
  const gone = rows.filter(({ row }) => row === null);
  if (kept.length > 0)
    await tx.query(
      `insert into ${table} as t (tenant_id, key, version, row)
       select r.t, r.k, r.v, r.r from json_to_recordset($1) r (t uuid, k text, v bigint, r jsonb)
       on conflict (tenant_id, key) do update set version = excluded.version, row = excluded.row ${key ? '' : 'where t.version < excluded.version'}`,
      [JSON.stringify(kept.map(({ tenantId, key, version, row }) => ({ t: tenantId, k: key, v: version, r: row })))],
    );
  if (gone.length > 0)
    await tx.query(
      `delete from ${table} t using unnest($1::uuid[], $2::text[]) g (tenant_id, key) where t.tenant_id = g.tenant_id and t.key = g.key`,
      [gone.map(({ tenantId }) => tenantId), gone.map(({ key }) => key)],
    );
}
