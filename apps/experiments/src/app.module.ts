import { Module } from '@nestjs/common';
import type { Service } from '@tandem/platform';
import { AssignmentModule } from './assignment/assignment.module';
import { CapacityModule } from './capacity/capacity.module';
import { TeamExperiments } from './experiment/experiment.graphql';
import { ExperimentModule } from './experiment/experiment.module';
import { FlagResolver } from './flag.resolver';
import { InnovationResolver } from './innovation.resolver';
import { SealedScores1763700000000 } from './migrations/sealed-scores.migration';
import { StickyVariants1763800000000 } from './migrations/sticky-variants.migration';
import { TrackedFacts1763600100000 } from './migrations/tracked-facts.migration';
import { UnitIdentities1763900000000 } from './migrations/unit-identities.migration';
import { OfrepController } from './ofrep.controller';
import { OpportunityModule } from './opportunity/opportunity.module';
import { OpportunityTrailResolver, ProposeExperimentResolver } from './propose-experiment.resolver';
import { SegmentController } from './segment.controller';
import { ServedFlags } from './served-flags.queries';

@Module({
  controllers: [OfrepController, SegmentController],
  imports: [AssignmentModule, ExperimentModule, OpportunityModule, CapacityModule],
  providers: [ServedFlags, FlagResolver, ProposeExperimentResolver, OpportunityTrailResolver, InnovationResolver],
})
class AppModule {}

/** Opportunities, hypotheses and experiments, from the joint design to the decision. */
export const experiments: Service = {
  name: 'experiments',
  module: AppModule,
  migrations: [
    TrackedFacts1763600100000,
    StickyVariants1763800000000,
    SealedScores1763700000000,
    UnitIdentities1763900000000,
  ],
  orphanedTypes: [TeamExperiments],
  bodyLimit: 4 * 1024 * 1024,
};
