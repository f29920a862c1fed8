import { BadSettings, type ServiceSettings } from './load-config';
import { type Service, startService } from './service';

/** A service as a process of its own: stops on SIGTERM and SIGINT, ends with 78 when a setting is wrong. */
export async function runService(service: Service, config: () => ServiceSettings): Promise<void> {
  try {
    const { close } = await startService(service, config());
    const stop = () =>
      void close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    process.once('SIGTERM', stop).once('SIGINT', stop);
  } catch (error) {
    const { message, stack } = error as Error;
    process.stderr.write(`${error instanceof BadSettings ? message : stack}\n`);
    process.exit(error instanceof BadSettings ? error.exitCode : 1);
  }
}
