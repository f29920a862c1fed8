import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance';
import { Client } from './client';
import { type Company, found } from './company';
import type { Replica } from './replica';
import { type Sql, sqlOf } from './sql';
import type { Asked } from './work';
import type { World } from './world';

/** Services at work on a database of their own, and a company that uses them. */
export interface Stage {
  readonly services: Readonly<Record<string, readonly Replica[]>>;
  readonly replicas: readonly Replica[];
  readonly env: NodeJS.ProcessEnv;
  readonly sql: Sql;
  readonly client: Client;
  readonly company: Company;
  readonly asked: Asked;
}

/** Starts so many replicas of each service, and founds the company. */
export async function stage(
  world: World,
  database: string,
  counts: Readonly<Record<string, number>>,
  { chance, impatience }: { readonly chance: Chance; readonly impatience: number },
): Promise<Stage> {
  const env = await world.settings(database);
  const services: Record<string, Replica[]> = {};
  for (const [service, count] of Object.entries(counts))
    services[service] = await Promise.all(Array.from({ length: count }, () => world.replica(service, env)));
  const replicas = Object.values(services).flat();
  // One first: it brings the schema up, and the other replica finds it there.
  for (const [first, ...others] of Object.values(services)) {
    first!.start();
    if (others.length > 0) await first!.ready();
    others.forEach((other) => other.start());
  }
  await Promise.all(replicas.map((replica) => replica.ready()));
  const client = new Client(services, world.issuer.token, chance.apart(), impatience);
  const company = await found(client, { tracks: 'experiments' in counts });
  const sql = sqlOf(Object.assign(new URL(world.postgres.url), { pathname: database }).href);
  const asked = { cycles: new Set<string>(), tracked: new Map<string, number>(), commands: 0 };
  return { services, replicas, env, sql, client, company, asked };
}

/** Waits until every owner was told of every cycle and the relay is at the end, or the time is up. */
export async function settled({ sql, company, asked }: Stage, limitMs: number): Promise<boolean> {
  for (const until = performance.now() + limitMs; performance.now() < until; await sleep(250)) {
    const [notices] = await sql<{ n: number }>(
      `select count(*)::int as n from notifications.events where type = 'NoticeGiven' and tenant_id = '${company.tenantId}'`,
    );
    const behind = await sql(`
      select from exercises.checkpoints c where subscription = 'relay' and exists (
        select from exercises.events e where (e.xid, e.position) > (c.xid, c.position))`);
    if (notices!.n >= asked.cycles.size * 2 && behind.length === 0) return true;
  }
  return false;
}
