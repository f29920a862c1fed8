import { Injectable } from '@nestjs/common';
import { Database, type PageRequest, type Tenant } from '@tandem/event-store';
import type { Outcome } from './experiment.events';
import { learningBoard } from './learning-board.projection';
import type { Ended } from './learning.measures';

/** What is looked for in the library. Left out: anything. */
export interface Wanted {
  /** Words, each of which must stand in what was believed, found, done or in a tag; large and small letters alike. */
  readonly text?: string;
  readonly metric?: string;
  readonly teamId?: string;
  readonly outcome?: Outcome;
}

const mostWords = 10;
const said = `concat_ws(' ', row->>'believed', row->>'found', row->>'next', row->>'tags')`;

/** What one organisation has learned, the latest first. */
@Injectable()
export class LearningBoard {
  private readonly board;

  constructor(private readonly db: Database) {
    this.board = db.board(learningBoard);
  }

  search(who: Tenant, { text, metric, teamId, outcome }: Wanted, page: PageRequest) {
    const params: string[] = [];
    const param = (value: string) => `$${params.push(value)}`;
    const words = (text ?? '').split(/\s+/).filter(Boolean).slice(0, mostWords);
    const where = [
      `row->>'outcome' is not null`,
      ...words.map((word) => `${said} ilike ${param(`%${word.replace(/[\\%_]/g, '\\$&')}%`)}`),
      ...(metric ? [`row->'metrics' @> ${param(JSON.stringify([metric]))}::jsonb`] : []),
      ...(teamId ? [`row->'teamIds' @> ${param(JSON.stringify([teamId]))}::jsonb`] : []),
      ...(outcome ? [`row->>'outcome' = ${param(outcome)}`] : []),
    ].join(' and ');
    return this.board.page(who, page, { where, params, orderBy: `row->>'endedAt'`, descending: true });
  }

  /** How many ended how, by who had proposed them; of a team or of the whole organisation. */
  ended(who: Tenant, teamId: string | null): Promise<Ended[]> {
    return this.db.read<Ended>(
      who,
      `select row->>'outcome' as outcome, row->'proposedBy' as "proposedBy", count(*)::int as count
       from ${learningBoard.table} where tenant_id = $1 and row->>'outcome' is not null
         and ($2::jsonb is null or row->'teamIds' @> $2) group by 1, 2`,
      [who.tenantId, teamId && JSON.stringify([teamId])],
    );
  }
}
