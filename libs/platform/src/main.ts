import { asksForHelp, carryOut, commandNamed, usage } from './commands';
import { BadSettings, type ServiceSettings } from './load-config';
import { type Service, startService } from './service';

/** Balancers look every second or so whether it is ready. */
const leavesForMs = 2_000;

/**
 * A service as a process of its own: stops on SIGTERM and SIGINT, ends with 78 when a setting is wrong. With the name
 * of a command it carries that out instead and ends: `node main.js lag`.
 */
export async function runService(
  service: Service,
  config: () => ServiceSettings,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const stopping = { now: async () => undefined as void };
  // From the start: process 1 of a container has no default for signals.
  const stop = () =>
    void stopping.now().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    if (args.length === 0) {
      const running = await startService(service, config());
      stopping.now = () => running.leave(leavesForMs).then(running.close);
    }
    if (args.length > 0) process.exitCode = await command(service, config, args);
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
