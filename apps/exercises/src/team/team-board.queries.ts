import { Injectable } from '@nestjs/common';
import { Database, type PageRequest } from '@tandem/event-store';
import type { Viewer } from '@tandem/platform';
import { teamBoard, type TeamRow } from './team-board.projection';

/** The teams of an organisation. */
@Injectable()
export class Teams {
  constructor(private readonly db: Database) {}

  one(viewer: Viewer, teamId: string): Promise<TeamRow | null> {
    return this.db.board<TeamRow>(teamBoard).one(viewer, teamId);
  }

  /** In the order of the ids, null where there is none. */
  many(viewer: Viewer, teamIds: readonly string[]): Promise<(TeamRow | null)[]> {
    return this.db.board<TeamRow>(teamBoard).many(viewer, teamIds);
  }

  page(viewer: Viewer, page: PageRequest) {
    return this.db.board<TeamRow>(teamBoard).page(viewer, page, { orderBy: "row ->> 'name'" });
  }
}
