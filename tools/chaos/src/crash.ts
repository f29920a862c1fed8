import { setTimeout as sleep } from 'node:timers/promises';
import { boardsThatDiffer } from './boards';
import type { Chance } from './chance';
import type { Settings } from './config';
import { heardOnKafka } from './heard';
import { mischief, noHarm } from './mischief';
import { merge, type Outcome, say } from './report';
import { settled, stage } from './stage';
import { trackedVerdict, verdict } from './verdict';
import { work } from './work';
import { envOf, type World } from './world';

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, n) => sum + n, 0);
const listed = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || 'none';

/** Kills everything again and again under load, then compares what clients were told with what is there. */
export async function crash(world: World, { kills, commands, full }: Settings, chance: Chance): Promise<Outcome> {
  const counts = { exercises: 2, notifications: 1, experiments: 1 };
  const on = await stage(world, 'chaos', counts, { chance, impatience: 0.03 });
  const { services, replicas, client, company, asked, sql } = on;
  say(`Services are up; ${kills} kills of each over at least ${commands} commands.`);

  const plan = {
    kills,
    postgresKills: Math.ceil(kills / (full ? 1 : 4)),
    brokerKills: Math.ceil(kills / (full ? 1 : 10)),
    diskFills: full ? 3 : 1,
    faults: true,
  };
  const harm = noHarm();
  let goesOn = true;
  const begun = performance.now();
  const working = work(client, company, chance.apart(), { lanes: 12, thinkMs: full ? 100 : 150, tracks: true }, asked, () => goesOn); // prettier-ignore
  const watching = setInterval(
    () => say(`${asked.commands} commands, ${client.repeats} sent again; killed: ${listed(harm.kills)}`),
    10_000,
  );
  try {
    await mischief(world, services, plan, chance.apart(), harm, sql);
    while (asked.commands < commands) await sleep(100);
  } finally {
    goesOn = false;
    clearInterval(watching);
  }
  await Promise.all(replicas.map((replica) => replica.ready()));
  await working;
  const seconds = (performance.now() - begun) / 1_000;
  say(`The storm is over after ${seconds.toFixed(0)} s; ${asked.commands} commands, ${client.repeats} sent again.`);
  const inTime = await settled(on, 60_000);
  if (!inTime) say('Something never arrived in the other service.');
  await Promise.all(replicas.map((replica) => replica.stop()));

  const heard = await heardOnKafka(sql, `127.0.0.1:${world.toKafka.port}`, company);
  const rebuilt: string[] = [];
  const differing: string[] = [];
  for (const service of Object.keys(counts)) {
    const found = await boardsThatDiffer(sql, world.root, service, envOf(service, on.env));
    rebuilt.push(...found.boards);
    differing.push(...found.differing);
  }
  const [{ n: events }] = (await sql<{ n: number }>(
    'select (select count(*) from exercises.events)::int + (select count(*) from notifications.events)::int as n',
  )) as [{ n: number }];
  return {
    part: 'Killed again and again',
    figures: [
      ['commands answered', `${asked.commands}, ${client.repeats} sent again under the same id`],
      ['kills', `${total(harm.kills)}: ${listed(harm.kills)}`],
      ['of them at a named point', `${total(harm.points)}: ${listed(harm.points)}`],
      ['faults', listed(harm.faults)],
      ...(world.postgres.hasOwnDisk
        ? []
        : [['!! DISK FULL DID NOT RUN', 'a small disk can be mounted only by root on Linux'] as const]),
      ['events stored', events],
      ['cycles, each told to two owners', asked.cycles.size],
      ['messages on Kafka', `${heard.messages} of ${heard.keys} keys, ${heard.repeated} published again`],
      ['boards equal to a rebuild', `${rebuilt.length}: ${rebuilt.join(', ')}; and the moments`],
      ['seconds', seconds.toFixed(0)],
    ],
    findings: merge(
      await verdict(sql, client, company, asked),
      await trackedVerdict(sql, company, asked),
      heard.findings,
      differing.length > 0 ? { 'read models differ': differing } : {},
    ),
  };
}
