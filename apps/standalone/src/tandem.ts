import { createServer } from 'node:net';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startEmbeddedPostgres } from '@tandem/event-store/embedded';
import { type Running, type Service, type ServiceSettings, createLogger, startService } from '@tandem/platform';
import { exercises } from './services/exercises';
import { experiments } from './services/experiments';
import { type Gateway, startGateway } from '../../gateway/src/app.module';
import { metrics } from './services/metrics';
import { notifications } from './services/notifications';
import { people, personNamed, tenantId } from '../sample/company';
import { readGitHistory } from '../sample/git-history';
import type { Settings } from './config';
import { customer } from './customer';
import { DevModule } from './dev-doors';
import { demandDevelopment, devIssuer } from './dev-issuer';
import { firstQuery } from './first-query';
import { demandPostgres, forgetEverything } from './given-postgres';
import { loadSample } from './load-sample';
import { type Options, UsageError } from './options';
import { secretsKey } from './secrets-key';

const host = '127.0.0.1';
const services: readonly Service[] = [exercises, experiments, metrics, notifications];

/** What has been started, and how each of it ends. */
export class Closing {
  private readonly steps: (() => Promise<unknown>)[] = [];

  push(step: () => Promise<unknown>): void {
    this.steps.push(step);
  }

  /** Ends what runs, last started first. Each finishes what is under way; what was answered is kept. */
  async close(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) await step().catch(() => undefined);
  }
}

/** Starts everything in this process: PostgreSQL, the services, the gateway, and the sample company at first. */
export async function startTandem(
  options: Options,
  settings: Settings,
  say: (line: string) => void,
  closing: Closing,
): Promise<string> {
  demandDevelopment({ host, ...settings });
  const port = await freePort(options.port);
  if (options.repo !== undefined) await readGitHistory(path.resolve(options.repo)); // what is wrong with it is said first
  const url = `http://${host}:${port}`;
  const databaseUrl = await timed(say, 'PostgreSQL', () => openDatabase(options, settings, closing));
  const issuer = await devIssuer(
    { host, ...settings },
    { issuer: `${url}/dev`, audience: settings.TANDEM_AUDIENCE, tenantId },
  );
  const running = await timed(say, 'services', () =>
    startServices(serviceSettings(databaseUrl, url, options, settings), closing),
  );
  const gateway = await timed(say, 'gateway', async () => {
    const doors = DevModule.with({ issuer, people, firstQuery });
    const started = await startGateway(gatewayOptions(port, url, settings, running, [doors]));
    closing.push(started.close);
    await composed(started);
    return started;
  });
  const someone = customer(gateway.url, (name) => issuer.tokenFor(personNamed(name)!));
  await timed(say, 'sample company', () => loadSample(someone, options.repo, say));
  giveMemoryBack();
  return gateway.url;
}

async function openDatabase({ dataDir, fresh }: Options, { DATABASE_URL }: Settings, closing: Closing) {
  if (DATABASE_URL) {
    await demandPostgres(DATABASE_URL);
    if (fresh) await forgetEverything(DATABASE_URL, ['bus', ...services.map(({ name }) => name)]);
    return DATABASE_URL;
  }
  const server = await startEmbeddedPostgres({ dataDir, fresh });
  closing.push(server.stop);
  return server.url;
}

function serviceSettings(databaseUrl: string, url: string, { dataDir, fresh }: Options, settings: Settings) {
  const { TANDEM_AUDIENCE, LOG_LEVEL } = settings;
  return {
    HOST: host,
    PORT: 0,
    DATABASE_URL: databaseUrl,
    TANDEM_ENV: 'development',
    TANDEM_ISSUER: `${url}/dev`,
    TANDEM_JWKS_URL: `${url}/dev/jwks`,
    TANDEM_AUDIENCE,
    TANDEM_SECRETS_KEY: settings.TANDEM_SECRETS_KEY ?? secretsKey(dataDir, fresh),
    LOG_LEVEL,
  } as const satisfies ServiceSettings & Record<string, unknown>;
}

/** One after another. */
async function startServices(settings: ServiceSettings, closing: Closing) {
  const running: Record<string, Running> = {};
  closing.push(() => Promise.all(Object.values(running).map(({ close }) => close())));
  for (const service of services) running[service.name] = await startService(service, settings);
  return running;
}

function gatewayOptions(
  port: number,
  url: string,
  { TANDEM_AUDIENCE, LOG_LEVEL }: Settings,
  running: Readonly<Record<string, Running>>,
  imports: NonNullable<Parameters<typeof startGateway>[0]['imports']>,
): Parameters<typeof startGateway>[0] {
  const logger = createLogger('gateway', LOG_LEVEL);
  const each = (path: string) =>
    Object.fromEntries(Object.entries(running).map(([name, service]) => [name, new URL(path, service.url).href]));
  return {
    port,
    host,
    development: true,
    issuer: { issuer: `${url}/dev`, audience: TANDEM_AUDIENCE, jwksUrl: `${url}/dev/jwks` },
    services: each('/graphql'),
    doors: each('/'),
    imports,
    log: (level, message, details) => logger[level]({ ...details }, message),
  };
}

/** Loading leaves garbage behind that nobody would collect while the process is idle. */
function giveMemoryBack(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function composed({ graph }: Gateway): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (graph.missing.length > 0) {
    if (performance.now() > deadline) throw new Error(`The graph cannot be served: ${graph.trouble}`);
    await sleep(20);
  }
}

async function timed<Result>(say: (line: string) => void, what: string, work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  say(`  ${what.padEnd(16)}${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}

/** The port, or a free one for 0. Throws a UsageError if something else listens there. */
function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'is in use: stop what listens there' : `cannot be used (${message})`;
      reject(new UsageError(`Port ${port} ${why}, or choose another with --port.`));
    });
    probe.listen(port, host, () => {
      const { port: taken } = probe.address() as { port: number };
      probe.close(() => resolve(taken));
    });
  });
}
