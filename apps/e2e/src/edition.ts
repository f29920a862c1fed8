import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** A running standalone edition, as somebody sees it who typed `npm start`. */
export interface Edition {
  readonly url: string;
  /** All that it printed. */
  printed(): string;
  /** Asks it to stop, as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a warning. */
  kill(): Promise<void>;
}

/** What a run that ended by itself left behind. */
export interface Ended {
  readonly code: number | null;
  readonly printed: string;
  readonly complained: string;
}

/** A place for data that is gone after the test. */
export function placeForData(): { dir: string; remove(): void } {
  const dir = mkdtempSync(path.join(tmpdir(), 'tandem-e2e-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

const entry = path.join(root, process.env['E2E_DIST'] ?? 'dist', 'apps/standalone/src/main.js');

/** A machine's environment without any setting of ours. */
const clean = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(TANDEM_|DATABASE_URL$|LOG_LEVEL$|NODE_ENV$|PORT$|HOST$)/.test(name),
  ),
);

function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  if (!existsSync(entry)) throw new Error(`${entry} is missing: node tools/build.mjs`);
  const child = spawn(process.execPath, [entry, ...args], { cwd: root, env: { ...clean, ...env }, stdio: 'pipe' });
  let printed = '';
  let complained = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, printed, complained })));
  return { child, ended, printed: () => printed };
}

/** Starts it and waits until it says that it is ready. */
export async function startEdition(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Edition> {
  const { child, ended, printed } = run(args, env);
  const url = await Promise.race([
    readyUrl(child, printed),
    ended.then(({ complained }) => Promise.reject(new Error(complained))),
  ]);
  return {
    url,
    printed,
    stop: async () => (child.kill('SIGINT'), (await ended).code),
    kill: async () => void (child.kill('SIGKILL'), await ended),
  };
}

/** Starts it, and kills it as soon as it prints this. */
export async function killWhen(pattern: RegExp, args: readonly string[]): Promise<void> {
  const { child, ended, printed } = run(args, {});
  child.stdout.on('data', () => pattern.test(printed()) && child.kill('SIGKILL'));
  const { complained } = await ended;
  if (!pattern.test(printed())) throw new Error(complained);
}

/** Runs it until it ends by itself. */
export const runEdition = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  run(args, env).ended;

const readyUrl = (child: ChildProcess, printed: () => string) =>
  new Promise<string>((resolve) => {
    child.stdout!.on('data', () => {
      const url = /GraphQL explorer\s+(http:\/\/127\.0\.0\.1:\d+)\//.exec(printed())?.[1];
      if (url && printed().includes('Ctrl-C')) resolve(url);
    });
  });
