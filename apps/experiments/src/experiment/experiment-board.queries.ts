import { Injectable } from '@nestjs/common';
import { Database, type Envelope, EventStore, type PageRequest, type Tenant } from '@tandem/event-store';
import { type CommandArgs, idOf, type Viewer } from '@tandem/platform';
import { type BoardRow, experimentBoard } from './experiment-board.projection';
import { experiment, type ExperimentCommand } from './experiment.decider';

/** Experiments of one organisation, last changed first. */
@Injectable()
export class ExperimentBoard {
  private readonly board;

  constructor(
    private readonly db: Database,
    private readonly events: EventStore,
  ) {
    this.board = db.board(experimentBoard);
  }

  /** Puts a wish to an experiment and answers how it is afterwards. What is told of the past counts as asked then. */
  async ask(viewer: Viewer, id: string, wish: (now: string) => ExperimentCommand, envelope: CommandArgs) {
    const occurredAt = envelope.occurredAt ?? new Date();
    const { commandId, expectedVersion } = envelope;
    const meta: Envelope = { viewer, commandId, expectedVersion, occurredAt };
    const { streamId } = await this.events.handle(experiment, idOf('id', id), wish(occurredAt.toISOString()), meta);
    return this.one(viewer, streamId);
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

  /** Experiments that are to prove an opportunity. */
  pageOfOpportunity(who: Tenant, opportunityId: string, page: PageRequest) {
    const where = `row->>'opportunityId' = $1`;
    return this.board.page(who, page, { ...lastChangedFirst, where, params: [opportunityId] });
  }

  /** Every experiment that has begun and takes what trackers tell. */
  tracked(who: Tenant) {
    return this.db.read<Pick<BoardRow, 'id' | 'variants' | 'metrics' | 'startedAt' | 'concludedAt'>>(
      who,
      `select row->>'id' as id, row->'variants' as variants, row->'metrics' as metrics,
         row->>'startedAt' as "startedAt", row->>'concludedAt' as "concludedAt"
       from ${experimentBoard.table}
       where tenant_id = $1 and row->>'kind' = 'ab' and row->>'startedAt' is not null order by id`,
      [who.tenantId],
    );
  }

  /** When each began and was decided, of a team or of the whole organisation. */
  courses(who: Tenant, teamId: string | null) {
    return this.db.read<Pick<BoardRow, 'startedAt' | 'decidedAt' | 'opportunityId'>>(
      who,
      `select row->>'startedAt' as "startedAt", row->>'decidedAt' as "decidedAt", row->>'opportunityId' as "opportunityId"
       from ${experimentBoard.table} where tenant_id = $1 and ($2::jsonb is null or row->'teamIds' @> $2)`,
      [who.tenantId, teamId && JSON.stringify([teamId])],
    );
  }
}

const lastChangedFirst = { orderBy: `row->>'changedAt'`, descending: true };
