import { Client } from 'pg';
import { UsageError } from './options';

/** Throws a UsageError, without the password, when the PostgreSQL of DATABASE_URL cannot be used. */
export async function demandPostgres(url: string): Promise<void> {
  const { host, pathname } = new URL(url);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw new UsageError(
      `DATABASE_URL: PostgreSQL at ${host}${pathname} cannot be used (${message || code}): start it, or correct the setting.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Deletes what the services stored in a PostgreSQL that is not ours: their schemas, and nothing else. */
export async function forgetEverything(url: string, schemas: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const schema of schemas) await client.query(`drop schema if exists ${schema} cascade`);
  } finally {
    await client.end();
  }
}
