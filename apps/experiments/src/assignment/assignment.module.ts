import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { flagBoard } from './flag-board.projection';
import { Flags } from './flag-board.queries';
import { flag } from './flag.decider';
import { layerBoard } from './layer-board.projection';
import { layer } from './layer.decider';

@Module({
  imports: [
    EventStoreModule.forStream({ name: 'flag', decider: flag, projections: [flagBoard] }),
    EventStoreModule.forStream({ name: 'layer', decider: layer, projections: [layerBoard] }),
  ],
  providers: [Flags],
  exports: [Flags],
})
export class AssignmentModule {}
