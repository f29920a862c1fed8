import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { cycleBoard } from './cycle-board.projection';
import { Cycles } from './cycle-board.queries';
import { CycleClock } from './cycle-clock.workflow';
import { announce } from './cycle.announce';
import { cycle } from './cycle.decider';
import { CycleResolver } from './cycle.resolver';

@Module({
  imports: [EventStoreModule.forStream({ name: 'cycle', decider: cycle, projections: [cycleBoard], announce })],
  providers: [Cycles, CycleClock, CycleResolver],
  exports: [Cycles],
})
export class CycleModule {}
