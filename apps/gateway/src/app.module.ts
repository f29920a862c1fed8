import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamicModule, type LoggerService, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Issuer, Problem } from '@tandem/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorFilter, refuse } from './answers';
import { Answers, FiguresController } from './figures.controller';
import { DOORS, ForwardController } from './forward.controller';
import { Graph } from './graph';
import { GraphqlController } from './graphql.controller';
import { HealthController } from './health.controller';
import { serveLiveUpdates } from './live-updates';
import { secure } from './security-headers';
import { IDENTIFY, identifyBy } from './token';

export interface GatewayOptions {
  readonly port: number;
  readonly host: string;
  readonly development: boolean;
  readonly issuer: Issuer;
  /** Address of each service's part of the graph, by name. */
  readonly services: Readonly<Record<string, string>>;
  /** Base address of each service that takes something in itself, by name. */
  readonly doors: Readonly<Record<string, string>>;
  /** More doors of the same server, for example the issuer for development. */
  readonly imports?: readonly (Type | DynamicModule)[];
  readonly log?: (level: 'info' | 'warn' | 'error', message: string, details?: object) => void;
}

export interface Gateway {
  readonly url: string;
  readonly graph: Graph;
  /** Says for so long that no more requests should come, and answers those that do. */
  leave(forMs: number): Promise<void>;
  /** Answers what is under way, tells live clients to come back, then ends. */
  close(): Promise<void>;
}

@Module({})
class GatewayModule {}

/** Starts the one door of the system. It listens at once, and serves the graph as soon as the services tell theirs. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { port, host, development, services, doors, log = () => undefined } = options;
  const graph = new Graph({
    subgraphs: Object.entries(services).map(([name, url]) => ({ name, url })),
    introspection: development,
    onTrouble: (trouble) => log('warn', trouble),
  });
  const identify = identifyBy(options.issuer);
  const module: DynamicModule = {
    module: GatewayModule,
    imports: [...(options.imports ?? [])],
    controllers: [GraphqlController, ForwardController, HealthController, FiguresController],
    providers: [
      Answers,
      { provide: Graph, useValue: graph },
      { provide: IDENTIFY, useValue: identify },
      { provide: DOORS, useValue: doors },
    ],
  };
  const app = await createApp(module, options);
  const server = app.getHttpServer() as unknown as Server;
  const live = serveLiveUpdates(server, graph, identify);
  try {
    await app.listen(port, host);
  } catch (error) {
    await graph.close(); // the port is taken: nothing stays behind
    throw error;
  }
  const address = server.address();
  return {
    url: `http://${host}:${typeof address === 'object' && address ? address.port : port}`,
    graph,
    async leave(forMs) {
      app.get(HealthController).drain();
      await sleep(forMs);
    },
    async close() {
      app.get(HealthController).drain();
      app.get(GraphqlController).endStreams();
      await live.close();
      const idle = setInterval(() => server.closeIdleConnections(), 20); // kept alive after a last answer
      const patience = setTimeout(() => server.closeAllConnections(), 4_000);
      await app.close();
      clearInterval(idle);
      clearTimeout(patience);
      await graph.close();
    },
  };
}

/** The framework's warnings and errors; in one process those of the services come this way as well. */
const nestLogger = (log: NonNullable<GatewayOptions['log']>): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => log('warn', String(message), {}),
  error: (message: unknown) =>
    log('error', message instanceof Error ? message.message : String(message), { err: message }),
});

/** What is refused before any door is found. */
const unreadableAddress = new Problem(
  400,
  'BAD_REQUEST',
  'The address cannot be read: after each "%" two hexadecimal digits must follow. Write "%" itself as %25.',
);

async function createApp(module: DynamicModule, { development, log = () => undefined }: GatewayOptions) {
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void refuse(request, reply, unreadableAddress),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLogger(log),
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, body, done) => done(null, body)); // each door reads for itself
  secure(fastify, development);
  app.useGlobalFilters(
    new ErrorFilter((error, requestId) => log('error', 'A request failed inside.', { err: error, requestId })),
  );
  app.get(Answers).countAt(fastify);
  return app.init() as Promise<NestFastifyApplication>;
}
