import { Injectable } from '@nestjs/common';
import type { Tenant, Tx } from '@tandem/event-store';
import type { SigningKey } from './signature';
import { Vault } from './vault';

/** The secrets that tools sign with. Sealed, never in events, and never shown a second time. */
@Injectable()
export class ConnectionSecrets {
  constructor(private readonly vault: Vault) {}

  /** Whether it is new: the same command told twice keeps its first secret. */
  async keep(tx: Tx, { tenantId }: Tenant, connectionId: string, secretId: string, secret: string): Promise<boolean> {
    const { rowCount } = await tx.query(
      `insert into connection_secrets (tenant_id, connection_id, secret_id, sealed) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [
        tenantId,
        connectionId,
        secretId,
        this.vault.seal(placeOf(tenantId, connectionId, secretId), Buffer.from(secret)),
      ],
    );
    return rowCount === 1;
  }

  /** From then on only the newest is taken; what would have ended sooner still does. */
  async endEarlier(tx: Tx, { tenantId }: Tenant, connectionId: string, newestId: string, until: Date): Promise<void> {
    await tx.query(
      `update connection_secrets set ends_at = least(ends_at, $4)
       where tenant_id = $1 and connection_id = $2 and secret_id <> $3`,
      [tenantId, connectionId, newestId, until],
    );
  }

  /** No delivery is taken any more. */
  async forget(tx: Tx, { tenantId }: Tenant, connectionId: string): Promise<void> {
    await tx.query('delete from connection_secrets where tenant_id = $1 and connection_id = $2', [
      tenantId,
      connectionId,
    ]);
  }

  /**
   * The secrets that may sign for a connection. Asked before it is known whose it is, so two organisations that chose
   * the same id for theirs both answer.
   */
  async behind(tx: Tx, connectionId: string): Promise<SigningKey[]> {
    await tx.query(`select set_config('app.connection', $1, true)`, [connectionId]);
    const { rows } = await tx.query<{ tenantId: string; secretId: string; sealed: Buffer }>(
      `select tenant_id as "tenantId", secret_id as "secretId", sealed from connection_secrets
       where connection_id = $1 and (ends_at is null or ends_at > now())`,
      [connectionId],
    );
    return rows.map(({ tenantId, secretId, sealed }) => ({
      tenantId,
      secret: this.vault.open(placeOf(tenantId, connectionId, secretId), sealed).toString(),
    }));
  }
}

const placeOf = (tenantId: string, connectionId: string, secretId: string) =>
  `webhook secret ${tenantId}/${connectionId.toLowerCase()}/${secretId}`;
