import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Bench, type Result } from './line';
import { summary } from './rounds';

const entry = path.resolve(__dirname, '../../../apps/standalone/src/main.js');

/** The whole platform as `npm start` runs it, on an embedded PostgreSQL of its own. */
export interface Platform {
  readonly url: string;
  readonly secondsToReady: number;
  /** Megabytes of all its processes, PostgreSQL's too; pages that they share are counted once. Linux only. */
  memory(): number | undefined;
  stop(): Promise<number>;
}

/** Starts the compiled platform and waits until it says that it is ready: on a first start with the sample company. */
export async function startPlatform(dataDir: string): Promise<Platform> {
  const port = await freePort();
  const begun = performance.now();
  const env = { ...process.env, DATABASE_URL: undefined };
  const child = spawn(process.execPath, [entry, '--port', String(port), '--data-dir', dataDir], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const url = `http://127.0.0.1:${port}`;
  while (!output.includes('Tandem is ready')) {
    if (child.exitCode !== null) throw new Error(`The platform ended at its start:\n${output}`);
    if (performance.now() - begun > 120_000) throw new Error(`The platform was not ready in two minutes:\n${output}`);
    await sleep(50);
  }
  const secondsToReady = (performance.now() - begun) / 1000;
  return { url, secondsToReady, memory: () => memoryOf(child.pid ?? 0), stop: () => interrupt(child) };
}

/** How long a first and a later start take, how long Ctrl-C takes, and how much memory the platform holds. */
export async function start({ rounds }: Bench): Promise<Result[]> {
  const first: number[] = [];
  const later: number[] = [];
  const stopped: number[] = [];
  const memoryFirst: number[] = [];
  const memoryLater: number[] = [];
  for (let round = 0; round < Math.min(rounds, 2); round++) {
    const dataDir = path.join(tmpdir(), `tandem-bench-start-${randomUUID()}`);
    for (const [times, memory] of [
      [first, memoryFirst],
      [later, memoryLater],
    ] as const) {
      const platform = await startPlatform(dataDir);
      times.push(platform.secondsToReady);
      await sleep(2_000);
      memory.push(platform.memory() ?? NaN);
      stopped.push(await platform.stop());
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
  const [firstStart, laterStart] = [summary('first start', first), summary('later start', later)];
  const held = summary('MB, sample loaded', memoryFirst);
  const heldLater = summary('MB, later start', memoryLater);
  const stop = summary('Ctrl-C', stopped);
  const targets = [
    atMost('seconds to ready, sample loaded', 15, firstStart.median),
    atMost('MB with PostgreSQL, right after loading the sample', 400, Number.isNaN(held.most) ? undefined : held.most),
    atMost('seconds to stop', 5, stop.most),
  ];
  return [
    { title: 'start, from compiled code', unit: 's', arms: [firstStart, laterStart, stop, held, heldLater], targets },
  ];
}

async function interrupt(child: ChildProcess): Promise<number> {
  const begun = performance.now();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
  return (performance.now() - begun) / 1000;
}

/** Proportional set size of a process and all below it. */
function memoryOf(root: number): number | undefined {
  try {
    const parents = new Map<number, number>();
    for (const entry of readdirSync('/proc')) if (/^\d+$/.test(entry)) parents.set(Number(entry), parentOf(entry));
    const family = [...parents.keys()].filter((pid) => isBelow(pid, root, parents));
    const kilobytes = family.map((pid) =>
      Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]),
    );
    return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024);
  } catch {
    return undefined;
  }
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, '').trim().split(' ')[1]);
  } catch {
    return 0; // ended meanwhile
  }
}

function isBelow(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === root) return true;
  return false;
}

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
