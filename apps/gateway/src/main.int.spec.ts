import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';

const root = path.resolve(__dirname, '../../..');
const nowhere = 'http://127.0.0.1:9';
const settings = {
  PORT: '0',
  TANDEM_ENV: 'development',
  TANDEM_ISSUER: nowhere,
  TANDEM_EXERCISES_URL: nowhere,
  TANDEM_EXPERIMENTS_URL: nowhere,
  TANDEM_METRICS_URL: nowhere,
  TANDEM_NOTIFICATIONS_URL: nowhere,
};

describe('The gateway as a process', () => {
  let child: ChildProcess;

  afterEach(() => void child.kill('SIGKILL'));

  const start = (changes: Record<string, string> = {}) => {
    const main = path.join(root, 'dist/apps/gateway/src/main.js');
    child = spawn(process.execPath, [main], { cwd: root, env: { PATH: process.env['PATH'], ...settings, ...changes } });
    return child;
  };

  it('answers on for a while after SIGTERM, says that it leaves, and ends with 0', async () => {
    const url = await listening(start());
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    let said: unknown;
    while ((said = await status(url)) !== 'draining') expect(said).toBe('waiting');
    expect((await fetch(`${url}/livez`)).status).toBe(200);

    expect(await ended).toEqual([0, null]);
  });

  it('ends with 78 and one line when a setting is wrong', async () => {
    start({ TANDEM_ISSUER: 'not an address' });
    let said = '';
    child.stderr!.on('data', (chunk) => (said += String(chunk)));

    expect(await once(child, 'close')).toEqual([78, null]);
    expect(said).toContain('TANDEM_ISSUER');
    expect(said).not.toContain('    at ');
  });
});

const status = async (url: string) => ((await (await fetch(`${url}/readyz`)).json()) as { status: string }).status;

const listening = (child: ChildProcess) =>
  new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (chunk) => {
      said += String(chunk);
      const line = said.split('\n').find((each) => each.includes('"msg":"listening"') && each.endsWith('}'));
      if (line) resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${said}`)));
  });
