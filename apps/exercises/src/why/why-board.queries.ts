import { Injectable } from '@nestjs/common';
import { Database, EventStore, type PageRequest, type Tenant, type Tx } from '@tandem/event-store';
import type { CommandArgs, Viewer } from '@tandem/platform';
import { leverages } from './leverage.measures';
import { whyBoard } from './why-board.projection';
import { why, type WhyWish } from './why.decider';

/** The analyses of one organisation: what can be asked of them, and what they show. */
@Injectable()
export class Whys {
  private readonly board;

  constructor(
    private readonly events: EventStore,
    db: Database,
  ) {
    this.board = db.board(whyBoard);
  }

  /** Puts a wish to an analysis and answers how it is afterwards; inside a transaction, null. */
  async ask(viewer: Viewer, whyId: string, wish: WhyWish, { tx, ...envelope }: CommandArgs & { readonly tx?: Tx }) {
    await this.events.handle(why, whyId, { ...wish, by: viewer.id }, { viewer, ...envelope, tx });
    return tx ? null : this.one(viewer, whyId);
  }

  one(who: Tenant, whyId: string) {
    return this.board.one(who, whyId);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, { orderBy: `row->>'changedAt'`, descending: true });
  }

  /** Those of one cycle, the earliest first. */
  ofCycle(who: Tenant, cycleId: string) {
    return this.board.all(who, {
      where: `row->>'cycleId' = $1`,
      params: [cycleId],
      orderBy: `row->>'framedAt'`,
    });
  }

  /** What the roots of every open analysis would relieve, the most first. */
  async leverage(who: Tenant) {
    return leverages(await this.board.all(who, { where: `row->>'status' <> 'verified' and row->'roots' <> '[]'` }));
  }
}
