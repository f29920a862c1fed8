import { Client, escapeIdentifier } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { DatabaseOptions } from './database';

/** A migration: runs once, as the owner of the schema, with the schema as its search path. */
export type Migration = new () => MigrationInterface;

/**
 * Brings a service's schema and its three roles into being and runs the migrations that have not run. Several
 * processes may call it at the same time. The migration login must be a superuser or may create roles.
 */
export async function provision(options: DatabaseOptions, migrations: readonly Migration[]): Promise<void> {
  const { schema, url, migrationUrl = url } = options;
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(schema)) throw new Error(`A schema is named in snake_case, not ${schema}.`);
  const client = new Client({ connectionString: migrationUrl, application_name: `tandem-${schema}-provision` });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [`tandem provision ${schema}`]);
    await client.query(rolesAndSchema(schema));
    const [login, owner] = [url, migrationUrl].map((each) => decodeURIComponent(new URL(each).username));
    if (login && login !== owner)
      await client.query(`grant ${schema}_app, ${schema}_reader to ${escapeIdentifier(login)}`);
    await migrate(schema, migrationUrl, migrations);
  } finally {
    await client.end();
  }
}

/** The migrations that have not run, for a login without the owner's rights. All of them when there is no schema yet. */
export async function missingMigrations(
  { schema, url }: DatabaseOptions,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const names = migrations.map((Each) => new Each().name ?? Each.name);
  const client = new Client({ connectionString: url, application_name: `tandem-${schema}-migrations` });
  await client.connect();
  try {
    await client.query(`set role "${schema}_reader"`);
    const { rows } = await client.query<{ name: string }>(`select name from "${schema}".migrations`);
    return names.filter((name) => !rows.some((row) => row.name === name));
  } catch (error) {
    if (notThereYet.includes((error as { code?: string }).code ?? '')) return names;
    throw error;
  } finally {
    await client.end();
  }
}

/** No such role, schema or table, or no right to it yet. */
const notThereYet = ['22023', '3F000', '42P01', '42501'];

async function migrate(schema: string, url: string, migrations: readonly Migration[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    extra: { options: `-c role=${schema}_owner -c search_path=${schema}`, max: 2 },
    logging: false,
  });
  await source.initialize();
  try {
    await source.runMigrations();
    await source.query(`grant select on migrations to "${schema}_reader"`);
  } finally {
    await source.destroy();
  }
}

/** Roles belong to the whole server, so that two databases of one server share them. */
const rolesAndSchema = (schema: string) => `
  do $$
  declare
    r text;
  begin
    foreach r in array array['${schema}_owner', '${schema}_app', '${schema}_reader'] loop
      begin
        execute format('create role %I nologin', r);
      exception when duplicate_object or unique_violation then null;
      end;
      begin
        execute format('grant %I to current_user', r);
      exception when others then
        if not pg_has_role(current_user, r, 'member') then raise; end if;
      end;
    end loop;
    begin
      grant pg_read_all_stats to ${schema}_reader;
    exception when others then null; -- readers then wait for every transaction of the server, not only for appends
    end;
  end $$;
  create schema if not exists "${schema}" authorization "${schema}_owner";
  grant usage on schema "${schema}" to "${schema}_app", "${schema}_reader";`;
