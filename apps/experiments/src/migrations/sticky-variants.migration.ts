import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The variant that each unit of a sticky flag saw first. */
export class StickyVariants1763800000000 implements MigrationInterface {
  readonly name = 'StickyVariants1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sticky_variants (
        tenant_id uuid not null, experiment_id uuid not null, unit text collate "C" not null, variant text not null,
        primary key (tenant_id, experiment_id, unit));`);
    await runner.query(tenantTable('experiments', 'sticky_variants', ['select', 'insert']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sticky_variants');
  }
}
