import type { Server } from 'node:http';
import { type DynamicModule, Global, type INestApplication, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  Database,
  EventLog,
  EventLog1763600000000,
  EventStore,
  type Migration,
  missingMigrations,
  provision,
} from '@tandem/event-store';
import { type Bus, CreateConsumer1760000000001 } from '@tandem/messaging';
import type { Logger } from 'pino';
import { AccessGuard, TOKENS } from './access';
import { AsyncApiController } from './asyncapi.controller';
import { type BusStrategy, connectBus } from './bus-strategy';
import { ErrorsFilter } from './errors.filter';
import { FiguresController, MEASURED } from './figures.controller';
import { DateTime } from './graphql';
import { subgraph } from './graphql.module';
import { HealthController, READINESS, type Readiness } from './health.controller';
import type { ServiceSettings } from './load-config';
import { createLogger, NestLogger } from './logger';
import { openBus } from './open-bus';
import { Relay } from './relay';
import { tokenReader } from './token';

/** A service as the one who starts it sees it. */
export interface Service {
  /** Also its PostgreSQL schema, its consumer group and the source of its public events. */
  readonly name: string;
  readonly module: Type;
  readonly migrations: readonly Migration[];
  /** GraphQL types that no root field returns: other services' objects that this one adds to. */
  readonly orphanedTypes?: readonly Type[];
  /** Largest body of a request; the framework's 1 MiB when left out. */
  readonly bodyLimit?: number;
  /** Before it listens: content types of its own, for example. */
  prepare?(app: NestFastifyApplication): void;
}

/** A service that runs. */
export interface Running {
  readonly url: string;
  readonly app: INestApplication;
  readonly log: EventLog;
  readonly bus: Bus;
  readonly consumers: BusStrategy;
  /** Says for so long that it is not ready and has its callers let go of their connections, while it still answers. */
  leave(forMs: number): Promise<void>;
  /** Takes no new request, finishes those in hand, gives leases back and closes every connection. */
  close(): Promise<void>;
}

/** The settings that the service was started with. */
export const SETTINGS = Symbol('SETTINGS');

/** Where public events are carried. */
export const BUS = Symbol('BUS');

/** Starts a service: schema, boards, GraphQL and consumers. Resolves once it is ready; rejects and leaves nothing open. */
export async function startService(service: Service, settings: ServiceSettings): Promise<Running> {
  const byJob = settings.TANDEM_MIGRATIONS === 'by-job';
  if (byJob) await othersMigrated(service, settings);
  const assembled = await assemble(service, settings, { provisions: !byJob });
  const { app, log, ready, logger, close } = assembled;
  try {
    await app.listen(settings.PORT, settings.HOST);
    if (byJob) await waitWhile(logger, () => log.missingBoards(), 'boards');
    await log.start({ builds: !byJob });
    await app.startAllMicroservices();
    ready.now = true;
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
  logger.info({ url: await app.getUrl() }, 'ready');
  return { ...assembled, url: await app.getUrl() };
}

/** A service put together but not at work: it takes no request, follows no log and hears nothing. */
export type Assembled = Awaited<ReturnType<typeof assemble>>;

/** Puts a service together; `joins: false` when its consumers are there only to replay dead letters. */
export async function assemble(
  service: Service,
  settings: ServiceSettings,
  { provisions, joins = true }: { readonly provisions: boolean; readonly joins?: boolean },
) {
  const { name } = service;
  const logger = createLogger(name, settings.LOG_LEVEL);
  const onError = (error: Error, where: string) => logger.warn({ err: error, where }, error.message);
  const stopping = new AbortController();
  const bus = await openBus(name, settings, { provisions, onError, signal: stopping.signal });
  const database = databaseOf(service, settings);
  if (provisions) await provision(database, migrationsOf(service));
  const db = new Database({ ...database, onError: (error) => onError(error, 'idle connection') });
  const log = new EventLog(db, onError);
  const ready = { now: false, leaving: false };
  const root = platform(service, settings, { db, log, bus, relay: new Relay(name, bus) }, readiness(db, ready));
  const adapter = new FastifyAdapter({
    bodyLimit: service.bodyLimit,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what still comes over a connection that is open is answered
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(logger),
    rawBody: true,
    abortOnError: false,
  });
  adapter.getInstance().addHook('onSend', async (_, reply) => {
    if (ready.leaving) reply.header('connection', 'close');
  });
  guardUpgrades(app.getHttpServer());
  service.prepare?.(app);
  const consumers = connectBus(app, { service: name, bus, pool: db.app, joins, onError });
  const leave = async (forMs: number) => {
    Object.assign(ready, { now: false, leaving: true });
    await new Promise((resolve) => setTimeout(resolve, forMs));
  };
  const close = async () => {
    Object.assign(ready, { now: false, leaving: true });
    stopping.abort();
    await app.close();
    await log.stop();
    await bus.close();
    await db.close();
  };
  try {
    await app.init();
    const relay = app.get(Relay).subscription();
    if (relay) log.subscribe(relay);
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
  return { app, db, log, bus, relay: app.get(Relay), consumers, logger, ready, leave, close };
}

/** Only /graphql speaks WebSocket; Node leaves an upgraded socket without a listener, and an error would end the process. */
function guardUpgrades(server: Server): void {
  server.on('upgrade', ({ url }, socket) => {
    socket.on('error', () => socket.destroy());
    if (url?.split('?')[0] !== '/graphql') socket.destroy();
  });
}

const databaseOf = ({ name }: Service, settings: ServiceSettings) => ({
  url: settings.DATABASE_URL,
  migrationUrl: settings.MIGRATION_DATABASE_URL,
  schema: name,
});

const migrationsOf = ({ migrations }: Service) => [EventLog1763600000000, CreateConsumer1760000000001, ...migrations];

/** Waits for the `migrate` command of this release, so that a service's own login needs no rights of the owner. */
async function othersMigrated(service: Service, settings: ServiceSettings): Promise<void> {
  const missing = () => missingMigrations(databaseOf(service, settings), migrationsOf(service));
  await waitWhile(createLogger(service.name, settings.LOG_LEVEL), missing, 'migrations');
}

async function waitWhile(logger: Logger, missing: () => Promise<readonly string[]>, what: string): Promise<void> {
  for (let left = await missing(); left.length > 0; left = await missing()) {
    logger.warn({ missing: left }, `Waiting for ${what}: run the migrate command of this release.`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

interface Parts {
  readonly db: Database;
  readonly log: EventLog;
  readonly bus: Bus;
  readonly relay: Relay;
}

function platform(service: Service, settings: ServiceSettings, parts: Parts, ready: Readiness): DynamicModule {
  const { TANDEM_ISSUER: issuer, TANDEM_AUDIENCE: audience, TANDEM_JWKS_URL } = settings;
  const tokens = tokenReader({ issuer, audience, jwksUrl: TANDEM_JWKS_URL ?? `${issuer}/.well-known/jwks.json` });
  const provided = [
    { provide: Database, useValue: parts.db },
    { provide: EventLog, useValue: parts.log },
    { provide: EventStore, useValue: parts.log.store },
    { provide: Relay, useValue: parts.relay },
    { provide: BUS, useValue: parts.bus },
    { provide: SETTINGS, useValue: settings },
    { provide: TOKENS, useValue: tokens },
    { provide: READINESS, useValue: ready },
    { provide: MEASURED, useValue: { name: service.name, ...parts } },
  ];
  return {
    module: PlatformModule,
    imports: [subgraph(tokens, service.module, service.orphanedTypes ?? []), service.module],
    controllers: [HealthController, FiguresController, AsyncApiController],
    providers: [
      ...provided,
      DateTime,
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_FILTER, useClass: ErrorsFilter },
    ],
    exports: provided.map(({ provide }) => provide),
  };
}

/** What every service stands on: its database, event log, bus, sign-in, health. */
@Global()
@Module({})
class PlatformModule {}

const readiness = (db: Database, ready: { readonly now: boolean }): Readiness => ({
  async missing() {
    if (!ready.now) return 'Still starting, or already stopping.';
    return db.app.query('select 1').then(
      () => undefined,
      () => 'PostgreSQL does not answer.',
    );
  },
});
