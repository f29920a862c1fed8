import { Rejection } from '@tandem/core';
import type { Database, Tenant } from './database';
import { isUuid } from './uuid';

/** Which part of a list: at most `first` rows, those behind the cursor `after`. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | null;
}

/** Which rows, and in which order. SQL over the columns `key` and `row` (jsonb); parameters are $1, $2 … */
export interface Selection {
  readonly where?: string;
  readonly params?: readonly unknown[];
  /** A text expression; the key breaks ties. Left out: by key. */
  readonly orderBy?: string;
  readonly descending?: boolean;
}

/** One page of a list, each row with the cursor that a reader continues from. */
export interface Page<Row> {
  readonly rows: readonly { readonly cursor: string; readonly row: Row }[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

/** Reads one board, always for one organisation. */
export class Board<Row> {
  constructor(
    private readonly db: Database,
    private readonly table: string,
    private readonly byStream: boolean,
  ) {}

  async one(who: Tenant, key: string): Promise<Row | null> {
    return (await this.many(who, [key]))[0] ?? null;
  }

  /** Rows in the order of the keys, null where there is none: the shape that a DataLoader wants. */
  async many(who: Tenant, keys: readonly string[]): Promise<(Row | null)[]> {
    const possible = keys.map((key) => this.stored(key));
    const rows = await this.db.read<{ key: string; row: Row }>(
      who,
      `select key, row from ${this.table} where tenant_id = $1 and key = any ($2)`,
      [who.tenantId, possible.filter((key) => key !== undefined)],
    );
    const byKey = new Map(rows.map(({ key, row }) => [key, row]));
    return possible.map((key) => (key === undefined ? null : (byKey.get(key) ?? null)));
  }

  /** A key as it is stored, if anything can be stored under it. The id of a stream is a UUID in lower case. */
  private stored(key: string): string | undefined {
    if (this.byStream) return isUuid(key) ? key.toLowerCase() : undefined;
    return key.includes('\0') ? undefined : key;
  }

  /** Every row that fits, in order. For lists that are short by nature; pages for the others. */
  async all(who: Tenant, selection: Selection = {}): Promise<Row[]> {
    return (await this.page(who, { first: 10_000 }, selection)).rows.map(({ row }) => row);
  }

  async page(who: Tenant, { first, after }: PageRequest, selection: Selection = {}): Promise<Page<Row>> {
    const { where = 'true', params = [], orderBy = 'key', descending = false } = selection;
    const order = `coalesce(${orderBy}, '')`;
    const direction = descending ? 'desc' : 'asc';
    const [value, key] = after ? positionOf(after) : [null, null];
    const n = params.length;
    const [found] = await this.db.read<{ total: bigint; rows: { o: string; k: string; row: Row }[] }>(
      who,
      `with fitting as (select key, row, ${order} as o from ${this.table} where tenant_id = $${n + 1} and (${where}))
       select (select count(*) from fitting) as total,
         (select coalesce(json_agg(p order by o ${direction}, k ${direction}), '[]') from (
           select o, key as k, row from fitting
           where $${n + 3}::text is null or (o, key) ${descending ? '<' : '>'} ($${n + 2}, $${n + 3})
           order by o ${direction}, key ${direction} limit $${n + 4}) p) as rows`,
      [...params, who.tenantId, value, key, first + 1],
    );
    const { total, rows } = found!;
    return {
      rows: rows.slice(0, first).map(({ o, k, row }) => ({ cursor: cursorOf(o, k), row })),
      hasNextPage: rows.length > first,
      totalCount: Number(total),
    };
  }
}

const cursorOf = (value: string, key: string) => Buffer.from(JSON.stringify([value, key])).toString('base64url');

function positionOf(cursor: string): [string, string] {
  try {
    const [value, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof value === 'string' && typeof key === 'string' && !(value + key).includes('\0')) return [value, key];
  } catch {
    // not a cursor: answered below
  }
  throw new Rejection('bad-cursor', '`after` must be a cursor that an earlier page of this list returned.');
}
