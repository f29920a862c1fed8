import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scores of opportunities until they are revealed: one a person, without a time. */
export class SealedScores1763700000000 implements MigrationInterface {
  readonly name = 'SealedScores1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sealed_scores (
        tenant_id uuid not null, opportunity_id uuid not null, person_id uuid not null, side text not null, card jsonb not null,
        primary key (tenant_id, opportunity_id, person_id));
      ${tenantTable('experiments', 'sealed_scores', ['select', 'insert', 'update', 'delete'], [])}`.replace(
      /\s*grant\s+on "experiments"\."sealed_scores" to "experiments_reader";/,
      '',
    ));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sealed_scores');
  }
}
