import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '@tandem/event-store/testing';
import { noBroker, testBroker } from '@tandem/messaging/testing';
import { testIssuer } from '@tandem/platform/testing';
import { type Customer, customerAt, word } from './customer';
import { runFeedbackSpeed, type Station } from './feedback-speed';

const root = path.resolve(__dirname, '../../..');
const tenantId = randomUUID();

/** Two services as a company deploys them: a process and a database each, and nothing between them but Kafka. */
const suite = () => {
  let issuer: Awaited<ReturnType<typeof testIssuer>>;
  const databases: Awaited<ReturnType<typeof testDatabase>>[] = [];
  const children: ChildProcess[] = [];
  let atExercises: (name: string) => Promise<Customer>;
  let startNotifications: () => Promise<{ url: string; child: ChildProcess }>;
  const people = new Map(
    Object.entries({ fay: 'facilitator', oli: 'org_admin', pia: 'member', tom: 'member' } as const).map(
      ([name, role]) => [name, { id: randomUUID(), tenantId, roles: [role] }],
    ),
  );
  const customer = async (url: string, name: string) => customerAt(url, await issuer.token(people.get(name)!));

  beforeAll(async () => {
    issuer = await testIssuer();
    databases.push(await testDatabase(), await testDatabase());
    const start = async (service: string, databaseUrl: string) => {
      const main = path.join(root, 'dist/apps', service, 'src/main.js');
      if (!existsSync(main)) throw new Error(`${main} is missing: node tools/build.mjs`);
      const settings = {
        ...{ DATABASE_URL: databaseUrl, TANDEM_ISSUER: issuer.issuer, KAFKA_BROKERS: testBroker! },
        ...(service === 'exercises' && { TANDEM_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') }),
      };
      const child = spawn(process.execPath, ['-r', 'reflect-metadata', main], {
        env: { PATH: process.env['PATH'], TANDEM_ENV: 'development', ...settings },
        cwd: root,
      });
      children.push(child);
      return { url: await readyUrl(child), child };
    };
    const exercises = await start('exercises', databases[0]!.url);
    atExercises = (name) => customer(exercises.url, name);
    startNotifications = () => start('notifications', databases[1]!.url);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(children.map(ended));
    await issuer?.close();
    for (const { close } of databases) await close();
  }, 30_000);

  it('brings a cycle that was opened to the inbox of both owners, once, though its reader was away, twice', async () => {
    const [fay, oli, pia, tom] = await Promise.all(['fay', 'oli', 'pia', 'tom'].map(atExercises));
    const stations: Station[] = [];
    for (const [by, does] of [
      [pia!, 'product'],
      [tom!, 'feature'],
    ] as const) {
      const teamId = await oli!.command('formTeam', { name: `Team of ${by.id}`, function: word(does) });
      await oli!.command('joinTeam', { teamId, personId: by.id });
      stations.push({ teamId, by });
    }
    const lines = Array.from({ length: 5 }, (_, n) => [[20 + n, 2]] as const);
    const open = () => runFeedbackSpeed(fay!, stations, lines, [0, 1], { product: pia!, engineering: tom! });
    const first = await open();

    let notifications = await startNotifications();
    const inbox = async (name: string): Promise<string[]> => {
      const { data } = await (
        await customer(notifications.url, name)
      ).ask('{ inbox { edges { node { subjectId } } } }');
      return data.inbox.edges.map(({ node }: { node: { subjectId: string } }) => node.subjectId);
    };
    await until(async () => (await inbox('pia')).length > 0 && (await inbox('tom')).length > 0);
    expect([await inbox('pia'), await inbox('tom'), await inbox('fay')]).toEqual([
      [first.cycleId],
      [first.cycleId],
      [],
    ]);

    await ended(notifications.child);
    const second = await open();
    notifications = await startNotifications();
    await until(async () => (await inbox('pia')).length > 1 && (await inbox('tom')).length > 1);
    expect((await inbox('pia')).toSorted()).toEqual([first.cycleId, second.cycleId].toSorted());
    expect((await inbox('tom')).toSorted()).toEqual([first.cycleId, second.cycleId].toSorted());
  }, 90_000);
};

const readyUrl = (child: ChildProcess) =>
  new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += String(chunk);
      const line = said.split('\n').find((each) => each.includes('"msg":"ready"'));
      if (line) resolve((JSON.parse(line) as { url: string }).url);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${said}`)));
  });

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(late);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; !(await holds()); n++) {
    if (n > 600) throw new Error('It did not come true within 30 s.');
    await sleep(50);
  }
}

describe('Services with Kafka between them', testBroker ? suite : () => it(noBroker, () => undefined));
