import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names that stand for one unit: a visitor before and after signing in. All names of a unit point to the least of them;
 * a name that is not here stands for itself. Facts keep the name under which they were told.
 */
export class UnitIdentities1763900000000 implements MigrationInterface {
  readonly name = 'UnitIdentities1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identities (
        tenant_id uuid not null, name text collate "C" not null, unit text collate "C" not null,
        primary key (tenant_id, name));
      create index identities_of_unit on identities (tenant_id, unit);`);
    await runner.query(tenantTable('experiments', 'identities'));
    await runner.query('grant delete on "experiments"."sticky_variants" to "experiments_app"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table identities; revoke delete on "experiments"."sticky_variants" from "experiments_app"',
    );
  }
}
