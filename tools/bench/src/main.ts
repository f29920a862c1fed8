import { append } from './append';
import { assignment } from './assignment';
import { command } from './command';
import { readSettings } from './config';
import { loadEmmett } from './emmett';
import { following } from './following';
import { latency } from './latency';
import type { Bench, Result } from './line';
import { publicEvents } from './public-events';
import { rehydration } from './rehydration';
import { keep, print } from './report';
import { startServer } from './server';
import { session } from './session';
import { start } from './start';
import { statistics } from './statistics';
import { tracking } from './tracking';

const lines: Readonly<Record<string, (bench: Bench) => Promise<Result[]>>> = {
  append,
  command,
  rehydration,
  following,
  latency,
  session,
  tracking,
  statistics,
  assignment,
  kafka: publicEvents,
  start,
};

async function main(): Promise<void> {
  const {
    databaseUrl,
    kafkaBrokers,
    rounds,
    seconds,
    lines: wanted,
  } = readSettings(process.argv.slice(2), process.env);
  const unknown = wanted.filter((name) => !(name in lines));
  if (unknown.length > 0)
    throw new Error(`No line is called ${unknown.join(', ')}: there are ${Object.keys(lines).join(', ')}.`);
  const server = await startServer(databaseUrl);
  const results: Result[] = [];
  try {
    const bench = { server, emmett: loadEmmett(), kafkaBrokers, rounds, seconds };
    for (const [name, line] of Object.entries(lines)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const found = await line(bench);
      print(found);
      results.push(...found);
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = 1;
    process.on('uncaughtException', () => undefined); // connections left open lose their database now
  }
  await server.stop();
  if (!process.exitCode) keep(results, { server, rounds, seconds });
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
