import { testDatabase } from '@tandem/event-store/testing';
import { Client, Pool } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateBus1760000000000, CreateConsumer1760000000001 } from './index';

/** For the specs of this library: a fresh database with a bus and a consuming service, whose pool has no more rights than an application. */
export async function specDatabase() {
  const { url, close } = await testDatabase();
  await migrate(url, 'bus', new CreateBus1760000000000());
  await migrate(url, 'service', new CreateConsumer1760000000001());
  const pool = new Pool({ connectionString: url, options: '-c role=service_app -c search_path=service', max: 20 });
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    close: async () => {
      await pool.end();
      await close();
    },
  };
}

async function migrate(url: string, schema: string, migration: MigrationInterface): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const app = `${schema}_app`;
  await client.query(
    `DO $$ BEGIN CREATE ROLE ${app}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
     CREATE SCHEMA ${schema}; GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${app}; SET search_path = ${schema}`,
  );
  await migration.up({ query: async (sql: string) => (await client.query(sql)).rows } as unknown as QueryRunner);
  await client.end();
}
