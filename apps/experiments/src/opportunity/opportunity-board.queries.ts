import { Injectable } from '@nestjs/common';
import { Database, type Envelope, EventStore, type PageRequest, type Tenant } from '@tandem/event-store';
import { type CommandArgs, idOf, type Viewer } from '@tandem/platform';
import { opportunityBoard, type OpportunityRow } from './opportunity-board.projection';
import { opportunity, type OpportunityCommand } from './opportunity.decider';

const mostRanked = 2_000;

/** The backlog of one organisation. */
@Injectable()
export class OpportunityBoard {
  private readonly board;

  constructor(
    private readonly db: Database,
    private readonly events: EventStore,
  ) {
    this.board = db.board(opportunityBoard);
  }

  /** Puts a wish to an opportunity and answers how it is afterwards. */
  async ask(viewer: Viewer, id: string, wish: OpportunityCommand, envelope: CommandArgs) {
    const { commandId, occurredAt, expectedVersion } = envelope;
    const meta: Envelope = { viewer, commandId, occurredAt, expectedVersion };
    const { streamId } = await this.events.handle(opportunity, idOf('id', id), wish, meta);
    return this.one(viewer, streamId);
  }

  one(who: Tenant, id: string) {
    return this.board.one(who, id);
  }

  page(who: Tenant, page: PageRequest) {
    return this.board.page(who, page, { orderBy: `row->>'changedAt'`, descending: true });
  }

  pageOfTeam(who: Tenant, teamId: string, page: PageRequest) {
    const where = `row->'teamIds' @> $1`;
    const params = [JSON.stringify([teamId])];
    return this.board.page(who, page, { where, params, orderBy: `row->>'changedAt'`, descending: true });
  }

  /** All that is not dropped, of a team or of the whole organisation, for a ranking: the 2,000 last changed. */
  async ranked(who: Tenant, teamId: string | null): Promise<OpportunityRow[]> {
    const rows = await this.db.read<{ row: OpportunityRow }>(
      who,
      `select row from ${opportunityBoard.table} where tenant_id = $1 and row->>'status' <> 'dropped'
         and ($2::text is null or row->'teamIds' @> $2::jsonb) order by row->>'changedAt' desc limit ${mostRanked}`,
      [who.tenantId, teamId && JSON.stringify([teamId])],
    );
    return rows.map(({ row }) => row);
  }
}
