import { Injectable } from '@nestjs/common';
import { type Board, Database, type Page, type PageRequest, type Tenant } from '@tandem/event-store';
import { connectionBoard, type ConnectionRow } from './connection-board.projection';

/** Reads the connections of an organisation. */
@Injectable()
export class ConnectionBoard {
  private readonly board: Board<ConnectionRow>;

  constructor(db: Database) {
    this.board = db.board(connectionBoard);
  }

  one(who: Tenant, id: string): Promise<ConnectionRow | null> {
    return this.board.one(who, id);
  }

  /** Of one team, or of all with null; by repository. */
  page(who: Tenant, page: PageRequest, teamId: string | null): Promise<Page<ConnectionRow>> {
    return this.board.page(who, page, {
      where: `$1::text is null or row->>'teamId' = $1`,
      params: [teamId],
      orderBy: `row->>'repository'`,
    });
  }
}
