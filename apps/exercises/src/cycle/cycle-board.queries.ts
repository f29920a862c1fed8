import { Injectable } from '@nestjs/common';
import { Database, type PageRequest, type Tenant } from '@tandem/event-store';
import { cycleBoard } from './cycle-board.projection';

/** The improvement cycles of one organisation, last opened first. */
@Injectable()
export class Cycles {
  private readonly board;

  constructor(db: Database) {
    this.board = db.board(cycleBoard);
  }

  one(who: Tenant, cycleId: string) {
    return this.board.one(who, cycleId);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, lastOpenedFirst);
  }

  pageOfTeam(who: Tenant, teamId: string, page: PageRequest) {
    const where = `row->'teamIds' @> $1`;
    return this.board.page(who, page, { ...lastOpenedFirst, where, params: [JSON.stringify([teamId])] });
  }
}

const lastOpenedFirst = { orderBy: `row->>'openedAt'`, descending: true };
