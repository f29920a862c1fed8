/** What a run measures, and for how long. */
export interface Settings {
  readonly databaseUrl: string | undefined;
  readonly kafkaBrokers: string | undefined;
  /** How often each arm is measured; the arms take turns. */
  readonly rounds: number;
  /** How long each arm is measured in a round. */
  readonly seconds: number;
  /** The lines that are wanted; none named: all. */
  readonly lines: readonly string[];
}

/** Reads `npm run bench -- [line…] [--rounds=3] [--seconds=1]`. */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const lines = argv.filter((word) => !word.startsWith('--'));
  const options = new Map(
    argv.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=') as [string, string]),
  );
  const take = (name: string, otherwise: number) => {
    const value = Number(options.get(name) ?? otherwise);
    options.delete(name);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0.`);
    return value;
  };
  const settings = {
    databaseUrl: env['DATABASE_URL'],
    kafkaBrokers: env['KAFKA_BROKERS'],
    rounds: take('rounds', 3),
    seconds: take('seconds', 1),
    lines,
  };
  if (options.size > 0)
    throw new Error(`Unknown option --${[...options.keys()].join(', --')}: --rounds and --seconds are known.`);
  return settings;
}
