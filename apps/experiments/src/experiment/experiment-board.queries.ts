import { Injectable } from '@nestjs/common';
import { Database, type PageRequest, type Tenant } from '@tandem/event-store';
import { experimentBoard } from './experiment-board.projection';

/** Experiments of one organisation, last changed first. */
@Injectable()
export class ExperimentBoard {
  private readonly board;

  constructor(db: Database) {
    this.board = db.board(experimentBoard);
  }

  one(who: Tenant, id: string) {
    return this.board.one(who, id);
  }

  many(who: Tenant, ids: readonly string[]) {
    return this.board.many(who, ids);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, lastChangedFirst);
  }

  pageOfTeam(who: Tenant, teamId: string, page: PageRequest) {
    return this.board.page(who, page, {
      ...lastChangedFirst,
      where: `row->'teamIds' @> $1`,
      params: [JSON.stringify([teamId])],
    });
  }
}

const lastChangedFirst = { orderBy: `row->>'changedAt'`, descending: true };
