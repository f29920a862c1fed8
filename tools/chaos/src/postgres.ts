import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@tandem/event-store/embedded';
import { Client } from 'pg';
import { freePort, killFamily } from './processes';

/** A real PostgreSQL, durable, that can be killed and comes back on its data. */
export class Postgres {
  private server!: EmbeddedPostgres;
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly dataDir: string,
    readonly port: number,
    /** A small disk of its own, that can be filled. */
    readonly hasOwnDisk: boolean,
  ) {}

  static async start(dataDir: string, mayMount: boolean): Promise<Postgres> {
    const postgres = new Postgres(dataDir, await freePort(), mayMount && mountSmallDisk(dataDir));
    await postgres.begin();
    return postgres;
  }

  /** The superuser's URL, past the proxy. */
  get url(): string {
    return this.server.url;
  }

  urlThrough(port: number, database: string): string {
    return Object.assign(new URL(this.url), { port: String(port), pathname: database }).href;
  }

  async database(name: string): Promise<void> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    await client.query(`create database ${name} template template0`).finally(() => client.end());
  }

  /** Kills all its processes; answers when it serves again on the same port. */
  killAndRestart(downMs: number): Promise<void> {
    return this.inTurn(async () => {
      const lock = readFileSync(path.join(this.server.home, 'cluster', 'postmaster.pid'), 'utf8');
      killFamily(Number(lock.split('\n')[0]));
      await sleep(downMs);
      await this.again();
    });
  }

  /** Leaves not a byte free for a while. The server may stop itself over it; then it is started again. */
  fillDisk(forMs: number): Promise<void> {
    return this.inTurn(async () => {
      const ballast = path.join(this.dataDir, 'ballast');
      const file = openSync(ballast, 'w');
      for (let size = 1_048_576; size >= 512;)
        try {
          writeSync(file, Buffer.alloc(size));
        } catch {
          size /= 2;
        }
      closeSync(file);
      await sleep(forMs);
      rmSync(ballast);
      await sleep(200);
      if (!(await this.answers())) await this.again();
    });
  }

  /** One blow after the other. */
  private inTurn(blow: () => Promise<void>): Promise<void> {
    const done = this.last.then(blow);
    this.last = done.catch(() => undefined);
    return done;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    if (this.hasOwnDisk) spawnSync('umount', ['-l', this.dataDir]);
    for (const folder of [this.server.home, this.dataDir]) rmSync(folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    const settings = { max_connections: 200, max_wal_size: '64MB', min_wal_size: '32MB' };
    this.server = await startEmbeddedPostgres({ dataDir: this.dataDir, port: this.port, settings });
  }

  private async again(): Promise<void> {
    for (let attempt = 1; ; attempt++)
      try {
        return await this.begin();
      } catch (error) {
        if (attempt === 20) throw error;
        await sleep(300);
      }
  }

  private async answers(): Promise<boolean> {
    for (let n = 0; n < 30; n++) {
      const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 1_000 });
      const answered = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      if (answered) return true;
      await sleep(100);
    }
    return false;
  }
}

function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=640m,mode=755', 'tandem-chaos', folder]).status === 0;
}
