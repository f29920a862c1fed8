import { Injectable } from '@nestjs/common';
import { Database, type PageRequest } from '@tandem/event-store';
import type { Viewer } from '@tandem/platform';
import { cycleBoard, type CycleRow } from './cycle-board.projection';

/** The improvement cycles of an organisation. */
@Injectable()
export class Cycles {
  constructor(private readonly db: Database) {}

  one(viewer: Viewer, cycleId: string): Promise<CycleRow | null> {
    return this.db.board<CycleRow>(cycleBoard).one(viewer, cycleId);
  }

  page(viewer: Viewer, page: PageRequest, teamId?: string) {
    return this.db.board<CycleRow>(cycleBoard).page(viewer, page, {
      ...(teamId && { where: "row -> 'teamIds' ? $1", params: [teamId] }),
      orderBy: "row ->> 'openedAt'",
      descending: true,
    });
  }
}
