import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { kafkaOptions, loadKafkaConfig } from './index';

const folder = mkdtempSync(join(tmpdir(), 'tandem-kafka-settings-'));
const pem = (name: string) => {
  writeFileSync(join(folder, name), `PEM of ${name}`);
  return join(folder, name);
};
const options = (env: Record<string, string>) => kafkaOptions(loadKafkaConfig(env));
const afar = { KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092' };
const password = {
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: 'exercises',
  KAFKA_SASL_PASSWORD: 'hunter2',
};

afterAll(() => rmSync(folder, { recursive: true }));

describe('How Kafka is reached', () => {
  it('is nothing without brokers', () => expect(options({})).toBeUndefined());

  it('is a list of brokers at least', () =>
    expect(options(afar)).toEqual({ brokers: ['kafka-1:9092', 'kafka-2:9092'] }));

  it('may be TLS with a password', () =>
    expect(options({ ...afar, ...password, KAFKA_TLS: 'true' })).toMatchObject({
      ssl: {},
      sasl: { mechanism: 'scram-sha-512', username: 'exercises', password: 'hunter2' },
    }));

  it('may be mutual TLS', () =>
    expect(
      options({
        ...{ ...afar, KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: pem('ca.pem') },
        ...{ KAFKA_TLS_CERT_FILE: pem('cert.pem'), KAFKA_TLS_KEY_FILE: pem('key.pem') },
      })?.ssl,
    ).toEqual({ ca: ['PEM of ca.pem'], cert: 'PEM of cert.pem', key: 'PEM of key.pem' }));

  it('may be a password in the clear on this machine only', () => {
    expect(options({ ...password, KAFKA_BROKERS: 'localhost:9092' })).toMatchObject({
      sasl: { username: 'exercises' },
    });
    expect(() => options({ ...afar, ...password })).toThrow(/KAFKA_TLS: must be true with a password/);
    expect(() => options({ ...password, KAFKA_BROKERS: 'localhost:9092,kafka-2:9092' })).toThrow(/KAFKA_TLS/);
  });

  it.each([
    ['a password without a name', { KAFKA_SASL_PASSWORD: 'hunter2' }, /KAFKA_SASL_MECHANISM: goes with/],
    [
      'a certificate without its key',
      { KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: '/nowhere' },
      /goes with KAFKA_TLS_KEY_FILE/,
    ],
    [
      'a file that is not there',
      { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: '/nowhere' },
      /KAFKA_TLS_CA_FILE: this file cannot be read/,
    ],
    ['a file without TLS', { KAFKA_TLS_CA_FILE: '/nowhere' }, /KAFKA_TLS: must be true/],
    ['an unknown mechanism', { ...password, KAFKA_SASL_MECHANISM: 'gssapi' }, /KAFKA_SASL_MECHANISM/],
    ['brokers without a port', { KAFKA_BROKERS: 'kafka-1' }, /KAFKA_BROKERS: must be a list such as/],
    ['brokers by URL', { KAFKA_BROKERS: 'kafka://kafka-1:9092' }, /KAFKA_BROKERS/],
    ['no copies', { KAFKA_REPLICAS: '0' }, /KAFKA_REPLICAS/],
  ])('is refused with %s, and shows no values', (_, env, what) => {
    const start = () => options({ ...afar, ...(env as Record<string, string>) });
    expect(start).toThrow(what);
    expect(start).toThrow(expect.objectContaining({ exitCode: 78 }));
    expect(start).not.toThrow(/hunter2/);
  });
});
