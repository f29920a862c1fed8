import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { experimentBoard } from './experiment-board.projection';
import { ExperimentBoard } from './experiment-board.queries';
import { announce } from './experiment.announce';
import { experiment } from './experiment.decider';
import { ExperimentPicturesController } from './experiment-pictures.controller';
import { ExperimentResolver } from './experiment.resolver';
import { learningBoard } from './learning-board.projection';
import { LearningBoard } from './learning-board.queries';
import { LearningResolver } from './learning.resolver';
import { LifecycleResolver } from './lifecycle.resolver';
import { MetricPictureResolver } from './metric-picture.resolver';
import { ProgressResolver } from './progress.resolver';
import { ScheduledStarts } from './scheduled-start.workflow';
import { TeamExperimentsResolver } from './team-experiments.resolver';
import { TrackingConsumer } from './tracking.consumer';
import { TrackingController } from './tracking.controller';
import { Tracking } from './tracking.queries';
import { Trends } from './trend.queries';
import { RatioTrendPictureResolver, TrendResolver, VariantTrendPictureResolver } from './trend.resolver';

@Module({
  imports: [
    EventStoreModule.forStream({
      name: 'experiment',
      decider: experiment,
      projections: [experimentBoard, learningBoard],
      announce,
    }),
  ],
  controllers: [TrackingController, TrackingConsumer, ExperimentPicturesController],
  providers: [
    ExperimentResolver,
    LifecycleResolver,
    MetricPictureResolver,
    TrendResolver,
    VariantTrendPictureResolver,
    RatioTrendPictureResolver,
    Trends,
    LearningResolver,
    LearningBoard,
    TeamExperimentsResolver,
    ExperimentBoard,
    Tracking,
    ProgressResolver,
    ScheduledStarts,
  ],
  exports: [ExperimentBoard, Tracking],
})
export class ExperimentModule {}
