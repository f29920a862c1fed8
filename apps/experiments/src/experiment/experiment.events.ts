import type { Event } from '@tandem/core';
import type { DecisionRecord, Reading } from './decision.events';
import type { Design } from './design.events';
import type { Entry } from './observation.events';

export type { Design, Metric, Variant } from './design.events';

/** The two sides whose yes an experiment needs. */
export type Side = 'product' | 'engineering';

/** What people make of an experiment that declared no rule. */
export type Verdict = 'ship' | 'iterate' | 'stop';

/** What an experiment that has ended says of what was believed. */
export type Outcome = 'confirmed' | 'refuted' | 'inconclusive';

export type ExperimentEvent =
  | Event<
      'ExperimentProposed',
      Design & {
        readonly proposedBy?: readonly Side[];
        readonly importedFrom?: string;
        readonly askedIds?: readonly string[];
      }
    >
  | Event<'DesignEdited', { design: Design; designVersion: number; askedIds?: readonly string[] }>
  | Event<'ExperimentEndorsed', { side: Side; personId: string; designVersion?: number }>
  | Event<'EndorsementWithdrawn', { side: Side; personId: string; reason: string }>
  | Event<'ChecklistItemTicked', { item: string; personId: string }>
  | Event<'ExperimentScheduled', { startsAt: string; personId: string }>
  | Event<'ScheduleCancelled', { reason: string }>
  | Event<'ScheduledStartRefused', { startsAt: string; code: string; message: string }>
  | Event<
      'ExperimentStarted',
      { teamIds: readonly string[]; startedAt: string; designVersion?: number; signerIds?: readonly string[] }
    >
  | Event<'ExperimentPaused', { reason: string; pausedAt: string }>
  | Event<'ExperimentResumed', { reason: string; resumedAt: string; designVersion: number }>
  | Event<'PhaseVoided', { phase: number; reason: string }>
  | Event<'ObservationsRecorded', { entries: readonly Entry[]; recordedAt: string }>
  | Event<'ObservationsVoided', { entryIds: readonly string[]; reason: string }>
  | Event<'ExperimentStopped', { reason: string; stoppedAt: string }>
  | Event<'ExperimentDecided', DecisionRecord & { readings: readonly Reading[]; signerIds?: readonly string[] }>
  | Event<'ExperimentConcluded', { teamIds: readonly string[]; verdict: Verdict; reason: string; concludedAt: string }>
  | Event<'LearningRecorded', { outcome: Outcome; found: string; next: string; tags: readonly string[] }>;
