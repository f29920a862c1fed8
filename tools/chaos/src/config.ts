import { type Guard, guards } from './without';

/** What a run does. */
export interface Settings {
  readonly seed: number;
  readonly full: boolean;
  /** The parts that are wanted, in order. */
  readonly parts: readonly Part[];
  readonly without: readonly Guard[];
  readonly kills: number;
  readonly commands: number;
  readonly restarts: number;
  readonly requests: number;
  readonly goneSeconds: number;
  readonly backlog: number;
  /** Whether this process has mounts of its own, and may make a small disk. */
  readonly ownMounts: boolean;
}

const parts = ['crash', 'proofs', 'rolling', 'broker-gone'] as const;
export type Part = (typeof parts)[number];

const numbers = ['seed', 'kills', 'commands', 'restarts', 'requests', 'gone-seconds', 'backlog'] as const;

export const usage = `npm run chaos -- [--full] [--seed=N] [--crash] [--proofs] [--rolling] [--broker-gone] [--without=${guards.join('|')}]
  [--kills=N] [--commands=N] [--restarts=N] [--requests=N] [--gone-seconds=N] [--backlog=N]`;

/** Reads the command line. Without a part: crash, proofs and a short rolling restart; with --full all, at full size. */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const options = new Map(argv.map((word) => word.replace(/^--/, '').split('=') as [string, string | undefined]));
  const known = new Set<string>([...parts, ...numbers, 'full', 'without']);
  const unknown = [...options.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}.\n${usage}`);
  const full = options.has('full');
  const number = (name: (typeof numbers)[number], otherwise: number) => {
    const value = Number(options.get(name) ?? otherwise);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0.`);
    return value;
  };
  const named = parts.filter((part) => options.has(part));
  const without = guards.filter((guard) => options.get('without') === guard);
  if (options.has('without') && without.length === 0)
    throw new Error(`--without is one of ${guards.join(', ')}, not ${options.get('without')}.`);
  const rolls = full || named.includes('rolling');
  const usual: readonly Part[] = full ? parts : ['crash', 'proofs', 'rolling'];
  return {
    ...{ full, seed: number('seed', Math.floor(Math.random() * 1e9) + 1) },
    parts: without.length > 0 ? ['proofs'] : named.length > 0 ? named : usual,
    without: without.length > 0 ? without : guards,
    kills: number('kills', full ? 100 : 20),
    commands: number('commands', full ? 20_000 : 3_000),
    restarts: number('restarts', rolls ? 12 : 4),
    requests: number('requests', rolls ? 10_000 : 2_000),
    goneSeconds: number('gone-seconds', 60),
    backlog: number('backlog', 40_000),
    ownMounts: env['CHAOS_OWN_MOUNTS'] === 'yes',
  };
}
