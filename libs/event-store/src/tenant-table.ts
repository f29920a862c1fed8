/** The organisation of the running transaction, or null: then no row is seen and none can be written. */
const tenant = `(select nullif(current_setting('app.tenant', true), '')::uuid)`;

/** What the application role may do to a table. The log is append-only: SELECT and INSERT. */
export type Right = 'select' | 'insert' | 'update' | 'delete';

/**
 * SQL that shuts one organisation's rows off from another's: row-level security is forced, the application role sees
 * the organisation of its transaction, the reader role (followers, relay, rebuilds) reads across all.
 * The table must have a column `tenant_id uuid not null`. `schema` is the service's schema and names its roles.
 */
export const tenantTable = (
  schema: string,
  table: string,
  rights: readonly Right[] = ['select', 'insert', 'update', 'delete'],
  readerRights: readonly Right[] = ['select'],
): string => `
  alter table "${schema}"."${table}" enable row level security;
  alter table "${schema}"."${table}" force row level security;
  create policy own_tenant on "${schema}"."${table}" to "${schema}_app" using (tenant_id = ${tenant}) with check (tenant_id = ${tenant});
  create policy every_tenant on "${schema}"."${table}" to "${schema}_reader" using (true) with check (true);
  grant ${rights.join(', ')} on "${schema}"."${table}" to "${schema}_app";
  grant ${readerRights.join(', ')} on "${schema}"."${table}" to "${schema}_reader";`;
