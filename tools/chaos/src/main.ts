import path from 'node:path';
import { brokerGone } from './broker-gone';
import { Chance } from './chance';
import { readSettings } from './config';
import { crash } from './crash';
import { proof } from './proofs';
import { rolling } from './rolling';
import { isClean, type Outcome, print, say } from './report';
import { World } from './world';

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const chance = new Chance(settings.seed);
  say(`Seed ${settings.seed}: --seed=${settings.seed} draws the same again.`);
  const world = await World.open(path.resolve(__dirname, '../../../..'), settings.ownMounts);
  say('PostgreSQL and Kafka are up.');
  const outcomes: Outcome[] = [];
  const late = setTimeout(() => void end(new Error('It took too long.')), settings.full ? 7_200_000 : 1_200_000);
  const end = async (error?: Error) => {
    clearTimeout(late);
    const clean = !error && outcomes.every(({ findings }) => isClean(findings));
    await world.close(!clean);
    print(outcomes);
    if (error) process.stdout.write(`\n${error.stack}\n`);
    if (!clean) process.stdout.write(`\nThe logs of the services are in ${world.folder}.\n`);
    process.stdout.write(clean ? '\nChaos: nothing lost, doubled or reordered.\n' : '\nChaos: FAILED.\n');
    process.exit(clean ? 0 : 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(new Error(signal)));
  process.on('unhandledRejection', (error) => void end(error as Error));
  try {
    for (const part of settings.parts) {
      if (part === 'crash') outcomes.push(await crash(world, settings, chance.apart()));
      if (part === 'proofs')
        for (const guard of settings.without) outcomes.push(await proof(world, guard, chance.apart()));
      if (part === 'rolling') outcomes.push(await rolling(world, settings, chance.apart()));
      if (part === 'broker-gone') outcomes.push(await brokerGone(world, settings, chance.apart()));
    }
    await end();
  } catch (error) {
    await end(error as Error);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
