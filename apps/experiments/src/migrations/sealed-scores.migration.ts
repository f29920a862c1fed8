import { tenantTable } from '@tandem/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scores of opportunities until they are revealed: one a person, without a time, unseen by those who follow the log. */
export class SealedScores1763700000000 implements MigrationInterface {
  readonly name = 'SealedScores1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sealed_scores (
        tenant_id uuid not null, opportunity_id uuid not null, person_id uuid not null, side text not null, card jsonb not null,
        primary key (tenant_id, opportunity_id, person_id));
      ${tenantTable('experiments', 'sealed_scores')}
      revoke select on sealed_scores from experiments_reader;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sealed_scores');
  }
}
