import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const entry = path.resolve(__dirname, '../../../apps/exercises/src/main.js');

/** The exercises service as a process of its own, so that it can be killed. */
export async function startExercises(databaseUrl: string, issuer: string, port: number) {
  const env = {
    ...{ PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: databaseUrl },
    ...{ TANDEM_ENV: 'development', TANDEM_ISSUER: issuer, TANDEM_AUDIENCE: 'tandem', LOG_LEVEL: 'error' },
    TANDEM_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) break;
    if (child.exitCode !== null) throw new Error(`The exercises service ended at its start:\n${output}`);
    if (performance.now() - begun > 60_000) throw new Error(`The exercises service was not ready in 60 s:\n${output}`);
    await sleep(50);
  }
  return { url, end: (signal: 'SIGTERM' | 'SIGKILL') => end(child, signal) };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
