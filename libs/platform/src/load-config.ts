import { z } from 'zod';

/** Settings that do not hold. The message names every one of them and shows no values. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  /** EX_CONFIG of sysexits.h: what a process ends with. */
  readonly exitCode = 78;
}

const own = /^TANDEM_/;
/** Read by tests, the start script or the standalone edition before any service is. */
const elsewhere = new Set(['TANDEM_REFERENCE_DATA']);

/**
 * Reads the settings once, at start. Names every bad one, not only the first, and shows no values. An unknown
 * `TANDEM_` name is an error: it is a typing mistake, and the setting that was meant would be missed.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const unknown = Object.keys(given).filter(
    (name) => own.test(name) && !(name in schema.shape) && !elsewhere.has(name),
  );
  const result = schema.safeParse(given);
  const problems = [
    ...(result.error?.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`) ?? []),
    ...unknown.map((name) => `  ${name}: no setting of this service has this name`),
  ];
  if (!result.success || problems.length > 0)
    throw new BadSettings(`Cannot start, these settings are wrong:\n${problems.join('\n')}`);
  return result.data;
}

const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `must be a URL such as ${example}` });
const postgres = () => url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/tandem');

const text = () => z.string().min(1, 'must not be empty');

/** How Kafka is reached, for services and for the commands that administer it. */
export const kafkaSettings = {
  KAFKA_BROKERS: z
    .string()
    .regex(/^\s*[^\s,:]+:\d+(\s*,\s*[^\s,:]+:\d+)*\s*$/, 'must be a list such as kafka-1:9092,kafka-2:9092')
    .optional()
    .describe('Some of the brokers, `host:port` with commas between; left out, PostgreSQL carries public events'),
  KAFKA_TLS: z.enum(['true', 'false']).optional().describe('true: TLS to the brokers; a must with a password'),
  KAFKA_TLS_CA_FILE: text()
    .optional()
    .describe('PEM file with who vouches for the brokers; left out, those Node knows'),
  KAFKA_TLS_CERT_FILE: text().optional().describe('PEM file with the certificate that this service shows'),
  KAFKA_TLS_KEY_FILE: text().optional().describe('PEM file with its key'),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .describe('How the service proves who it is; left out, not at all or by its certificate'),
  KAFKA_SASL_USERNAME: text().optional().describe('Its name'),
  KAFKA_SASL_PASSWORD: text().optional().describe('Its password'),
  KAFKA_REPLICAS: z.coerce
    .number({ error: 'must be a number of copies' })
    .int()
    .min(1)
    .optional()
    .describe('Copies of each topic that is made; left out, 3 or as many as there are brokers'),
};

/** How Kafka is reached, and nothing else: the environment may be that of a service, whose other names are no mistake. */
export const loadKafkaConfig = (env: Readonly<Record<string, string | undefined>> = process.env) =>
  loadConfig(
    z.object(kafkaSettings),
    Object.fromEntries(Object.entries(env).filter(([name]) => name in kafkaSettings)),
  );

/** The settings that every service has. `docs/configuration.md` is made from them. */
export const serviceSettings = {
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 in a container'),
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('HTTP port; 0 takes a free one'),
  DATABASE_URL: postgres().describe(
    'PostgreSQL that holds the events; its login is a member of the app and reader roles',
  ),
  MIGRATION_DATABASE_URL: postgres().optional().describe('PostgreSQL as migrations reach it; left out, DATABASE_URL'),
  TANDEM_MIGRATIONS: z
    .enum(['at-start', 'by-job'])
    .optional()
    .describe('by-job: the `migrate` command does it, DATABASE_URL needs no rights of the owner; left out, at-start'),
  TANDEM_BUS_DATABASE_URL: postgres()
    .optional()
    .describe('PostgreSQL that carries public events; left out, DATABASE_URL'),
  ...kafkaSettings,
  TANDEM_ENV: z
    .enum(['development', 'production'])
    .default('production')
    .describe('development opens the explorer and the development issuer'),
  TANDEM_ISSUER: url(/^https?$/, 'https://login.example.com').describe(
    'Who vouches for people: the `iss` of their tokens',
  ),
  TANDEM_JWKS_URL: url(/^https?$/, 'https://login.example.com/.well-known/jwks.json')
    .optional()
    .describe('Keys of the issuer; left out, <issuer>/.well-known/jwks.json'),
  TANDEM_AUDIENCE: z.string().min(1).default('tandem').describe('The `aud` that tokens must carry'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least level that is logged'),
};

export type ServiceSettings = z.output<z.ZodObject<typeof serviceSettings>>;
