import childProcess from 'node:child_process';
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres';

/** A database of a spec file's own, empty at first. */
export interface TestDatabase {
  /** A superuser's URL: migrate with it, then connect as the service's own roles. */
  readonly url: string;
  /** Drops the database, whoever is still connected. */
  close(): Promise<void>;
}

/**
 * The everyday start of an integration spec: a fresh, empty database on a real PostgreSQL.
 *
 * The server is DATABASE_URL if that is set (so also under TEST_DB=docker), else one of our own, started once for
 * each Jest worker and gone with it.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await serverUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(server, `create database ${name} template template0`);
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, close: () => run(server, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const shared = Symbol.for('tandem.test-postgres');

/** Jest gives each spec file its own globals, but all files of a worker the same core modules: there it is kept. */
function serverUrl(): Promise<string> {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL) return Promise.resolve(DATABASE_URL);
  const worker = childProcess as { [shared]?: Promise<string> };
  return (worker[shared] ??= startServer());
}

async function startServer(): Promise<string> {
  const dataDir = path.join(os.tmpdir(), `tandem-test-${randomUUID()}`);
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: 200 };
  return (await startEmbeddedPostgres({ dataDir, throwAway: true, settings })).url;
}
