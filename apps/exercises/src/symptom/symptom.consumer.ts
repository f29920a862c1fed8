import { Controller } from '@nestjs/common';
import {
  type FindingLinked,
  findingLinked,
  type Received,
  type SignalObserved,
  signalObserved,
} from '@tandem/contracts';
import { type Effect, Hears } from '@tandem/platform';
import { strengthOf } from './certainty.measures';
import { Symptoms } from './symptom-board.queries';
import { signalled } from './symptom-catalogue.measures';
import { catalogue } from './symptom-catalogue.queries';

/** In whose name the service itself acts. */
const self = '5f2f6f0d-3a0e-5f6b-8a51-6f1b6a3f7c11';

/** People looked and agreed: an exercise is trusted more than a figure of a tool. */
const trustInExercises = 0.8;
const severityUnknown = 3;

/** Hears what exercises found and what the tools say, and asks what they make together. */
@Controller()
export class SymptomConsumer {
  constructor(private readonly symptoms: Symptoms) {}

  @Hears(findingLinked)
  async linked(batch: Received<FindingLinked>[], { tx }: Effect): Promise<void> {
    for (const { id, time, traceparent, tenantId, body } of batch) {
      const { findingId, kind, symptomId, teamIds, severity = severityUnknown, n, linkedById } = body;
      const strength = { strength: severity / 5, weight: trustInExercises, n, evidenceId: findingId };
      const found = linkedById === undefined ? strength : { ...strength, foundById: linkedById };
      for (const teamId of teamIds)
        await this.symptoms.observe(
          { id: self, tenantId },
          { symptomId, teamId },
          { name: kind, from: 'exercise', ...found },
          { id, time, traceparent, tx },
        );
    }
  }

  /** Figures that the catalogue does not know are passed over: a newer release of metrics may tell more. */
  @Hears(signalObserved)
  async observed(batch: Received<SignalObserved>[], { tx }: Effect): Promise<void> {
    for (const { id, time, traceparent, tenantId, body } of batch) {
      const { signal, teamIds, value, n } = body;
      const viewer = { id: self, tenantId };
      const found = signalled(catalogue, signal, await this.symptoms.thresholds(viewer));
      for (const { symptomId, suspectAt, certainAt, weight } of found)
        for (const teamId of teamIds) {
          const strength = strengthOf(value, suspectAt, certainAt);
          const source = { name: signal, from: 'tool', strength, weight, n, evidenceId: id } as const;
          await this.symptoms.observe(viewer, { symptomId, teamId }, source, { id, time, traceparent, tx });
        }
    }
  }
}
