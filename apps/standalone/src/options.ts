import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Options {
  readonly port: number;
  readonly dataDir: string;
  readonly fresh: boolean;
  /** A git clone whose history is told to the metrics service; ours, if it is one, by default. */
  readonly repo?: string;
  readonly help: boolean;
}

/** An option that cannot be meant: one line for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `npm start -- [options]

  --port PORT      where the gateway listens on 127.0.0.1 (default 4000)
  --data-dir DIR   where the data lies (default .tandem)
  --fresh          deletes what an earlier run stored, and begins anew
  --repo DIR       a git clone whose history is imported (default: this one)
  --help           shows this

DATABASE_URL=postgres://... uses that PostgreSQL instead of the embedded one.`;

/** Reads the command line. Throws a UsageError that names the option and says what to do. */
export function readOptions(args: readonly string[]): Options {
  const { port, 'data-dir': dataDir, fresh, repo, help } = parsed(args);
  if (!/^\d+$/.test(port) || Number(port) > 65_535)
    throw new UsageError(`--port ${port}: a port is a whole number from 1 to 65535 (0 takes a free one).`);
  for (const [name, value] of [
    ['--data-dir', dataDir],
    ['--repo', repo],
  ] as const)
    if (value?.trim() === '') throw new UsageError(`${name} is empty: name a directory.`);
  return { port: Number(port), dataDir, fresh, help, ...(repo !== undefined && { repo }) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4000' },
        'data-dir': { type: 'string', default: '.tandem' },
        fresh: { type: 'boolean', default: false },
        repo: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const [what] = (error as Error).message.split('. ');
    throw new UsageError(`${what}. See npm start -- --help.`);
  }
}
