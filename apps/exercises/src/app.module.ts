import { Module } from '@nestjs/common';
import type { Service } from '@tandem/platform';
import { ContractTeamsResolver } from './contract-teams.resolver';
import { ContractModule } from './contract/contract.module';
import { CycleExportController } from './cycle-export.controller';
import { CycleExports } from './cycle-export.queries';
import { CycleFieldsResolver, FindingCyclesResolver, SessionCyclesResolver } from './cycle-fields.resolver';
import { CycleModule } from './cycle/cycle.module';
import { People1763700000000 } from './migrations/people.migration';
import { Drafts1763700100000 } from './migrations/drafts.migration';
import { FeedbackSpeedTeamsResolver } from './feedback-speed-teams.resolver';
import { OpenCycleResolver } from './open-cycle.resolver';
import { PersonModule } from './person/person.module';
import { PlaybookModule } from './playbook/playbook.module';
import { SessionPicturesModule } from './session-pictures.module';
import { SessionTeamsResolver } from './session-teams.resolver';
import { SessionModule } from './session/session.module';
import { TeamNetworks } from './team-network.queries';
import { TeamNetworkResolver } from './team-network.resolver';
import { ShadowingPairsResolver } from './shadowing-pairs.resolver';
import { SymptomModule } from './symptom/symptom.module';
import { TeamFieldsResolver } from './team-fields.resolver';
import { TeamPeopleResolver } from './team-people.resolver';
import { TeamModule } from './team/team.module';
import { WhyContributorsResolver } from './why-contributors.resolver';
import { WhyModule } from './why/why.module';

@Module({
  imports: [
    PersonModule,
    PlaybookModule,
    TeamModule,
    SessionModule,
    SessionPicturesModule,
    ContractModule,
    CycleModule,
    WhyModule,
    SymptomModule,
  ],
  controllers: [CycleExportController],
  providers: [
    FeedbackSpeedTeamsResolver,
    TeamFieldsResolver,
    TeamPeopleResolver,
    SessionTeamsResolver,
    TeamNetworks,
    TeamNetworkResolver,
    ShadowingPairsResolver,
    ContractTeamsResolver,
    OpenCycleResolver,
    WhyContributorsResolver,
    CycleExports,
    CycleFieldsResolver,
    SessionCyclesResolver,
    FindingCyclesResolver,
  ],
})
class AppModule {}

/** People and teams, the sessions of their exercises, and the improvements that come of them. */
export const exercises: Service = {
  name: 'exercises',
  module: AppModule,
  migrations: [People1763700000000, Drafts1763700100000],
};
