import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { symptomBoard } from './symptom-board.projection';
import { Symptoms } from './symptom-board.queries';
import { announce } from './symptom.announce';
import { SymptomConsumer } from './symptom.consumer';
import { symptom } from './symptom.decider';
import { SymptomResolver } from './symptom.resolver';
import { thresholdBoard } from './threshold-board.projection';
import { threshold } from './threshold.decider';

@Module({
  imports: [
    EventStoreModule.forStream({ name: 'symptom', decider: symptom, projections: [symptomBoard], announce }),
    EventStoreModule.forStream({ name: 'symptom-threshold', decider: threshold, projections: [thresholdBoard] }),
  ],
  controllers: [SymptomConsumer],
  providers: [Symptoms, SymptomResolver],
  exports: [Symptoms],
})
export class SymptomModule {}
