import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { capacityBoard } from './capacity-board.projection';
import { CapacityBoard } from './capacity-board.queries';
import { announce } from './capacity.announce';
import { capacity } from './capacity.decider';
import { CapacityResolver } from './capacity.resolver';
import { ClosedWindows } from './closed-windows.workflow';

@Module({
  imports: [
    EventStoreModule.forStream({ name: 'capacity', decider: capacity, projections: [capacityBoard], announce }),
  ],
  providers: [CapacityResolver, CapacityBoard, ClosedWindows],
  exports: [CapacityBoard],
})
export class CapacityModule {}
