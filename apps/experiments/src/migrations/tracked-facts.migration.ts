import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What trackers report, and the exact sums over it. An exposure is kept as the earliest moment a unit saw a variant,
 * so that its order and repetition do not matter; an observation is kept under the id that its sender gave it.
 * `moments` is always the sum over the facts. Metric '' counts units, variant '*' those seen in more than one variant;
 * of any other metric, n counts the units with an observation and `happened` those whose total is not 0.
 */
export class TrackedFacts1763600100000 implements MigrationInterface {
  readonly name = 'TrackedFacts1763600100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exposures (
        tenant_id uuid not null, experiment_id uuid not null, unit text collate "C" not null,
        variant text collate "C" not null, first_at timestamptz not null,
        primary key (tenant_id, experiment_id, unit, variant));
      create table observations (
        tenant_id uuid not null, experiment_id uuid not null, unit text collate "C" not null,
        event_id text collate "C" not null, metric text collate "C" not null, value numeric not null, at timestamptz not null,
        primary key (tenant_id, experiment_id, unit, event_id));
      create table moments (
        tenant_id uuid not null, experiment_id uuid not null, variant text collate "C" not null,
        metric text collate "C" not null, n bigint not null, happened bigint not null, sum numeric not null,
        sum_of_squares numeric not null,
        primary key (tenant_id, experiment_id, variant, metric));`);
    for (const table of ['exposures', 'observations', 'moments']) await runner.query(tenantTable('experiments', table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table exposures, observations, moments');
  }
}
