import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grantToApp } from './roles';

/**
 * What a consuming service keeps of its own: how far it is on each partition, which events it has seen, which keys
 * are parked and why. Runs in the schema of the service.
 *
 * `dead_letters` holds what organisations sent, so its row-level security is forced: an organisation reads its own
 * (`app.tenant`), a consumer reads and writes its own (`app.consumer`), which the runner sets for its transaction.
 * The other three hold no content and belong to no organisation.
 */
export class CreateConsumer1760000000001 implements MigrationInterface {
  readonly name = 'CreateConsumer1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...security, rights]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dead_letters, parked_keys, inbox, offsets');
  }
}

const tables = [
  `CREATE TABLE offsets (
    consumer text NOT NULL, topic text NOT NULL, partition integer NOT NULL, "offset" bigint NOT NULL,
    PRIMARY KEY (consumer, topic, partition)) WITH (fillfactor = 50)`,
  `CREATE TABLE inbox (
    consumer text NOT NULL, event_id text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id))`,
  `CREATE INDEX inbox_at ON inbox USING brin (at)`,
  `CREATE TABLE parked_keys (
    consumer text NOT NULL, topic text NOT NULL, key text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, topic, key))`,
  `CREATE TABLE dead_letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer text NOT NULL, tenant_id uuid,
    topic text NOT NULL, partition integer NOT NULL, "offset" bigint NOT NULL,
    key text NOT NULL, headers jsonb NOT NULL, value text NOT NULL, published_at timestamptz NOT NULL,
    parked boolean NOT NULL, error text NOT NULL, attempts integer NOT NULL, at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (consumer, topic, partition, "offset"))`,
  `CREATE INDEX dead_letters_of_tenant ON dead_letters (tenant_id, at)`,
];

const security = [
  `ALTER TABLE dead_letters ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE dead_letters FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY own_tenant ON dead_letters FOR SELECT
     USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid))`,
  `CREATE POLICY own_consumer ON dead_letters
     USING (consumer = (SELECT current_setting('app.consumer', true)))
     WITH CHECK (consumer = (SELECT current_setting('app.consumer', true)))`,
];

const rights = grantToApp(['offsets', 'inbox', 'parked_keys', 'dead_letters']);
