import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, EventLog, uuidv5 } from '@tandem/event-store';
import { contractBoard } from './contract-board.projection';
import { Contracts } from './contract-board.queries';

/** In whose name the clock ends a contract. */
const clock = 'c1f6a3d4-2b75-5e0a-8d19-6a4e93b7f250';

const mostAtOnce = 200;

interface Due {
  readonly tenantId: string;
  readonly contractId: string;
  readonly expiresAt: string;
}

/** Lets contracts expire that nobody renewed, about a second after their time. Each expires once, whoever tries. */
@Injectable()
export class ContractExpiry implements OnModuleInit {
  constructor(
    private readonly log: EventLog,
    private readonly db: Database,
    private readonly contracts: Contracts,
  ) {}

  onModuleInit(): void {
    const apply = () => Promise.resolve();
    const tick = () => this.expireDue();
    this.log.subscribe({ name: 'contract-expiry', streams: ['contract'], unhurried: true, apply, tick });
  }

  private async expireDue(): Promise<void> {
    const { rows } = await this.db.reader.query<Due>(
      `select tenant_id as "tenantId", key as "contractId", row->>'expiresAt' as "expiresAt" from ${contractBoard.table}
       where row->>'status' = 'agreed' and row->>'expiresAt' <= $1 order by row->>'expiresAt' limit $2`,
      [new Date().toISOString(), mostAtOnce],
    );
    for (const { tenantId, contractId, expiresAt } of rows) {
      const commandId = uuidv5(contractId, `expires ${expiresAt}`);
      await this.contracts.ask(
        { id: clock, tenantId },
        contractId,
        { type: 'ExpireContract', data: {} },
        { commandId },
      );
    }
  }
}
