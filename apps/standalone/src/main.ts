import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { EmbeddedPostgresError } from '@tandem/event-store/embedded';
import { BadSettings } from '@tandem/platform';
import { people } from '../sample/company';
import { config } from './config';
import { DevelopmentOnly } from './dev-issuer';
import { UsageError, readOptions, usage } from './options';
import { Closing, startTandem } from './tandem';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return say(usage);
  say('Starting Tandem');
  const closing = new Closing();
  stopOnSignals(() => closing.close());
  const url = await startTandem(options, config(), say, closing).catch(async (error: Error) => {
    if (isStopping) return new Promise<never>(() => undefined); // what broke off was asked to
    await closing.close();
    throw error;
  });
  say(`
Tandem is ready after ${(performance.now() / 1000).toFixed(1)} s.   DEV ISSUER: anybody on this machine can sign in as anybody.

  GraphQL explorer   ${url}/   or as one of the sample people:
${Object.entries(people)
  .map(([key, { name, about }]) => `    ${name.padEnd(5)} ${url}/explorer?as=${key}   ${about}`)
  .join('\n')}

  From a terminal
    TOKEN=$(curl -s ${url}/dev/token -H 'content-type: application/json' -H 'accept: text/plain' -d '{"person":"pia"}')
    curl -s ${url}/graphql -H 'content-type: application/json' -H "authorization: Bearer $TOKEN" -d '{"query":"{ teams { edges { node { name } } } }"}'

  Ctrl-C stops it; npm start goes on where it stopped, npm start -- --fresh begins anew.`);
}

let isStopping = false;

/** The first signal ends in order within 5 s; what is committed stays committed. A second one ends at once. */
function stopOnSignals(close: () => Promise<void>): void {
  const stop = () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    say('\nStopping');
    setTimeout(() => process.exit(0), 4_500).unref();
    void close().then(() => {
      say('Stopped.');
      process.exit(0);
    });
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

main().catch((error: Error) => {
  const isOurs = [UsageError, BadSettings, EmbeddedPostgresError, DevelopmentOnly].some(
    (kind) => error instanceof kind,
  );
  process.stderr.write(`${isOurs ? error.message : error.stack}\n`);
  process.exit(isOurs ? 78 : 1);
});
