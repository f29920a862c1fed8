import { Module } from '@nestjs/common';
import type { Service } from '@tandem/platform';
import { CycleModule } from './cycle/cycle.module';
import { OpenCycleResolver } from './open-cycle.resolver';
import { SessionTeamsResolver } from './session-teams.resolver';
import { SessionModule } from './session/session.module';
import { TeamFieldsResolver } from './team-fields.resolver';
import { TeamModule } from './team/team.module';

@Module({
  imports: [TeamModule, SessionModule, CycleModule],
  providers: [TeamFieldsResolver, SessionTeamsResolver, OpenCycleResolver],
})
class AppModule {}

/** Teams, the sessions of their exercises, and the improvements that come of them. */
export const exercises: Service = { name: 'exercises', module: AppModule, migrations: [] };
