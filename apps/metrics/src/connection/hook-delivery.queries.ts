import { Injectable } from '@nestjs/common';
import { Database, type Tenant, type Tx } from '@tandem/event-store';
import { createHash } from 'node:crypto';
import type { Reading } from './github.measures';
import { Vault } from './vault';

/** One delivery of a tool, as it came. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly body: Buffer;
}

/** What became of a kind of delivery, and how often. */
export interface Intake {
  readonly event: string;
  readonly outcome: Reading['outcome'];
  readonly count: number;
}

/** Deliveries as they came, sealed, for the day when we can read more out of them. */
@Injectable()
export class HookDeliveries {
  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
  ) {}

  /** Answers `again` for a delivery that came before, `other` when its id came before with another body. */
  async keep(
    tx: Tx,
    { tenantId }: Tenant,
    connectionId: string,
    delivery: Delivery,
    reading: Reading,
  ): Promise<'new' | 'again' | 'other'> {
    const { id, event, body } = delivery;
    const hash = createHash('sha256').update(event).update('\n').update(body).digest();
    const { rowCount } = await tx.query(
      `insert into hook_deliveries
         (tenant_id, connection_id, delivery_id, event, outcome, why, body_hash, sealed_body, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now()) on conflict do nothing`,
      [
        tenantId,
        connectionId,
        id,
        event,
        reading.outcome,
        reading.outcome === 'unreadable' ? reading.why : null,
        hash,
        this.vault.seal(placeOf(tenantId, connectionId, id), body),
      ],
    );
    if (rowCount === 1) return 'new';
    const { rows } = await tx.query<{ hash: Buffer }>(
      `select body_hash as hash from hook_deliveries where tenant_id = $1 and connection_id = $2 and delivery_id = $3`,
      [tenantId, connectionId, id],
    );
    return rows[0]?.hash.equals(hash) ? 'again' : 'other';
  }

  /** How many deliveries of each event a connection took, and what became of them. */
  intake(who: Tenant, connectionId: string): Promise<Intake[]> {
    return this.db.read<Intake>(
      who,
      `select event, outcome, count(*)::int as count from hook_deliveries
       where tenant_id = $1 and connection_id = $2 group by event, outcome order by event, outcome`,
      [who.tenantId, connectionId],
    );
  }
}

const placeOf = (tenantId: string, connectionId: string, deliveryId: string) =>
  `delivery ${tenantId}/${connectionId.toLowerCase()}/${deliveryId}`;
