import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill } from './processes';

/** One process of a service, on a port that stays its own, restarted whenever it ends. */
export class Replica {
  private child: ChildProcess | undefined;
  private supervised: Promise<void> | undefined;
  private stopping = false;

  constructor(
    readonly service: string,
    readonly port: number,
    private readonly root: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly logFile: string,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  start(): void {
    this.stopping = false;
    this.supervised = this.supervise();
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status === 200;
  }

  async ready(limitMs = 120_000): Promise<void> {
    for (const until = performance.now() + limitMs; !(await this.isReady()); await sleep(50))
      if (performance.now() > until) throw new Error(`${this.service} was not ready in ${limitMs / 1_000} s.`);
  }

  /** What the preloaded half of the harness should do in there. */
  tell(order: { crashAt?: { point: string; passes: number }; clockMs?: number }): void {
    if (this.child?.connected) this.child.send(order, () => undefined);
  }

  /** Resolves when the process that runs now has ended, or after `ms`: then false. */
  async diesWithin(ms: number): Promise<boolean> {
    const { child } = this;
    if (!child || hasEnded(child)) return true;
    return Promise.race([once(child, 'exit').then(() => true), sleep(ms, false)]);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child?.pid || hasEnded(child)) return;
    const ended = once(child, 'exit');
    kill(child.pid);
    await ended;
  }

  /** Asks the process to end; answers how it ended. The supervisor starts the next one. */
  async terminate(): Promise<number | null> {
    const { child } = this;
    if (!child?.pid || hasEnded(child)) return null;
    const ended = once(child, 'exit');
    kill(child.pid, 'SIGTERM');
    return (await ended)[0] as number | null;
  }

  /** In order, or by SIGKILL after 15 s. */
  async stop(): Promise<void> {
    this.stopping = true;
    const late = setTimeout(() => void this.kill(), 15_000);
    await this.terminate();
    clearTimeout(late);
    await this.supervised;
  }

  /** For good and at once. */
  async end(): Promise<void> {
    this.stopping = true;
    await this.kill();
    await this.supervised;
  }

  private async supervise(): Promise<void> {
    while (!this.stopping) {
      const begun = performance.now();
      const log = openSync(this.logFile, 'a');
      const main = path.join(this.root, 'dist/apps', this.service, 'src/main.js');
      const preload = path.join(this.root, 'tools/chaos/preload.cjs');
      this.child = spawn(process.execPath, ['--require', preload, main], {
        stdio: ['ignore', log, log, 'ipc'],
        env: { ...this.env, PORT: String(this.port) },
        cwd: this.root,
      });
      await once(this.child, 'exit');
      // One that cannot start, because PostgreSQL is away, does not try in every millisecond.
      if (!this.stopping && performance.now() - begun < 500) await sleep(300);
    }
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
