import { Injectable } from '@nestjs/common';
import { Database, type PageRequest, type Tenant } from '@tandem/event-store';
import { teamBoard } from './team-board.projection';

/** The teams of one organisation, by name. */
@Injectable()
export class Teams {
  private readonly board;

  constructor(db: Database) {
    this.board = db.board(teamBoard);
  }

  one(who: Tenant, teamId: string) {
    return this.board.one(who, teamId);
  }

  /** In the order of the ids, null where there is none. */
  many(who: Tenant, teamIds: readonly string[]) {
    return this.board.many(who, teamIds);
  }

  all(who: Tenant) {
    return this.board.all(who, { orderBy: `row->>'name'` });
  }

  /** The teams that somebody belongs to. */
  ofPerson(who: Tenant, personId: string) {
    return this.board.all(who, { where: `row->'memberIds' @> $1`, params: [JSON.stringify([personId])] });
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, { orderBy: `row->>'name'` });
  }
}
