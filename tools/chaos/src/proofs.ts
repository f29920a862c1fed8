import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance';
import { type Outcome, say } from './report';
import { settled, stage } from './stage';
import { verdict } from './verdict';
import { type Guard, takeOut } from './without';
import { work } from './work';
import type { World } from './world';

const workMs = 4_000;

/** What a guard keeps out: one of these kinds must be found without it. */
const keepsOut: Readonly<Record<Guard, readonly string[]>> = {
  dedupe: ['doubled', 'answered wrongly'],
  'version-check': ['reordered', 'doubled'],
  checkpoint: ['lost'],
};

/** The harness with one guard taken out: it must find what that guard keeps out, or it proves nothing. */
export async function proof(world: World, guard: Guard, chance: Chance): Promise<Outcome> {
  const database = `without_${guard.replace('-', '_')}`;
  const on = await stage(world, database, { exercises: 2, notifications: 1 }, { chance, impatience: 0.2 });
  const { services, replicas, client, company, asked, sql } = on;
  await takeOut(sql, guard);
  let goesOn = true;
  const working = work(client, company, chance.apart(), { lanes: 8, thinkMs: 5, tracks: false }, asked, () => goesOn);
  await sleep(workMs / 2);
  if (guard === 'checkpoint') {
    for (const replica of services['exercises']!) await replica.kill();
    await Promise.all(replicas.map((replica) => replica.ready()));
    // Commands go on while nobody relays; then whoever comes first need not wait for the lease of the dead.
    await sleep(workMs / 4);
    await sql(`update exercises.checkpoints set lease_until = '-infinity'`);
  }
  await sleep(workMs / 2);
  goesOn = false;
  await working;
  await settled(on, guard === 'checkpoint' ? 4_000 : 15_000);
  await Promise.all(replicas.map((replica) => replica.end()));
  const seen = await verdict(sql, client, company, asked);
  const isNoticed = keepsOut[guard].some((kind) => seen[kind]);
  say(`Without ${guard}: ${isNoticed ? 'the harness fails, as it must' : 'NOBODY NOTICED'}.`);
  return {
    part: `Without ${guard}: the harness must fail`,
    figures: [
      ['commands', asked.commands],
      ...Object.entries(seen).map(
        ([kind, cases]) => [`found ${kind}`, `${cases.length}, such as: ${cases[0]}`] as const,
      ),
    ],
    findings: isNoticed
      ? {}
      : { 'proves nothing': [`without ${guard} nothing was ${keepsOut[guard].join(' or ')} in this run`] },
    isProof: true,
  };
}
