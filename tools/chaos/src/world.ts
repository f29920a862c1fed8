import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type testIssuer as openIssuer, testIssuer } from '@tandem/platform/testing';
import { Broker } from './broker';
import { Postgres } from './postgres';
import { freePort } from './processes';
import { Proxy } from './proxy';
import { Replica } from './replica';

/** What all parts of a run share: PostgreSQL, Kafka, the proxies before them, and who vouches for people. */
export class World {
  private constructor(
    readonly root: string,
    readonly folder: string,
    readonly postgres: Postgres,
    readonly broker: Broker,
    readonly toPostgres: Proxy,
    readonly toKafka: Proxy,
    readonly issuer: Awaited<ReturnType<typeof openIssuer>>,
  ) {}

  static async open(root: string, mayMount: boolean): Promise<World> {
    const folder = path.join(tmpdir(), `tandem-chaos-${randomUUID()}`);
    mkdirSync(folder, { recursive: true });
    const [toPostgres, toKafka] = await Promise.all([new Proxy().open(), new Proxy().open()]);
    // Beside the folder, not in it: the server's own account must reach it.
    const postgres = await Postgres.start(`${folder}-postgres`, mayMount);
    const broker = await Broker.start(root, path.join(folder, 'kafka'), toKafka.port);
    toPostgres.leadTo(postgres.port);
    toKafka.leadTo(broker.port);
    return new World(root, folder, postgres, broker, toPostgres, toKafka, await testIssuer());
  }

  /** An empty database and the settings of services on it. */
  async settings(database: string): Promise<NodeJS.ProcessEnv> {
    await this.postgres.database(database);
    return {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      DATABASE_URL: this.postgres.urlThrough(this.toPostgres.port, database),
      KAFKA_BROKERS: `127.0.0.1:${this.toKafka.port}`,
      TANDEM_ENV: 'development',
      TANDEM_ISSUER: this.issuer.issuer,
      LOG_LEVEL: 'warn',
    };
  }

  async replica(service: string, env: NodeJS.ProcessEnv): Promise<Replica> {
    return new Replica(
      service,
      await freePort(),
      this.root,
      envOf(service, env),
      path.join(this.folder, `${service}.log`),
    );
  }

  async close(keepLogs: boolean): Promise<void> {
    await Promise.all([this.toPostgres.close(), this.toKafka.close()]);
    await Promise.all([this.postgres.stop(), this.broker.stop(), this.issuer.close()]);
    if (!keepLogs) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The settings of one service: exercises seals drafts, and refuses to start without a key. */
export const envOf = (service: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  service === 'exercises' ? { ...env, TANDEM_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') } : env;
