import { Injectable } from '@nestjs/common';
import { Database, EventStore, type PageRequest, type Tenant, type Tx, uuidv5 } from '@tandem/event-store';
import { symptomBoard } from './symptom-board.projection';
import { symptom } from './symptom.decider';
import type { About, Source, SymptomStatus } from './symptom.events';
import { thresholdBoard } from './threshold-board.projection';

/** The symptoms of one organisation, most certain first. */
@Injectable()
export class Symptoms {
  private readonly board;
  private readonly policy;

  constructor(
    db: Database,
    private readonly events: EventStore,
  ) {
    this.board = db.board(symptomBoard);
    this.policy = db.board(thresholdBoard);
  }

  one(who: Tenant, id: string) {
    return this.board.one(who, id);
  }

  page(who: Tenant, page: PageRequest, { teamId, status }: { teamId?: string; status?: SymptomStatus } = {}) {
    const where = `($1::text is null or row->>'teamId' = $1) and ($2::text is null or row->>'status' = $2)`;
    const orderBy = `to_char((row->>'confidence')::numeric, 'FM0.000000')`;
    return this.board.page(who, page, { where, params: [teamId ?? null, status ?? null], orderBy, descending: true });
  }

  async thresholds(who: Tenant) {
    return (await this.policy.one(who, who.tenantId))?.thresholds ?? [];
  }

  /** Adds what a source says of a team, in the transaction of whoever heard it. The same event says it once. */
  async observe(
    viewer: Tenant & { readonly id: string },
    about: About,
    source: Source,
    cause: { readonly id: string; readonly time: Date; readonly traceparent?: string; readonly tx: Tx },
  ): Promise<void> {
    const { tenantId } = viewer;
    const streamId = symptomOf(tenantId, about);
    const commandId = uuidv5(tenantId, `${cause.id} on ${streamId} by ${source.name}`);
    const { id: causationId, time: occurredAt, traceparent, tx } = cause;
    const command = { type: 'ObserveSource', data: { ...about, source } } as const;
    await this.events.handle(symptom, streamId, command, {
      viewer,
      commandId,
      causationId,
      occurredAt,
      traceparent,
      tx,
    });
  }
}

/** A team has each symptom once. */
const symptomOf = (tenantId: string, { symptomId, teamId }: About): string =>
  uuidv5(tenantId, `symptom ${symptomId} of ${teamId}`);
