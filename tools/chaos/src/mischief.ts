import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance';
import { faults } from './proxy';
import type { Replica } from './replica';
import type { Sql } from './sql';
import type { World } from './world';

/** How much harm is done. */
export interface Plan {
  /** SIGKILLs of each service. */
  readonly kills: number;
  readonly postgresKills: number;
  readonly brokerKills: number;
  readonly diskFills: number;
  /** Stalls, resets, half-open sockets and stepped clocks as well. */
  readonly faults: boolean;
}

/** What was done in the end. */
export interface Harm {
  readonly kills: Record<string, number>;
  /** Processes that died at a named point, by point. */
  readonly points: Record<string, number>;
  readonly faults: Record<string, number>;
}

/** Where a process can be made to die, besides anywhere. */
const points: Readonly<Record<string, readonly string[]>> = {
  exercises: ['before-append', 'after-append', 'before-publish', 'after-publish'],
  notifications: [
    ...['before-append', 'after-append', 'before-effect', 'after-effect'],
    ...['before-offset', 'after-offset', 'before-commit', 'after-commit'],
  ],
  experiments: ['before-append', 'after-append', 'before-commit', 'after-commit'],
};
const pointWithinMs = 3_000;

export const noHarm = (): Harm => ({ kills: {}, points: {}, faults: {} });

/** Does all the harm of the plan while clients work. Resolves once every service was killed as often as planned. */
export async function mischief(
  world: World,
  services: Readonly<Record<string, readonly Replica[]>>,
  plan: Plan,
  chance: Chance,
  harm: Harm,
  sql: Sql,
): Promise<void> {
  const count = (of: Record<string, number>, name: string) => (of[name] = (of[name] ?? 0) + 1);
  let over = false;
  const names = Object.keys(services);
  const progress = () => Math.min(...names.map((name) => (harm.kills[name] ?? 0) / Math.max(1, plan.kills)));

  /** The leases of the dead are cut short: nobody would relay for most of the run, if each kill were worth ten seconds. */
  const freeLeases = (service: string, pid: number) =>
    sql(`update ${service}.checkpoints set lease_until = '-infinity' where owner like '%/${pid}/%'`).catch(() => []);
  const killer = async (service: string, mine: Chance) => {
    const replicas = services[service]!;
    for (let n = 0; n < plan.kills; n++) {
      const victim = replicas[n % replicas.length]!;
      await victim.ready();
      await sleep(mine.between(100, 1_500));
      const point = mine.happens(0.7) ? mine.among(points[service] ?? []) : undefined;
      const { pid } = victim;
      if (point) victim.tell({ crashAt: { point, passes: 1 + Math.floor(mine.next() * 3) } });
      if (point && (await victim.diesWithin(pointWithinMs))) count(harm.points, `${service} ${point}`);
      else await victim.kill();
      await freeLeases(service, pid);
      count(harm.kills, service);
    }
  };
  /** Spreads a few blows over the run, so that they fall between the kills. */
  const spread = async (times: number, blow: () => Promise<void>) => {
    for (let n = 0; n < times && !over; n++) {
      while (!over && progress() < (n + 0.5) / times) await sleep(100);
      if (!over) await blow();
    }
  };
  const postgres = () =>
    spread(plan.postgresKills, async () => {
      await world.postgres.killAndRestart(chance.between(0, 800));
      count(harm.kills, 'PostgreSQL');
    });
  const broker = () =>
    spread(plan.brokerKills, async () => {
      await world.broker.killAndRestart(chance.between(0, 2_000));
      count(harm.kills, 'Kafka');
    });
  const disk = () =>
    spread(plan.diskFills, async () => {
      if (!world.postgres.hasOwnDisk) return;
      await world.postgres.fillDisk(2_000);
      count(harm.faults, 'disk full');
    });
  const network = async (mine: Chance) => {
    while (!over && plan.faults) {
      await sleep(mine.between(1_500, 5_000));
      const [name, proxy] = mine.among([['PostgreSQL', world.toPostgres] as const, ['Kafka', world.toKafka] as const]);
      const fault = mine.among(faults);
      proxy.strike(fault, mine, mine.between(300, 3_000));
      count(harm.faults, `${fault} before ${name}`);
    }
  };
  const clocks = async (mine: Chance) => {
    while (!over && plan.faults) {
      await sleep(mine.between(1_000, 3_000));
      const clockMs = Math.round(mine.between(-600_000, 600_000));
      mine.among(services[mine.among(names)]!).tell({ clockMs });
      count(harm.faults, 'clock stepped');
    }
  };
  const background = [postgres(), disk(), broker(), network(chance.apart()), clocks(chance.apart())];
  await Promise.all(names.map((name) => killer(name, chance.apart())));
  over = true;
  await Promise.all(background);
  world.toPostgres.heal();
  world.toKafka.heal();
}
