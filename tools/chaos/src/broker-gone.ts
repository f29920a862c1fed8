import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '@tandem/event-store';
import { KafkaBus } from '@tandem/messaging';
import type { Chance } from './chance';
import type { Settings } from './config';
import type { Company } from './company';
import { heardOnKafka } from './heard';
import { merge, type Outcome, say } from './report';
import { settled, stage } from './stage';
import { verdict } from './verdict';
import { work } from './work';
import type { World } from './world';

const target = 20_000;
const inOneAppend = 250;

/**
 * The broker is gone for a minute: commands go on. A backlog of public events grows, most of them appended in bulk as
 * a busy company would; back again, they must pass relay and broker to a consumer at 20,000 a second, in order.
 */
export async function brokerGone(world: World, { goneSeconds, backlog }: Settings, chance: Chance): Promise<Outcome> {
  const on = await stage(world, 'gone', { exercises: 1, notifications: 1 }, { chance, impatience: 0 });
  const { replicas, client, company, asked, sql } = on;
  const before = client.told.length;
  let goesOn = true;
  await world.broker.kill();
  say(`Kafka is gone for ${goneSeconds} s.`);
  const begun = performance.now();
  const pace = { lanes: 4, thinkMs: 50, tracks: false };
  const working = work(client, company, chance.apart(), pace, asked, () => goesOn);
  for (let stored = 0; stored < backlog; stored += inOneAppend) await teamsFormed(sql, company.tenantId);
  await sleep(Math.max(0, goneSeconds * 1_000 - (performance.now() - begun)));
  goesOn = false;
  await working;
  const meanwhile = client.told.slice(before);
  const refused = meanwhile.filter(({ outcome, attempts }) => outcome !== 'acknowledged' || attempts > 1);
  await world.broker.begin();
  const { rate, seconds } = await catchUp(world, company, backlog);
  const inTime = await settled(on, 120_000);
  await Promise.all(replicas.map((replica) => replica.stop()));
  const heard = await heardOnKafka(sql, `127.0.0.1:${world.toKafka.port}`, company);
  const found = merge(await verdict(sql, client, company, asked), heard.findings);
  if (refused.length > 0)
    found['did not go on'] = refused.map(({ what, attempts, reason }) => `${what}: ${attempts} attempts, ${reason}`);
  if (!inTime) found['late'] = ['two minutes later the other service had not heard of everything'];
  return {
    part: `Kafka gone for ${goneSeconds} s`,
    figures: [
      ['commands meanwhile, each answered at once', meanwhile.length - refused.length],
      ['public events waiting', `${backlog} and those of the commands`],
      ['caught up, messages a second', `${rate.toFixed(0)} (wanted: ${target})${rate < target ? ' NOT REACHED' : ''}`],
      ['seconds until the last of them was there', seconds.toFixed(1)],
      ['messages on Kafka', `${heard.messages} of ${heard.keys} keys, ${heard.repeated} published again`],
    ],
    findings: found,
  };
}

/** Messages a second of the bulk, from the first one on as a consumer sees them; and seconds until the last was there. */
async function catchUp(world: World, { tenantId, teamIds }: Company, backlog: number) {
  const back = performance.now();
  let first = 0;
  let last = 0;
  let seen = 0;
  const bus = new KafkaBus({ brokers: [`127.0.0.1:${world.toKafka.port}`] });
  const topics = ['tandem.exercises.team'];
  await bus.consume({
    ...{ group: `chaos-${randomUUID()}`, topics, startAt: async () => 0n },
    async handler({ records }) {
      const isMine = ({ key }: { key: string }) => key.startsWith(tenantId) && !teamIds.some((id) => key.endsWith(id));
      const mine = records.filter(isMine).length;
      if (mine === 0) return;
      last = performance.now();
      first ||= last;
      seen += mine;
    },
  });
  for (let n = 0; n < 1_200 && seen < backlog; n++) await sleep(100);
  await bus.close();
  return { rate: seen / Math.max(0.001, (last - first) / 1_000), seconds: (last - back) / 1_000 };
}

/** Many teams in one append, through the function that every command goes through. */
async function teamsFormed(sql: <Row>(text: string, params?: readonly unknown[]) => Promise<Row[]>, tenantId: string) {
  const ids = Array.from({ length: inOneAppend }, () => uuidv7());
  const at = new Date().toISOString();
  const appends = ids.map((s, i) => ({ i, s, k: 'team', e: 0, n: 1, c: s, t: 'FormTeam' }));
  const events = ids.map((s, i) => {
    const [d, m] = [
      { name: `Team of the backlog ${i}`, function: 'product' },
      { by: s, command: s, correlation: s },
    ];
    return { i, k: 'team', s, v: 1, t: 'TeamFormed', sv: 1, id: uuidv7(), d, m, at };
  });
  const rows = ids.map((s, i) => ({ i, b: 'team_board_v1', key: s, v: 1, r: { id: s, name: `Team of the backlog ${i}`, function: 'product', memberIds: [], formedAt: at } })); // prettier-ignore
  await sql('set search_path = exercises; ' + lines(tenantId, [appends, events, rows]));
}

const lines = (tenantId: string, [appends, events, rows]: readonly (readonly object[])[]) =>
  `select count(*) from append('${tenantId}', ${json(appends)}, ${json(events)}, ${json(rows)}, true, null)`;

const json = (value: unknown) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
