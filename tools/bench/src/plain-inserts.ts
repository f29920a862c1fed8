import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { payment } from './ledger';
import type { Arm } from './rounds';
import { query } from './server';

const meta = { by: 'a07c9f0e-6f0d-4f0b-9b43-1d1f5a0c8e11', command: 'a07c9f0e-6f0d-4f0b-9b43-1d1f5a0c8e12' };

/** What the server can do at best: pgbench inserts one row a transaction, without head, command id or security. */
export async function plainInserts(url: string, writers: number): Promise<Arm | undefined> {
  if (spawnSync('pgbench', ['--version']).status !== 0) {
    process.stderr.write('NOT COMPARED: pgbench is not installed (Debian and Ubuntu: postgresql-contrib).\n');
    return undefined;
  }
  await query(
    url,
    `create table if not exists plain (
       position bigint generated always as identity, stream_id uuid not null, version int not null, type text not null,
       event_id uuid not null, data json not null, meta json not null, at timestamptz not null default clock_timestamp(),
       primary key (stream_id, version))`,
  );
  const script = path.join(mkdtempSync(path.join(tmpdir(), 'tandem-pgbench-')), 'insert.sql');
  writeFileSync(
    script,
    `insert into plain (stream_id, version, type, event_id, data, meta)
     values (gen_random_uuid(), 1, 'MoneyPaidIn', gen_random_uuid(), '${JSON.stringify(payment)}', '${JSON.stringify(meta)}');\n`,
  );
  const { hostname, port, username, password, pathname } = new URL(url);
  const threads = String(Math.min(2, writers));
  return {
    name: 'pgbench',
    async measure(seconds) {
      // pgbench counts whole seconds; the rate is taken from what it says, without the time to connect.
      const args = [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(writers),
        '-j',
        threads,
        '-T',
        String(Math.max(1, Math.round(seconds))),
      ];
      const { stdout, stderr } = spawnSync(
        'pgbench',
        [...args, '-f', script, '-h', hostname, '-p', port, '-U', username, pathname.slice(1)],
        {
          encoding: 'utf8',
          env: { ...process.env, PGPASSWORD: decodeURIComponent(password) },
        },
      );
      const rate = /tps = ([\d.]+) \(without/.exec(stdout)?.[1];
      if (!rate) throw new Error(`pgbench failed: ${stderr}`);
      return Number(rate);
    },
  };
}
