import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people are writing, outside the log until it is sealed. A draft is found by a keyed hash of its author and read
 * with the key of its phase, which goes with the drafts. The register says who has submitted and not when. Readers of
 * the log see none of it. What was deleted is cleared away at once, not when a fifth of a table has been.
 */
export class Drafts1763700100000 implements MigrationInterface {
  readonly name = 'Drafts1763700100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table draft_keys (
        tenant_id uuid not null, session_id uuid not null, phase text not null, sealed_key bytea not null,
        primary key (tenant_id, session_id, phase));
      create table drafts (
        tenant_id uuid not null, session_id uuid not null, phase text not null, slot bytea not null,
        sealed bytea not null,
        primary key (tenant_id, session_id, phase, slot));
      create table draft_register (
        tenant_id uuid not null, session_id uuid not null, phase text not null, author_id uuid not null,
        submitted boolean not null,
        primary key (tenant_id, session_id, phase, author_id));
      create table redaction_requests (
        tenant_id uuid not null, session_id uuid not null, contribution_id uuid not null,
        primary key (tenant_id, session_id, contribution_id));`);
    for (const table of tables)
      await runner.query(`
        ${tenantTable('exercises', table)}
        drop policy every_tenant on "exercises"."${table}";
        revoke all on "exercises"."${table}" from "exercises_reader";
        alter table "exercises"."${table}" set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`drop table ${table}`);
  }
}

const tables = ['draft_keys', 'drafts', 'draft_register', 'redaction_requests'];
