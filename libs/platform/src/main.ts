import { asksForHelp, carryOut, commandNamed, usage } from './commands';
import { BadSettings, type ServiceSettings } from './load-config';
import { type Service, startService } from './service';

/** Balancers look every second or so whether it is ready. */
const leavesForMs = 2_000;

/** What a process runs until it is told to stop. */
export interface Stoppable {
  /** Says for so long that it is not ready, and answers all the same: balancers must see it first. */
  leave(forMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A service as a process of its own. With the name of a command it carries that out instead and ends:
 * `node main.js lag`.
 */
export const runService = (
  service: Service,
  config: () => ServiceSettings,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> =>
  runUntilStopped(() => (args.length === 0 ? startService(service, config()) : command(service, config, args)));

/** Runs a process until SIGTERM or SIGINT. It ends with 78 when a setting is wrong. */
export async function runUntilStopped(start: () => Promise<Stoppable | number>): Promise<void> {
  const stopping = { now: async () => undefined as void };
  // From the start: process 1 of a container has no default for signals.
  const stop = () =>
    void stopping.now().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    const running = await start();
    if (typeof running === 'number') process.exitCode = running;
    else stopping.now = () => running.leave(leavesForMs).then(() => running.close());
  } catch (error) {
    const { message, stack } = error as Error;
    process.stderr.write(`${error instanceof BadSettings ? message : stack}\n`);
    process.exit(error instanceof BadSettings ? error.exitCode : 1);
  }
}

async function command(service: Service, config: () => ServiceSettings, [name = '', ...args]: readonly string[]) {
  const known = commandNamed(name);
  if (!known || known.takes.length !== args.length) {
    (asksForHelp(name) ? process.stdout : process.stderr).write(`${usage(service.name)}\n`);
    return asksForHelp(name) ? 0 : 64; // EX_USAGE
  }
  await carryOut(service, config(), known, args, (line) => void process.stdout.write(`${JSON.stringify(line)}\n`));
  setTimeout(() => process.exit(), 500).unref(); // a broker that does not answer holds nobody up
  return 0;
}
