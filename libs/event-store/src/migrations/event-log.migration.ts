import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table';

/** The log, its heads, the outcomes of commands, where each reader stands, and what readers had to put aside. */
export class EventLog1763600000000 implements MigrationInterface {
  readonly name = 'EventLog1763600000000';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('select current_schema() as schema')) as [{ schema: string }];
    await runner.query(tables);
    await runner.query(append);
    await runner.query(loadStream);
    await runner.query(`
      ${tenantTable(schema, 'events', ['select', 'insert'])}
      ${tenantTable(schema, 'streams', ['select', 'insert', 'update'])}
      ${tenantTable(schema, 'commands', ['select', 'insert'])}
      ${tenantTable(schema, 'parked_events', ['select'], ['select', 'insert', 'update', 'delete'])}
      grant select, insert, update, delete on checkpoints to "${schema}_reader";
      grant select, update on boards to "${schema}_reader";
      grant select on boards, checkpoints to "${schema}_app";
      grant execute on function append(uuid, json, json, json, boolean, int), load_stream(uuid, text, uuid, int) to "${schema}_app";`);
  }

  down(): Promise<void> {
    throw new Error('The event log is never taken down: restore a backup instead.');
  }
}

const tables = `
  create table events (
    position bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    tenant_id uuid not null,
    stream text not null,
    stream_id uuid not null,
    version int not null,
    type text not null,
    schema_version smallint not null,
    event_id uuid not null,
    data json not null,
    meta json not null,
    at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, stream_id, version)
  );
  create index events_feed on events (xid, position);
  create table streams (
    tenant_id uuid not null,
    stream_id uuid not null,
    stream text not null,
    version int not null,
    last_xid xid8 not null,
    primary key (tenant_id, stream_id)
  ) with (fillfactor = 70);
  create table commands (
    tenant_id uuid not null,
    command_id uuid not null,
    stream_id uuid not null,
    type text not null,
    version int not null,
    at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, command_id)
  );
  create table checkpoints (
    subscription text not null,
    slot int not null,
    xid xid8 not null default '0',
    position bigint not null default 0,
    owner text,
    fence bigint not null default 0,
    lease_until timestamptz not null default '-infinity',
    primary key (subscription, slot)
  ) with (fillfactor = 50);
  create table parked_events (
    tenant_id uuid not null,
    subscription text not null,
    stream_id uuid not null,
    version int not null,
    error text not null,
    parked_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, subscription, stream_id, version)
  );
  create index parked_by_subscription on parked_events (subscription);
  create table boards (
    name text primary key,
    live_since timestamptz,
    used_until timestamptz
  );`;

/**
 * Appends events of one organisation to several streams in one round trip. Each append stands or falls alone:
 * `appended`, `duplicate` (the command id was seen) or `conflict` (the stream is not at the expected version, or was
 * written by a later transaction than this one, which would turn the feed around). Written so that every step is an
 * index look-up whatever the planner believes of the tables' size: the plan is made once a connection.
 */
const append = `
  create function append(p_tenant uuid, p_appends json, p_events json, p_boards json, p_notify boolean, p_patience_ms int)
  returns table (i int, outcome text, stream_id uuid, type text, version int) language plpgsql as $$
    #variable_conflict use_column
    declare
      won int[];
      known int[];
      board text;
      me xid8;
    begin
      if pg_current_xact_id_if_assigned() is not null and not exists (
        select from pg_locks where pid = pg_backend_pid() and relation = 'events'::regclass and mode = 'RowExclusiveLock'
      ) then
        raise exception 'a transaction that appends must lock the table events in row exclusive mode before it writes anything';
      end if;
      if p_patience_ms is not null then
        perform set_config('lock_timeout', p_patience_ms::text, true);
      end if;
      lock table events in row exclusive mode;
      perform set_config('app.tenant', p_tenant::text, true);
      me := pg_current_xact_id();

      with a as materialized (
        select * from json_to_recordset(p_appends) a (i int, s uuid, k text, e int, n int, c uuid, t text)
      ), known as materialized (
        select a.i from a cross join lateral (
          select from commands c where c.tenant_id = p_tenant and c.command_id = a.c offset 0) c
      ), moved as (
        insert into streams as h (tenant_id, stream_id, stream, version, last_xid)
        select p_tenant, a.s, a.k, a.n, me from a where a.n > a.e and a.i not in (select i from known) order by a.s
        on conflict (tenant_id, stream_id) do update set version = excluded.version, last_xid = excluded.last_xid
          where h.version = (select a.e from a where a.s = excluded.stream_id) and h.last_xid <= excluded.last_xid
        returning stream_id
      ), won as materialized (
        select a.* from a where a.i not in (select i from known) and (a.n = a.e or a.s in (select stream_id from moved))
      ), told as (
        insert into commands (tenant_id, command_id, stream_id, type, version) select p_tenant, w.c, w.s, w.t, w.n from won w
      ), stored as (
        insert into events (xid, tenant_id, stream, stream_id, version, type, schema_version, event_id, data, meta, at)
        select me, p_tenant, e.k, e.s, e.v, e.t, e.sv, e.id, e.d, e.m, e.at
        from json_to_recordset(p_events)
          e (i int, k text, s uuid, v int, t text, sv smallint, id uuid, d json, m json, at timestamptz)
        where e.i in (select i from won) order by e.i, e.v
      )
      select coalesce((select array_agg(i) from won), '{}'), coalesce((select array_agg(i) from known), '{}') into won, known;

      for board in select distinct b.b from json_to_recordset(p_boards) b (b text) loop
        execute format('select %I($1, $2, $3)', 'put_' || board) using p_tenant, p_boards, won;
      end loop;

      if p_notify and cardinality(won) > 0 then
        perform pg_notify(current_schema() || '_events', '');
      end if;
      if cardinality(known) = 0 then
        return query select a, case when a = any (won) then 'appended' else 'conflict' end, null::uuid, null::text, null::int
          from generate_series(0, json_array_length(p_appends) - 1) a;
      else
        return query
          select a.i,
            case when a.i = any (won) then 'appended' when a.i = any (known) then 'duplicate' else 'conflict' end,
            c.stream_id, c.type, c.version
          from json_to_recordset(p_appends) a (i int, c uuid)
          left join lateral (
            select * from commands c where a.i = any (known) and c.tenant_id = p_tenant and c.command_id = a.c offset 0
          ) c on true;
      end if;
    end $$;
  alter function append(uuid, json, json, json, boolean, int) set plan_cache_mode = force_generic_plan;`;

/** A stream's events after a version, as one JSON array of arrays: one round trip, one parse. */
const loadStream = `
  create function load_stream(p_tenant uuid, p_kind text, p_stream uuid, p_after int) returns text language plpgsql as $$
  begin
    perform set_config('app.tenant', p_tenant::text, true);
    return (
      select '[' || coalesce(string_agg('[' || version || ',"' || type || '",' || schema_version || ',"' || event_id || '",'
        || (extract(epoch from at) * 1000)::bigint || ',' || meta || ',' || data || ']', ',' order by version), '') || ']'
      from events where tenant_id = p_tenant and stream_id = p_stream and stream = p_kind and version > p_after);
  end $$;`;
