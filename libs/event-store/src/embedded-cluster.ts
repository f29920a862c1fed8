import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from './embedded-binaries';
import { EmbeddedPostgresError } from './embedded-error';

/** The parts of an embedded server's home. */
export const cluster = (home: string) => path.join(home, 'cluster');
export const passwordFile = (home: string) => path.join(home, 'password');
export const logFile = (home: string) => path.join(home, 'postgres.log');
const lockFile = (home: string) => path.join(cluster(home), 'postmaster.pid');

/** The superuser's URL of each database. */
export function urlOf(home: string, port: number) {
  const password = fs.readFileSync(passwordFile(home), 'utf8');
  return (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

export function createCluster(initdb: string, home: string, account: Account): void {
  const draft = `${cluster(home)}.new`; // renamed when whole: an interrupted initdb leaves no half cluster
  fs.rmSync(draft, { recursive: true, force: true });
  fs.writeFileSync(passwordFile(home), randomBytes(24).toString('hex'), { mode: 0o600 });
  if (account) fs.chownSync(passwordFile(home), account.uid, account.gid);
  const made = spawnSync(
    initdb,
    [
      ...['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile(home)}`, '--auth=scram-sha-256', '--encoding=UTF8'],
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ],
    { ...account, cwd: home, encoding: 'utf8' },
  );
  if (made.status !== 0)
    throw new EmbeddedPostgresError(
      'initdb-failed',
      `PostgreSQL could not create its data in ${home}: ${(made.stderr || made.error?.message || '').trim()}`,
    );
  fs.renameSync(draft, cluster(home));
}

export function removeData(home: string): void {
  for (const file of [cluster(home), passwordFile(home), logFile(home)])
    fs.rmSync(file, { recursive: true, force: true });
}

export function refuseForeignData(home: string, ours: string): void {
  const theirs = fs.readFileSync(path.join(cluster(home), 'PG_VERSION'), 'utf8').trim();
  if (theirs !== ours)
    throw new EmbeddedPostgresError(
      'other-version',
      `${cluster(home)} holds data of PostgreSQL ${theirs}, but this version of Tandem runs PostgreSQL ${ours}. ` +
        'Choose another directory with --data-dir, begin anew with --fresh, or dump and restore it with PostgreSQL ' +
        `${theirs}'s own tools.`,
    );
  if (!fs.existsSync(passwordFile(home)))
    throw new EmbeddedPostgresError(
      'no-password',
      `${passwordFile(home)} is missing, so nobody can sign in to the data beside it. Put it back, or begin anew with --fresh.`,
    );
}

/** A server whose parent was killed needs a moment to end; one that stays belongs to another running Tandem. */
export async function waitForFormerServer(home: string): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    const pid = serverPid(home);
    if (!pid) return;
    if (!isServerOf(pid, home)) return fs.rmSync(lockFile(home), { force: true });
    if (waited >= (lockLines(home)[7]?.trim() === 'stopping' ? 10_000 : 1_000))
      throw new EmbeddedPostgresError(
        'in-use',
        `${home} is in use by a running PostgreSQL (process ${pid}). Stop that Tandem first, or choose another --data-dir.`,
      );
    await pause(50);
  }
}

export function serverPid(home: string): number | undefined {
  const pid = Number(lockLines(home)[0]);
  return pid > 0 ? pid : undefined;
}

/** The server's lock file: its process on line 1, how it is (`starting`, `ready`, `stopping`) on line 8. */
export const lockLines = (home: string) =>
  fs.existsSync(lockFile(home)) ? fs.readFileSync(lockFile(home), 'utf8').split('\n') : [];

/** After a reboot the number in the lock file may be another program's: its command line tells. */
function isServerOf(pid: number, home: string): boolean {
  try {
    const listed = fs.existsSync('/proc/self/cmdline')
      ? fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
    return listed.includes(cluster(home));
  } catch {
    return false;
  }
}
