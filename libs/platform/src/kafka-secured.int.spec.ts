import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KafkaBus, type KafkaBusOptions } from '@tandem/messaging';
import { noBroker, testBroker } from '@tandem/messaging/testing';
import { kafkaOptions, loadKafkaConfig } from './index';

const root = path.resolve(__dirname, '../../..');
const password = 'a-long-enough-password';
const topic = { name: 'tandem.secured', partitions: 1, retentionMs: 3_600_000 };

/** A real broker that takes clients over TLS and with a password only. */
const suite = () => {
  let broker: ChildProcess;
  let settings: Record<string, string>;

  beforeAll(async () => {
    broker = spawn(process.execPath, [path.join(root, 'tools/kafka-broker.mjs'), '--password', password]);
    settings = await told(broker);
  }, 300_000); // the first time Maven fetches the jars
  afterAll(async () => {
    const gone = new Promise((resolve) => broker.once('exit', resolve));
    broker.kill('SIGTERM');
    await gone;
  }, 30_000);

  const busWith = (changes: Record<string, string | undefined>) => {
    const sasl = {
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'tandem',
      KAFKA_SASL_PASSWORD: password,
    };
    const env = { ...settings, KAFKA_TLS: 'true', ...sasl, ...changes };
    return new KafkaBus({ ...(kafkaOptions(loadKafkaConfig(env)) as KafkaBusOptions), clientId: 'secured' });
  };

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'])('takes and gives events with %s', async (mechanism) => {
    const bus = busWith({ KAFKA_SASL_MECHANISM: mechanism });
    await bus.ensureTopics([topic]);
    const heard = new Promise<string>((resolve) => {
      const handler = async ({ records }: { records: readonly { value: string }[] }) =>
        records.forEach(({ value }) => value === mechanism && resolve(value));
      void bus.consume({ group: mechanism, topics: [topic.name], startAt: async () => 0n, handler });
    });
    await bus.publish(topic.name, [{ key: 'acme/1', value: mechanism, headers: {} }]);

    expect(await heard).toBe(mechanism);
    await bus.close();
  });

  it.each([
    ['a wrong password', { KAFKA_SASL_PASSWORD: 'wrong' }, /authenticat/i],
    ['a certificate of somebody else', { KAFKA_TLS_CA_FILE: undefined }, /self.signed certificate/i],
  ])('is told as what it is: %s', async (_, changes, said) => {
    const bus = busWith(changes);

    expect((await bus.health()).detail).toMatch(said);
    await bus.close();
  });
};

/** The settings that the broker's first lines tell. */
const told = (broker: ChildProcess) =>
  new Promise<Record<string, string>>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += String(chunk);
      const found = Object.fromEntries(
        [...said.matchAll(/^(KAFKA_\w+)=(.+)\n/gm)].map(([, name, value]) => [name, value]),
      );
      if (Object.keys(found).length === 2) resolve(found);
    };
    broker.stdout!.on('data', hear);
    broker.stderr!.on('data', hear);
    broker.once('exit', (code) => reject(new Error(`The broker ended with ${code}: ${said}`)));
  });

const jvm = ['java', 'mvn', 'keytool'].every((program) => !spawnSync(program, ['-h']).error);
const why = testBroker ? 'DID NOT RUN: a broker of its own needs a JVM and Maven' : noBroker;

describe('A broker that wants TLS and a password', testBroker && jvm ? suite : () => it(why, () => undefined));
