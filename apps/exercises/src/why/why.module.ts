import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { whyBoard } from './why-board.projection';
import { Whys } from './why-board.queries';
import { why } from './why.decider';
import { WhyResolver } from './why.resolver';

@Module({
  imports: [EventStoreModule.forStream({ name: 'why', decider: why, projections: [whyBoard] })],
  providers: [Whys, WhyResolver],
  exports: [Whys],
})
export class WhyModule {}
