import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { BoardRow } from './board-rows';
import type { Tx } from './database';

/** What a board is called while it is built beside the one that is read. */
export const beside = (table: string) => `${table}_building`;

/** The table that was built gets the name that is read, and so do its indexes. */
export const takePlace = ({
  table,
  indexes = [],
}: {
  readonly table: string;
  readonly indexes?: readonly string[];
}) => `
  drop table if exists ${table};
  alter table ${beside(table)} rename to ${table};
  alter index ${beside(table)}_pkey rename to ${table}_pkey;
  ${indexes.map((_, i) => `alter index ${beside(table)}_${i + 1} rename to ${table}_${i + 1};`).join('')}`;

/** What `append` calls to write rows of a board: a function of its own, so that it is planned once a connection. */
export const putFunction = (schema: string, table: string) => `
  create or replace function put_${table}(p_tenant uuid, p_boards json, p_won int[]) returns void language plpgsql as $$
  declare
    gone text;
  begin
    insert into ${table} as t (tenant_id, key, version, row)
      select p_tenant, b.key, b.v, b.r from json_to_recordset(p_boards) b (i int, b text, key text, v bigint, r jsonb)
      where b.b = '${table}' and b.r is not null and b.i = any (p_won)
      on conflict (tenant_id, key) do update set version = excluded.version, row = excluded.row
      where t.version < excluded.version;
    for gone in select b.key from json_to_recordset(p_boards) b (i int, b text, key text, r jsonb)
      where b.b = '${table}' and b.r is null and b.i = any (p_won)
    loop
      delete from ${table} where tenant_id = p_tenant and key = gone;
    end loop;
  end $$;
  alter function put_${table}(uuid, json, int[]) set plan_cache_mode = force_generic_plan;
  grant execute on function put_${table}(uuid, json, int[]) to "${schema}_app";`;

/** Writes rows into a table that nobody reads yet. */
export async function copy(owner: Tx, table: string, rows: ReadonlyMap<string, BoardRow>): Promise<void> {
  const lines = function* () {
    let chunk = '';
    for (const { tenantId, key, version, row } of rows.values()) {
      if (row === null) continue;
      chunk += `${tenantId}\t${escaped(key)}\t${version}\t${escaped(JSON.stringify(row))}\n`;
      if (chunk.length > 65_536) {
        yield chunk;
        chunk = '';
      }
    }
    yield chunk;
  };
  await pipeline(
    Readable.from(lines()),
    owner.query(copyFrom(`copy ${table} (tenant_id, key, version, row) from stdin`)),
  );
}

/** A value in PostgreSQL's text format of COPY. */
const escaped = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
