import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { teamBoard } from './team-board.projection';
import { Teams } from './team-board.queries';
import { announce } from './team.announce';
import { team } from './team.decider';
import { TeamResolver } from './team.resolver';

@Module({
  imports: [EventStoreModule.forStream({ name: 'team', decider: team, projections: [teamBoard], announce })],
  providers: [Teams, TeamResolver],
  exports: [Teams],
})
export class TeamModule {}
