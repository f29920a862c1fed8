import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Outgoing, teamFormed, toRecord, topics } from '@tandem/contracts';
import { KafkaBus } from './index';
import { noBroker, testBroker } from './testing';

const root = join(__dirname, '../../..');
const page = readFileSync(join(root, 'docs/consume-events.md'), 'utf8');
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const block = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;

/** A consumer that was written from the page and knows nothing else. */
const suite = () => {
  const name = `Checkout ${randomUUID()}`;
  const record = teamFormedNamed(name);
  const children: ChildProcess[] = [];
  let bus: KafkaBus;
  let folder: string;

  const outputOf = (program: string, args: string[]) => {
    const child = spawn(program, args, { env: { ...process.env, KAFKA_BROKERS: testBroker } });
    children.push(child);
    const said = { text: '' };
    child.stdout.on('data', (chunk) => (said.text += chunk));
    child.stderr.on('data', (chunk) => (said.text += chunk));
    return said;
  };
  const says = async (said: { text: string }, what: string) => {
    for (let n = 0; n < 400 && !said.text.includes(what); n++) await sleep(50);
    expect(said.text).toContain(what);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(cache, 'consume-events-'));
    bus = new KafkaBus({ brokers: [testBroker!] });
    await bus.ensureTopics(topics);
    await bus.publish(record.topic, [record, record]);
    await bus.publish(record.topic, [{ ...record, headers: { ...record.headers, ce_type: `${teamFormed.type}1` } }]);
  });
  afterAll(async () => {
    children.forEach((child) => child.kill('SIGKILL'));
    rmSync(folder, { recursive: true });
    await bus.close();
  });

  it('in Node hears each event once, and passes over what it does not know', async () => {
    const program = join(folder, 'consumer.cjs');
    writeFileSync(program, block('js').replace('my-system', `my-system-${randomUUID()}`));
    const said = outputOf(process.execPath, [program]);
    await says(said, name);
    const last = teamFormedNamed(`Last ${randomUUID()}`, record.headers['ce_subject']);
    await bus.publish(last.topic, [last]);
    await says(said, JSON.parse(last.value).name);

    expect(said.text.split('\n').filter((line) => line.includes(name))).toEqual([
      `2026-01-05T09:00:00.000Z: the team ${name} was formed`,
    ]);
  }, 60_000);

  const jars = readdirSync(cache)
    .map((name) => join(cache, name, 'libs'))
    .find((found) => existsSync(found) && readdirSync(found).some((jar) => jar.startsWith('kafka-tools')));
  it(
    jars ? "with Kafka's own tool sees headers, key and JSON" : 'with a JVM: DID NOT RUN, its jars are not here',
    async () => {
      if (!jars) return;
      const [, ...args] = block('sh')
        .replaceAll('\\\n', ' ')
        .replace('"$KAFKA_BROKERS"', testBroker!)
        .trim()
        .split(/\s+/);
      const said = outputOf('java', [
        '-Xmx128m',
        '-cp',
        join(jars, '*'),
        'org.apache.kafka.tools.consumer.ConsoleConsumer',
        ...args,
      ]);
      await says(said, name);

      const [headers, key, value] = said.text
        .split('\n')
        .find((line) => line.includes(name))!
        .split('\t');
      expect(headers!.split(',')).toContain(`ce_type:${teamFormed.type}`);
      expect(headers!.split(',')).toContain(`ce_id:${record.headers['ce_id']}`);
      expect({ key, body: JSON.parse(value!) }).toEqual({ key: record.key, body: JSON.parse(record.value) });
    },
    60_000,
  );
};

const tenantId = randomUUID();

function teamFormedNamed(name: string, teamId: string = randomUUID()): Outgoing & { topic: string } {
  const at = '2026-01-05T09:00:00.000Z';
  const announcement = teamFormed.of({ teamId, name, function: 'engineering', formedAt: at });
  const envelope = { id: `${randomUUID()}.0`, source: '/tandem/exercises', time: new Date(at), subject: teamId };
  return { topic: announcement.topic, ...toRecord(announcement, { ...envelope, tenantId }) };
}

describe('A consumer written from docs/consume-events.md', testBroker ? suite : () => it(noBroker, () => undefined));
