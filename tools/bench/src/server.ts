import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@tandem/event-store/embedded';
import { Client } from 'pg';

/** The PostgreSQL that all rivals share. */
export interface Server {
  readonly version: string;
  readonly settings: Readonly<Record<string, string>>;
  /** A new, empty database; a superuser's URL. */
  database(): Promise<string>;
  /** CPU seconds that the connections to a database have used so far; undefined where they cannot be seen. */
  cpuSeconds(database: string): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** The server at `databaseUrl`, else one of our own. Durable either way: a benchmark without fsync measures nothing. */
export async function startServer(databaseUrl: string | undefined): Promise<Server> {
  const dataDir = path.join(tmpdir(), `tandem-bench-${randomUUID()}`);
  const own = databaseUrl ? undefined : await startEmbeddedPostgres({ dataDir, throwAway: true });
  const url = databaseUrl ?? own?.url ?? '';
  const made: string[] = [];
  const settings = Object.fromEntries(
    (
      await query(
        url,
        `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'server_version', 'shared_buffers')`,
      )
    ).map(({ name, setting }) => [name, setting]),
  );
  if (settings['fsync'] !== 'on' || settings['synchronous_commit'] !== 'on')
    throw new Error('This server does not wait for its disk: switch fsync and synchronous_commit on.');
  return {
    version: settings['server_version'] ?? 'unknown',
    settings,
    async database() {
      const name = `bench_${randomUUID().slice(0, 8)}`;
      await query(url, `create database ${name} template template0`);
      made.push(name);
      return Object.assign(new URL(url), { pathname: name }).href;
    },
    cpuSeconds: async (database) => cpuOf(await query(database, connections)),
    async stop() {
      for (const name of made) await query(url, `drop database if exists ${name} with (force)`);
      await own?.stop();
    },
  };
}

const connections = 'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
const ticksASecond = 100; // of Linux, whatever the processor

function cpuOf(backends: readonly Record<string, string>[]): number | undefined {
  try {
    const ticks = backends.map(({ pid }) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, '').trim().split(' ');
      return Number(fields[11]) + Number(fields[12]);
    });
    return ticks.reduce((sum, each) => sum + each, 0) / ticksASecond;
  } catch {
    return undefined;
  }
}

/** One statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows;
  } finally {
    await client.end();
  }
}
