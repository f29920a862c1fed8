import { Injectable } from '@nestjs/common';
import { Database, type Tenant } from '@tandem/event-store';
import { type BoardRow, voidedPhases } from './experiment-board.projection';
import { plansForFacts } from './tracking-sql.queries';
import { sumsByDaySql } from './trend-sql.queries';
import { type DaySums, type ExperimentTrend, trendOf } from './trend.measures';

/** What experiments said at the end of each day, counted from the facts when asked. */
@Injectable()
export class Trends {
  constructor(private readonly db: Database) {}

  async trend(who: Tenant, row: BoardRow): Promise<ExperimentTrend> {
    return trendOf(row, await this.sumsByDay(who, row));
  }

  /** The sums at the end of each day on which they changed; none before it starts. */
  async sumsByDay(who: Tenant, row: Pick<BoardRow, 'id' | 'startedAt' | 'phases'>): Promise<DaySums[]> {
    if (row.startedAt === null) return [];
    const voided = voidedPhases(row);
    const params = [
      ...[who.tenantId, row.id],
      voided.map(({ startedAt }) => startedAt),
      voided.map(({ endedAt }) => endedAt ?? 'infinity'),
      row.startedAt,
    ];
    return this.db.transaction(who, async (tx) => {
      await tx.query(plansForFacts);
      return (await tx.query<DaySums>(sumsByDaySql, params)).rows;
    });
  }
}
