import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tools told: the secrets they sign with, each delivery as it came, and the facts of delivery found in them. */
export class DeliveryFacts1763600100000 implements MigrationInterface {
  readonly name = 'DeliveryFacts1763600100000';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('select current_schema() as schema')) as [{ schema: string }];
    await runner.query(doors);
    await runner.query(facts);
    await runner.query(tables.map((table) => tenantTable(schema, table)).join('\n'));
    // A door is opened before we know whose it is: whoever knows the id of a connection finds its row and no other.
    await runner.query(`
      create policy own_door on connection_secrets for select to "${schema}_app"
        using (connection_id = (select nullif(current_setting('app.connection', true), '')::uuid))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.query(`drop table ${table}`);
  }
}

const tables = [
  'connection_secrets',
  'hook_deliveries',
  'fact_versions',
  'commits',
  'deployments',
  'pull_requests',
  'pull_request_commits',
  'comments',
  'commit_diffs',
  'incidents',
] as const;

const doors = `
  create table connection_secrets (
    tenant_id uuid not null,
    connection_id uuid not null,
    secret_id uuid not null,
    sealed bytea not null,
    ends_at timestamptz,
    primary key (tenant_id, connection_id, secret_id)
  );
  create index connection_secrets_by_door on connection_secrets (connection_id);
  create table hook_deliveries (
    tenant_id uuid not null,
    connection_id uuid not null,
    delivery_id text not null,
    event text not null,
    outcome text not null check (outcome in ('mapped', 'not-a-delivery-fact', 'unreadable')),
    why text,
    body_hash bytea not null,
    sealed_body bytea not null,
    received_at timestamptz not null,
    primary key (tenant_id, connection_id, delivery_id)
  );`;

/** Every fact belongs to a connection and has its natural key there; people are pseudonyms. */
const facts = `
  create table fact_versions (
    tenant_id uuid not null,
    connection_id uuid not null,
    version bigint not null default 0,
    primary key (tenant_id, connection_id)
  ) with (fillfactor = 50);
  create table commits (
    tenant_id uuid not null,
    connection_id uuid not null,
    sha text not null,
    parents text[] not null,
    authored_at timestamptz not null,
    author text,
    merge boolean not null,
    mainline boolean not null,
    inferred boolean not null,
    primary key (tenant_id, connection_id, sha)
  );
  create table deployments (
    tenant_id uuid not null,
    connection_id uuid not null,
    source text not null check (source in ('deployment', 'release', 'tag')),
    id text not null,
    sha text,
    environment text not null,
    production boolean not null,
    service text,
    started_at timestamptz,
    finished_at timestamptz,
    outcome text not null check (outcome in ('pending', 'failure', 'success')),
    primary key (tenant_id, connection_id, source, id)
  );
  create table pull_requests (
    tenant_id uuid not null,
    connection_id uuid not null,
    id text not null,
    author text,
    created_at timestamptz not null,
    ready_at timestamptz,
    merged_at timestamptz,
    closed_at timestamptz,
    merge_sha text,
    told_at timestamptz not null,
    primary key (tenant_id, connection_id, id)
  );
  create table pull_request_commits (
    tenant_id uuid not null,
    connection_id uuid not null,
    pull_request text not null,
    sha text not null,
    authored_at timestamptz,
    primary key (tenant_id, connection_id, pull_request, sha)
  );
  create table comments (
    tenant_id uuid not null,
    connection_id uuid not null,
    pull_request text not null,
    id text not null,
    author text,
    at timestamptz not null,
    primary key (tenant_id, connection_id, pull_request, id)
  );
  create table commit_diffs (
    tenant_id uuid not null,
    connection_id uuid not null,
    from_sha text not null,
    to_sha text not null,
    commits text[] not null,
    primary key (tenant_id, connection_id, to_sha, from_sha)
  );
  create table incidents (
    tenant_id uuid not null,
    connection_id uuid not null,
    id text not null,
    opened_at timestamptz not null,
    resolved_at timestamptz,
    told_at timestamptz not null,
    primary key (tenant_id, connection_id, id)
  );`;
