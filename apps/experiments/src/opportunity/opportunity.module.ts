import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { opportunityBoard } from './opportunity-board.projection';
import { OpportunityBoard } from './opportunity-board.queries';
import { announce } from './opportunity.announce';
import { opportunity } from './opportunity.decider';
import { OpportunityResolver } from './opportunity.resolver';
import { SealedScores } from './sealed-scores.queries';

@Module({
  imports: [
    EventStoreModule.forStream({
      name: 'opportunity',
      decider: opportunity,
      projections: [opportunityBoard],
      announce,
    }),
  ],
  providers: [OpportunityResolver, OpportunityBoard, SealedScores],
  exports: [OpportunityBoard],
})
export class OpportunityModule {}
