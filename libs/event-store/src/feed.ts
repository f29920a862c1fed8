import type { Recorded } from '@tandem/core';
import { to as copyTo } from 'pg-copy-streams';
import type { Meta } from './decision';
import { type StreamType, upcast } from './stream-type';
import type { Database, Tx } from './database';
import { appendersHorizon } from './horizon';

/** A place in the feed. Transactions first, since sequences become visible out of order. */
export interface Position {
  readonly xid: number;
  readonly position: number;
}

/** An event as readers of the whole log see it. */
export type FedEvent = Recorded & {
  readonly stream: string;
  readonly position: number;
  readonly meta: Meta;
};

/** What was found after a place, in order, and where to go on. */
export interface FeedPage {
  readonly events: readonly FedEvent[];
  readonly last: Position;
  /** More was found than fits: read on at once. */
  readonly full: boolean;
  /** Something is stored behind this page that cannot be shown yet: a transaction is still open. */
  readonly unseen: boolean;
}

/** Before the first event. */
export const origin: Position = { xid: 0, position: 0 };

/** An event as the server writes it; of another kind than asked for, its place alone. */
type Row = [
  xid: number,
  position: number,
  tenantId?: string,
  stream?: string,
  streamId?: string,
  version?: number,
  type?: string,
  schemaVersion?: number,
  id?: string,
  at?: number,
  meta?: Meta,
  data?: object,
];

/** Below every transaction that is still open anywhere in the cluster. */
const xminHorizon = 'pg_snapshot_xmin(pg_current_snapshot())';

/**
 * The log in an order that no reader has to correct: by (xid, position), below a horizon under which nothing can
 * appear any more. The cheap horizon waits for every open transaction of the cluster; the second one only for those
 * that hold the appenders' lock on the log.
 */
export class Feed {
  constructor(
    private readonly db: Database,
    private readonly streamOf: (name: string) => StreamType | undefined,
  ) {}

  /** Events of the named kinds of stream after a place; without names, of every kind. */
  async page(
    after: Position,
    limit: number,
    names?: readonly string[],
    horizon: string = xminHorizon,
  ): Promise<FeedPage> {
    const { rows } = await this.db.reader.query<{ page: string; unseen: boolean }>({
      name: names ? `feed of some ${horizon === xminHorizon}` : `feed ${horizon === xminHorizon}`,
      text: pageSql(horizon === xminHorizon ? xminHorizon : '$5::xid8', names !== undefined),
      values: [after.xid, after.position, limit, names ?? null, ...(horizon === xminHorizon ? [] : [horizon])],
    });
    const { unseen } = rows[0]!;
    const page = JSON.parse(rows[0]!.page) as Row[];
    const end = page.at(-1);
    const events: FedEvent[] = [];
    for (const row of page) if (row.length > 2) events.push(this.event(row as Required<Row>));
    return { events, last: end ? { xid: end[0], position: end[1] } : after, full: page.length === limit, unseen };
  }

  /**
   * Everything of one kind of stream up to a place, in chunks: for those who begin at the first event. COPY costs the
   * server half of what pages cost.
   */
  async *copy(name: string, upTo: Position): AsyncGenerator<readonly FedEvent[]> {
    const client = await this.db.reader.connect();
    let finished = false;
    try {
      const lines = client.query(copyTo(copySql(name, upTo)));
      let rest = '';
      for await (const chunk of lines.setEncoding('utf8') as AsyncIterable<string>) {
        const text = rest + chunk;
        const end = text.lastIndexOf('\n');
        rest = text.slice(end + 1);
        if (end >= 0)
          yield text
            .slice(0, end)
            .split('\n')
            .map((line) => this.event(rowOf(line)));
      }
      finished = true;
    } finally {
      client.release(!finished);
    }
  }

  /** As `page`, past transactions that are open but do not append here. Dearer: two more statements. */
  async pagePastStrangers(after: Position, limit: number, names?: readonly string[]): Promise<FeedPage> {
    const horizon = await appendersHorizon(this.db);
    return this.page(after, limit, names, horizon ?? xminHorizon);
  }

  /** What a subscription has put aside of one stream, in order. */
  async parked(tx: Tx, subscription: string, tenantId: string, streamId: string): Promise<readonly FedEvent[]> {
    const { rows } = await tx.query<{ events: string }>(
      `select '[' || coalesce(string_agg(${fields}, ',' order by version), '') || ']' as events
       from events join parked_events p using (tenant_id, stream_id, version)
       where p.subscription = $1 and tenant_id = $2 and stream_id = $3`,
      [subscription, tenantId, streamId],
    );
    return (JSON.parse(rows[0]!.events) as Required<Row>[]).map((row) => this.event(row));
  }

  /** The newest place that is safe to read up to. */
  async end(): Promise<Position> {
    const { rows } = await this.db.reader.query<{ xid: string; position: bigint }>(
      `select xid::text, position from events where xid < ${xminHorizon} order by events.xid desc, events.position desc limit 1`,
    );
    return rows[0] ? { xid: Number(rows[0].xid), position: Number(rows[0].position) } : origin;
  }

  private event(row: Required<Row>): FedEvent {
    const [, position, tenantId, stream, streamId, version, type, schema, id, at, meta, data] = row;
    const kind = this.streamOf(stream);
    return {
      type,
      data: kind ? upcast(kind, type, schema, data) : data,
      id,
      streamId,
      version,
      at: new Date(at),
      by: { id: meta.by, tenantId },
      stream,
      position,
      meta,
    };
  }
}

/** Written as text: that takes half the time of json_build_array. Names of streams and types need no escaping. */
const place = `'[' || xid || ',' || position`;
const fields = `${place} || ',"' || tenant_id || '","' || stream || '","' || stream_id || '",' || version || ',"' || type || '",'
  || schema_version || ',"' || event_id || '",' || (extract(epoch from at) * 1000)::bigint || ',' || meta || ',' || data || ']'`;

const copySql = (name: string, { xid, position }: Position) => `copy (
  select xid, position, tenant_id, stream, stream_id, version, type, schema_version, event_id,
    (date_part('epoch', at) * 1000)::bigint, meta, data
  from events where (xid, position) <= ('${xid}'::xid8, ${position}) and stream = '${name}' order by xid, position) to stdout`;

/** A line of COPY's text format. A backslash in it is the escape of one in the JSON. */
function rowOf(line: string): Required<Row> {
  const [xid, position, tenantId, stream, streamId, version, type, schema, id, at, meta, data] = (
    line.includes('\\') ? line.split('\t').map((field) => field.replace(escapes, unescape)) : line.split('\t')
  ) as [string, string, string, string, string, string, string, string, string, string, string, string];
  return [
    +xid,
    +position,
    tenantId,
    stream,
    streamId,
    +version,
    type,
    +schema,
    id,
    +at,
    JSON.parse(meta) as Meta,
    JSON.parse(data) as object,
  ];
}

const escapes = /\\(.)/g;
const unescape = (_: string, escaped: string) =>
  ({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' })[escaped] ?? escaped;

const pageSql = (horizon: string, some: boolean) => `
  with page as (
    select * from events where (xid, position) > ($1::text::xid8, $2) and xid < ${horizon} order by xid, position limit $3
  )
  select '[' || coalesce(string_agg(${
    some
      ? `case when stream = any ($4::text[]) then ${fields} else ${place} || ']' end`
      : `case when $4::text[] is null then ${fields} end`
  }, ',' order by xid, position), '') || ']' as page,
    not exists (select from page) and exists (select from events where (xid, position) > ($1::text::xid8, $2)) as unseen
  from page`;
