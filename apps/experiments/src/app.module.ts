import { Module } from '@nestjs/common';
import type { Service } from '@tandem/platform';
import { ExperimentModule } from './experiment/experiment.module';
import { TeamExperiments } from './experiment/experiment.graphql';
import { TrackedFacts1763600100000 } from './migrations/tracked-facts.migration';

@Module({ imports: [ExperimentModule] })
class AppModule {}

/** Opportunities, hypotheses and experiments, from the joint design to the decision. */
export const experiments: Service = {
  name: 'experiments',
  module: AppModule,
  migrations: [TrackedFacts1763600100000],
  orphanedTypes: [TeamExperiments],
  bodyLimit: 4 * 1024 * 1024,
};
