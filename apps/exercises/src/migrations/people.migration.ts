import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who the people behind the ids are. The one place with personal data, and no history: what is deleted is gone. */
export class People1763700000000 implements MigrationInterface {
  readonly name = 'People1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table people (
        tenant_id uuid not null, key text not null, row jsonb not null,
        primary key (tenant_id, key));
      create unique index people_email on people (tenant_id, lower(row->>'email'));`);
    await runner.query(tenantTable('exercises', 'people'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table people');
  }
}
