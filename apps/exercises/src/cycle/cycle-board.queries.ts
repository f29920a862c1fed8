import { Injectable } from '@nestjs/common';
import { Database, EventStore, type PageRequest, type Selection, type Tenant, type Tx } from '@tandem/event-store';
import type { CommandArgs, Viewer } from '@tandem/platform';
import { cycleBoard } from './cycle-board.projection';
import type { CycleRow } from './cycle.measures';
import { cycle, type CycleWish } from './cycle.decider';
import type { CycleStatus } from './cycle.events';

/** Which cycles; left out, all. */
export interface CycleFilter {
  readonly status?: CycleStatus | null;
  readonly stale?: boolean | null;
  readonly symptomId?: string | null;
  readonly teamId?: string | null;
}

/** The improvement cycles of one organisation: what can be asked of them, and what they show. */
@Injectable()
export class Cycles {
  private readonly board;

  constructor(
    private readonly events: EventStore,
    private readonly db: Database,
  ) {
    this.board = db.board(cycleBoard);
  }

  /** Puts a wish to a cycle and answers how it is afterwards; inside a transaction, null. */
  async ask(viewer: Viewer, cycleId: string, wish: CycleWish, { tx, ...envelope }: CommandArgs & { readonly tx?: Tx }) {
    const now = (envelope.occurredAt ?? new Date()).toISOString();
    await this.events.handle(cycle, cycleId, { ...wish, by: viewer.id, now }, { viewer, ...envelope, tx });
    return tx ? null : this.one(viewer, cycleId);
  }

  one(who: Tenant, cycleId: string) {
    return this.board.one(who, cycleId);
  }

  page(who: Tenant, page: PageRequest, filter: CycleFilter = {}) {
    return this.board.page(who, page, { ...lastOpenedFirst, ...fitting(filter) });
  }

  pageOfTeam(who: Tenant, teamId: string, page: PageRequest) {
    return this.page(who, page, { teamId });
  }

  /** Every cycle that fits, the last opened first. */
  all(who: Tenant, filter: CycleFilter = {}) {
    return this.board.all(who, { ...lastOpenedFirst, ...fitting(filter) });
  }

  /** Those that a session began, or that it is to measure again. */
  ofSession(who: Tenant, sessionId: string) {
    const where = `row->>'sessionId' = $1 or row->'remeasureIds' @> $2`;
    return this.board.all(who, { ...lastOpenedFirst, where, params: [sessionId, JSON.stringify([sessionId])] });
  }

  ofFinding(who: Tenant, findingId: string) {
    return this.board.all(who, { ...lastOpenedFirst, where: `row->>'findingId' = $1`, params: [findingId] });
  }

  /** Cycles of whatever organisation whose time has come: silent since `silent`, or watched until before `now`. */
  async due(silent: Date, now: Date, most: number): Promise<readonly DueCycle[]> {
    const { rows } = await this.db.reader.query<DueCycle>(
      `select tenant_id as "tenantId", row from ${cycleBoard.table}
       where row->>'status' not in ('adopted', 'closed', 'abandoned') and row->'staleSince' = 'null'
           and row->>'heardAt' <= $1
         or row->>'status' = 'adopted' and row->>'watchUntil' < $2
       order by row->>'heardAt' limit $3`,
      [silent.toISOString(), now.toISOString(), most],
    );
    return rows;
  }
}

export interface DueCycle {
  readonly tenantId: string;
  readonly row: CycleRow;
}

const lastOpenedFirst = { orderBy: `row->>'openedAt'`, descending: true };

function fitting({ status, stale, symptomId, teamId }: CycleFilter): Selection {
  const wanted = Object.entries({ status, symptomId }).filter(([, value]) => value != null);
  const conditions = wanted.map(([field], i) => `row->>'${field}' = $${i + 1}`);
  const params: unknown[] = wanted.map(([, value]) => value);
  if (stale != null) conditions.push(`(row->'staleSince' <> 'null') = $${params.push(stale)}`);
  if (teamId != null) conditions.push(`row->'teamIds' @> $${params.push(JSON.stringify([teamId]))}`);
  return { where: conditions.join(' and ') || 'true', params };
}
