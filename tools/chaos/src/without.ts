import type { Sql } from './sql';

export const guards = ['dedupe', 'version-check', 'checkpoint'] as const;
export type Guard = (typeof guards)[number];

/**
 * Takes one guard out of the harness's own database, as its superuser. Nothing in the product knows of this, so
 * there is no setting that could take it out anywhere else.
 */
export async function takeOut(sql: Sql, guard: Guard): Promise<void> {
  for (const service of ['exercises', 'notifications']) await steps[guard](sql, service);
}

const steps: Readonly<Record<Guard, (sql: Sql, service: string) => Promise<void>>> = {
  async dedupe(sql, service) {
    await rewrite(sql, service, [
      ['select p_tenant, w.c, w.s, w.t, w.n from won w', 'select p_tenant, w.c, w.s, w.t, w.n from won w where false'],
    ]);
    await sql(`truncate ${service}.commands`);
  },

  async 'version-check'(sql, service) {
    await rewrite(sql, service, [
      ['where h.version = (select a.e from a where a.s = excluded.stream_id) and h.last_xid <= excluded.last_xid', ''],
    ]);
    await sql(`alter table ${service}.events drop constraint events_pkey;
      create index on ${service}.events (tenant_id, stream_id, version)`);
  },

  /** Whoever takes a follower over does not know how far it was, and goes on with what comes next. */
  async checkpoint(sql, service) {
    await sql(`
      create function ${service}.forget() returns trigger language plpgsql as $$
      declare
        newest ${service}.events;
      begin
        if new.fence <> old.fence then
          select * into newest from ${service}.events order by xid desc, position desc limit 1;
          new.xid := coalesce(newest.xid, new.xid);
          new.position := coalesce(newest.position, new.position);
        end if;
        return new;
      end $$;
      create trigger forget before update on ${service}.checkpoints for each row execute function ${service}.forget()`);
  },
};

async function rewrite(sql: Sql, service: string, changes: readonly (readonly [string, string])[]): Promise<void> {
  const [row] = await sql<{ text: string }>(
    `select pg_get_functiondef(oid) as text from pg_proc where proname = 'append' and pronamespace = '${service}'::regnamespace`,
  );
  let text = row!.text;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`append() of ${service} no longer says "${from}": mend tools/chaos.`);
    text = text.replace(from, to);
  }
  await sql(text);
}
