import { Injectable } from '@nestjs/common';
import { Database, EventStore, type Tenant } from '@tandem/event-store';
import { type CommandArgs, type Viewer } from '@tandem/platform';
import { capacityBoard } from './capacity-board.projection';
import { capacity, type CapacityCommand } from './capacity.decider';

/** What the teams of one organisation have set aside. */
@Injectable()
export class CapacityBoard {
  private readonly board;

  constructor(
    db: Database,
    private readonly events: EventStore,
  ) {
    this.board = db.board(capacityBoard);
  }

  /** Puts a wish to a team's capacity and answers how it is afterwards. */
  async ask(viewer: Viewer, teamId: string, wish: (now: string) => CapacityCommand, envelope: CommandArgs) {
    const occurredAt = envelope.occurredAt ?? new Date();
    const { commandId, expectedVersion } = envelope;
    const meta = { viewer, commandId, expectedVersion, occurredAt };
    await this.events.handle(capacity, teamId, wish(occurredAt.toISOString()), meta);
    return this.one(viewer, teamId);
  }

  one(who: Tenant, teamId: string) {
    return this.board.one(who, teamId);
  }
}
