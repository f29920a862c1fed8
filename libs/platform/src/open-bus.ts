import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@tandem/contracts';
import { provision } from '@tandem/event-store';
import {
  type Bus,
  CreateBus1760000000000,
  KafkaBus,
  type KafkaBusOptions,
  type OnError,
  PostgresBus,
} from '@tandem/messaging';
import { BadSettings, type ServiceSettings } from './load-config';

/**
 * What carries public events: Kafka where `KAFKA_BROKERS` names it, else PostgreSQL. Kafka may be away: the topics
 * are made as soon as it answers, until the signal is aborted. Throws BadSettings when settings contradict each other.
 */
export async function openBus(
  service: string,
  settings: ServiceSettings,
  { provisions, onError, signal }: Opening,
): Promise<Bus> {
  const kafka = kafkaOptions(settings);
  if (!kafka) return openPostgresBus(settings, onError, provisions);
  const bus = new KafkaBus({ ...kafka, clientId: `tandem-${service}`, onError });
  void makeTopics(bus, onError, signal);
  return bus;
}

interface Opening {
  /** Whether the schema of the PostgreSQL bus is made or brought up to date. */
  readonly provisions: boolean;
  readonly onError: OnError;
  readonly signal: AbortSignal;
}

async function openPostgresBus(settings: ServiceSettings, onError: OnError, provisions: boolean): Promise<Bus> {
  const { DATABASE_URL, MIGRATION_DATABASE_URL, TANDEM_BUS_DATABASE_URL: url = DATABASE_URL } = settings;
  if (provisions)
    await provision({ url, migrationUrl: MIGRATION_DATABASE_URL, schema: 'bus' }, [CreateBus1760000000000]);
  const bus = new PostgresBus({ url, role: 'bus_app', onError });
  await bus.ensureTopics(topics);
  return bus;
}

async function makeTopics(bus: Bus, onError: OnError, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++)
    try {
      return await bus.ensureTopics(topics);
    } catch (error) {
      if (!signal.aborted) onError(error as Error, `make topics, attempt ${attempt}`);
      await sleep(Math.min(30_000, 500 * 2 ** attempt), undefined, { signal }).catch(() => undefined);
    }
}

const onThisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+$/;

/** How Kafka is reached; nothing where it is not used. Throws BadSettings, which names every setting at fault and shows no values. */
export function kafkaOptions(settings: KafkaSettings): KafkaBusOptions | undefined {
  const { KAFKA_BROKERS, KAFKA_TLS, KAFKA_REPLICAS: replicas } = settings;
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  const { KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE, KAFKA_TLS_KEY_FILE } = settings;
  if (!KAFKA_BROKERS) return undefined;
  const brokers = KAFKA_BROKERS.split(',').map((each) => each.trim());
  const tls = KAFKA_TLS === 'true';
  const problems: string[] = [];
  const demand = (holds: boolean, problem: string) => void (holds || problems.push(`  ${problem}`));
  const file = (name: keyof KafkaSettings, path: string | undefined) => {
    try {
      return path === undefined ? undefined : readFileSync(path, 'utf8');
    } catch {
      problems.push(`  ${name}: this file cannot be read`);
      return undefined;
    }
  };
  const [ca, cert, key] = [
    file('KAFKA_TLS_CA_FILE', KAFKA_TLS_CA_FILE),
    file('KAFKA_TLS_CERT_FILE', KAFKA_TLS_CERT_FILE),
    file('KAFKA_TLS_KEY_FILE', KAFKA_TLS_KEY_FILE),
  ];
  const given = [KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE, KAFKA_TLS_KEY_FILE].some((path) => path !== undefined);
  demand(tls || !given, 'KAFKA_TLS: must be true where a KAFKA_TLS_ file is given');
  demand(
    (KAFKA_TLS_CERT_FILE === undefined) === (KAFKA_TLS_KEY_FILE === undefined),
    'KAFKA_TLS_CERT_FILE: goes with KAFKA_TLS_KEY_FILE, give both or neither',
  );
  const sasl = [mechanism, username, password].filter((each) => each !== undefined).length;
  demand(
    sasl === 0 || sasl === 3,
    'KAFKA_SASL_MECHANISM: goes with KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD, give all three or none',
  );
  demand(
    sasl === 0 || tls || brokers.every((broker) => onThisMachine.test(broker)),
    'KAFKA_TLS: must be true with a password, unless the brokers are on this machine',
  );
  if (problems.length > 0) throw new BadSettings(`Cannot start, these settings are wrong:\n${problems.join('\n')}`);
  return {
    brokers,
    ...(replicas === undefined ? {} : { replicas }),
    ...(tls ? { ssl: { ...(ca ? { ca: [ca] } : {}), ...(cert && key ? { cert, key } : {}) } } : {}),
    ...(mechanism && username && password
      ? { sasl: { mechanism, username, password } as KafkaBusOptions['sasl'] }
      : {}),
  };
}

type KafkaSettings = Pick<ServiceSettings, Extract<keyof ServiceSettings, `KAFKA_${string}`>>;
