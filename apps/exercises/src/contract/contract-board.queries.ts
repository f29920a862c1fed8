import { Injectable } from '@nestjs/common';
import type { Actor } from '@tandem/core';
import { Database, EventStore, type PageRequest, type Tenant } from '@tandem/event-store';
import type { CommandArgs } from '@tandem/platform';
import { contractBoard } from './contract-board.projection';
import { contract, type ContractCommand } from './contract.decider';

type Wish<C = ContractCommand> = C extends { now: string } ? Omit<C, 'now'> : never;

/** The information contracts of one organisation, last changed first. */
@Injectable()
export class Contracts {
  private readonly board;

  constructor(
    private readonly events: EventStore,
    db: Database,
  ) {
    this.board = db.board(contractBoard);
  }

  /** Puts a wish to a contract and answers how it is afterwards. What is told of the past counts as asked then. */
  async ask(
    viewer: Actor,
    contractId: string,
    wish: Wish,
    envelope: Pick<CommandArgs, 'commandId'> & Partial<CommandArgs>,
  ) {
    const now = (envelope.occurredAt ?? new Date()).toISOString();
    await this.events.handle(contract, contractId, { ...wish, now } as ContractCommand, { viewer, ...envelope });
    return this.one(viewer, contractId);
  }

  one(who: Tenant, contractId: string) {
    return this.board.one(who, contractId);
  }

  page(who: Tenant, page: PageRequest, teamId?: string) {
    const lastChangedFirst = { orderBy: `row->>'changedAt'`, descending: true };
    if (!teamId) return this.board.page(who, page, lastChangedFirst);
    const where = `$1 in (row->>'fromTeamId', row->>'toTeamId')`;
    return this.board.page(who, page, { ...lastChangedFirst, where, params: [teamId] });
  }
}
