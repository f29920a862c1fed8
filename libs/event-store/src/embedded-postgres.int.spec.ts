import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

describe('Embedded PostgreSQL', () => {
  it('keeps what was committed over a restart, and forgets it when asked to begin anew', async () => {
    const first = await start();
    await query(first.url, 'create table note (text text)');
    await query(first.url, `insert into note values ('kept')`);
    await first.stop();
    expect(await answers(first.port)).toBe(false);

    const second = await start();
    expect(await query(second.url, 'select text from note')).toEqual([{ text: 'kept' }]);
    await second.stop();

    const third = await start({ fresh: true });
    expect(await query(third.url, `select to_regclass('note') as note`)).toEqual([{ note: null }]);
  });

  it('listens on this machine only, and lets nobody in without the password', async () => {
    const { url } = await start();
    const open = new URL(url);
    open.password = 'guessed';
    await expect(query(open.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(fs.statSync(path.join(running[0]!.home, 'password')).mode & 0o777).toBe(0o600);
  });

  it('stops in order within 5 s while clients hold transactions open', async () => {
    const { url, stop } = await start();
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    await client.query('begin');
    const begun = process.hrtime.bigint();
    await stop();
    expect(Number(process.hrtime.bigint() - begun) / 1e9).toBeLessThan(5);
    await stop();
  });

  it('leaves no server behind when its parent is killed, and takes up the data again at once', async () => {
    const parent = spawn(process.execPath, ['-e', parentScript], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATA_DIR: dataDir },
    });
    const [said] = (await new Promise<Buffer[]>((resolve) =>
      parent.stdout.once('data', (data) => resolve([data])),
    )) as [Buffer];
    const port = Number(new URL(said.toString().trim()).port);
    expect(await answers(port)).toBe(true);
    parent.kill('SIGKILL');
    const again = await start();
    expect(await answers(port)).toBe(false);
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is not fooled by a lock file whose process number now belongs to another program', async () => {
    const first = await start();
    await first.stop();
    fs.writeFileSync(path.join(first.home, 'cluster/postmaster.pid'), `${process.pid}\n${first.home}/cluster\n`);
    const second = await start();
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses data that a running server uses', async () => {
    await start();
    await expect(start()).rejects.toThrow(/is in use by a running PostgreSQL \(process \d+\)\. Stop that Tandem first/);
  });

  it('refuses data of another major version, naming both', async () => {
    const { stop, home } = await start();
    await stop();
    const version = path.join(home, 'cluster/PG_VERSION');
    const ours = fs.readFileSync(version);
    fs.writeFileSync(version, '17\n');
    await expect(start()).rejects.toThrow(/holds data of PostgreSQL 17, but .* runs PostgreSQL 18.*--fresh/);
    fs.writeFileSync(version, ours);
  });

  it('names a port that is taken', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as net.AddressInfo;
    await expect(start({ port })).rejects.toThrow(`Port ${port} is in use`);
    taken.close();
  });

  it('names a directory that cannot be made', async () => {
    const file = path.join(path.dirname(dataDir), 'file');
    fs.writeFileSync(file, '');
    await expect(startEmbeddedPostgres({ dataDir: path.join(file, 'data') })).rejects.toThrow(
      /Cannot write to .*file.data \(ENOTDIR\): choose a directory/,
    );
  });

  it('removes its data in the end when it was only for a test', async () => {
    const { stop, home } = await start({ throwAway: true });
    await stop();
    expect(fs.existsSync(home)).toBe(false);
  });
});

let dataDir: string;
const running: EmbeddedPostgres[] = [];

/** One cluster for all of them: making one takes a second and more. */
beforeAll(() => {
  dataDir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-embedded-')), 'data');
  fs.chmodSync(path.dirname(dataDir), 0o755);
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

afterAll(() => fs.rmSync(path.dirname(dataDir), { recursive: true, force: true }));

async function start(options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  running.unshift(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

const parentScript = `
  require('@swc/core');
  const { transformFileSync } = require('@swc/core');
  const Module = require('node:module');
  const swcrc = JSON.parse(require('node:fs').readFileSync(${JSON.stringify(path.resolve(__dirname, '../../../.swcrc'))}, 'utf8'));
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { ...swcrc, swcrc: false, sourceMaps: false }).code, file);
  require(${JSON.stringify(path.join(__dirname, 'embedded-postgres.ts'))})
    .startEmbeddedPostgres({ dataDir: process.env.DATA_DIR })
    .then(({ url }) => { console.log(url); setInterval(() => {}, 1000); });
`;
