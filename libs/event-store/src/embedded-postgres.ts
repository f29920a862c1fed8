import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type Account, binaries, homeFor, makeWritable, serverAccount } from './embedded-binaries';
import {
  cluster,
  createCluster,
  lockLines,
  logFile,
  refuseForeignData,
  removeData,
  serverPid,
  urlOf,
  waitForFormerServer,
} from './embedded-cluster';
import { EmbeddedPostgresError } from './embedded-error';

export { EmbeddedPostgresError };

/** A PostgreSQL server of our own, running beside this process. */
export interface EmbeddedPostgres {
  /** The superuser's URL of the database `tandem`: for migrations, never for requests. */
  readonly url: string;
  readonly port: number;
  /** Where the cluster lies: as root it may be elsewhere than asked, where the server's account can reach it. */
  readonly home: string;
  /** Ends the server in order, in less than 5 s; what was committed is kept. Calling it twice is harmless. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** Default: a free one, chosen at each start. */
  readonly port?: number;
  /** Deletes the data of an earlier run first. */
  readonly fresh?: boolean;
  /** Deletes the data when the server ends, however it ends: for tests. */
  readonly throwAway?: boolean;
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * Starts PostgreSQL from the binaries that npm brought, on 127.0.0.1 with a generated password.
 *
 * The data survives restarts. The server dies with this process, even when this process is killed with SIGKILL.
 * Throws an EmbeddedPostgresError that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const asked = path.resolve(options.dataDir);
  const account = serverAccount(asked);
  const server = binaries(account);
  const home = homeFor(asked, account);
  makeWritable(home, account);
  await waitForFormerServer(home);
  if (options.fresh) removeData(home);
  if (!fs.existsSync(cluster(home))) createCluster(server.initdb, home, account);
  refuseForeignData(home, server.major);

  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const child = supervise(server.postgres, home, port, account, options);
    try {
      await becomeReady(child, home, port);
      const url = urlOf(home, port);
      await createDatabase(url('postgres'));
      return {
        url: url('tandem'),
        port,
        home,
        stop: async () => {
          await stop(child, home);
          if (options.throwAway) fs.rmSync(home, { recursive: true, force: true });
        },
      };
    } catch (error) {
      await stop(child, home);
      const taken = error instanceof EmbeddedPostgresError && error.code === 'port-in-use';
      if (!taken || options.port || attempt === 5) throw error;
    }
  }
}

/** Small, since five services and the server share 400 MB; durable, since it holds the only copy. */
const settings = {
  listen_addresses: '127.0.0.1',
  max_connections: 100,
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  max_parallel_workers_per_gather: 0,
  autovacuum_max_workers: 2,
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const;

/**
 * The shell holds our pipe: when it closes, because we asked or because we were killed, the server is told to
 * shut down fast. A watcher of builtins only, so that nothing stays behind when the server ends by itself.
 */
const supervisor = `
  home=$1; away=$2; shift 2
  exec 3<&0
  "$@" </dev/null 3<&- & server=$!
  { while read -r line; do :; done; kill -INT $server; } <&3 & watcher=$!
  wait $server; status=$?
  kill $watcher 2>/dev/null
  [ "$away" = yes ] && rm -rf "$home"
  exit $status`;

function supervise(
  postgres: string,
  home: string,
  port: number,
  account: Account,
  options: EmbeddedPostgresOptions,
): ChildProcess {
  const all = Object.entries({ ...settings, ...options.settings, port, unix_socket_directories: '' });
  const log = fs.openSync(logFile(home), 'w');
  const child = spawn(
    '/bin/sh',
    [
      ...['-c', supervisor, 'tandem-postgres', home, options.throwAway ? 'yes' : 'no'],
      ...[postgres, '-D', cluster(home), ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    ],
    { ...account, cwd: '/', stdio: ['pipe', log, log], detached: true },
  );
  fs.closeSync(log);
  child.on('error', () => {}); // becomeReady sees that it is gone
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return child;
}

async function becomeReady(child: ChildProcess, home: string, port: number): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) throw whyItEnded(home, port);
    if (lockLines(home)[7]?.trim() === 'ready') return;
    await pause(20);
  }
  throw new EmbeddedPostgresError('not-ready', `PostgreSQL did not become ready in 60 s; its log is ${logFile(home)}.`);
}

function whyItEnded(home: string, port: number): EmbeddedPostgresError {
  const log = fs.existsSync(logFile(home)) ? fs.readFileSync(logFile(home), 'utf8').trim() : '';
  if (/could not bind|Address already in use/.test(log))
    return new EmbeddedPostgresError('port-in-use', `Port ${port} is in use: choose another for PostgreSQL.`);
  return new EmbeddedPostgresError('ended', `PostgreSQL ended at its start: ${log.split('\n').slice(-5).join('\n')}`);
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rowCount } = await client.query(`select from pg_database where datname = 'tandem'`);
    if (!rowCount) await client.query('create database tandem');
  } finally {
    await client.end().catch(() => {});
  }
}

async function stop(child: ChildProcess, home: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.ref();
  child.stdin?.end();
  const patience = new AbortController();
  const atOnce = pause(4_000, undefined, { signal: patience.signal }).then(
    () => {
      const pid = serverPid(home);
      if (pid) process.kill(pid, 'SIGQUIT'); // immediate: nothing committed is lost, the next start recovers
    },
    () => {},
  );
  await ended;
  patience.abort();
  await atOnce;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
