import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { contractBoard } from './contract-board.projection';
import { Contracts } from './contract-board.queries';
import { contract } from './contract.decider';
import { ContractResolver } from './contract.resolver';
import { ContractExpiry } from './contract.workflow';

@Module({
  imports: [EventStoreModule.forStream({ name: 'contract', decider: contract, projections: [contractBoard] })],
  providers: [Contracts, ContractResolver, ContractExpiry],
  exports: [Contracts],
})
export class ContractModule {}
