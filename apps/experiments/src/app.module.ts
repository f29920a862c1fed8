import { Module } from '@nestjs/common';
import type { Service } from '@tandem/platform';
import { CapacityModule } from './capacity/capacity.module';
import { ExperimentModule } from './experiment/experiment.module';
import { TeamExperiments } from './experiment/experiment.graphql';
import { InnovationResolver } from './innovation.resolver';
import { SealedScores1763700000000 } from './migrations/sealed-scores.migration';
import { TrackedFacts1763600100000 } from './migrations/tracked-facts.migration';
import { OpportunityModule } from './opportunity/opportunity.module';
import { OpportunityTrailResolver, ProposeExperimentResolver } from './propose-experiment.resolver';

@Module({
  imports: [ExperimentModule, OpportunityModule, CapacityModule],
  providers: [ProposeExperimentResolver, OpportunityTrailResolver, InnovationResolver],
})
class AppModule {}

/** Opportunities, hypotheses and experiments, from the joint design to the decision. */
export const experiments: Service = {
  name: 'experiments',
  module: AppModule,
  migrations: [TrackedFacts1763600100000, SealedScores1763700000000],
  orphanedTypes: [TeamExperiments],
  bodyLimit: 4 * 1024 * 1024,
};
