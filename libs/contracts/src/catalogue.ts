import type { Contract } from './contract';
import { cycleAdopted } from './exercises/cycle-adopted.v1';
import { cycleChangeAgreed } from './exercises/cycle-change-agreed.v1';
import { cycleMeasured } from './exercises/cycle-measured.v1';
import { cycleOpened } from './exercises/cycle-opened.v1';
import { cycleRecurred } from './exercises/cycle-recurred.v1';
import { cycleWentStale } from './exercises/cycle-went-stale.v1';
import { findingLinked } from './exercises/finding-linked.v1';
import { personForgotten } from './exercises/person-forgotten.v1';
import { symptomChanged } from './exercises/symptom-changed.v1';
import { teamFormed } from './exercises/team-formed.v1';
import { capacityShortfall } from './experiments/capacity-shortfall.v1';
import { experimentConcluded } from './experiments/experiment-concluded.v1';
import { experimentDecided } from './experiments/experiment-decided.v1';
import { experimentSignatureAsked } from './experiments/experiment-signature-asked.v1';
import { experimentStarted } from './experiments/experiment-started.v1';
import { opportunityRanked } from './experiments/opportunity-ranked.v1';
import { trackedFacts } from './experiments/tracked-facts.v1';
import { connectionRegistered } from './metrics/connection-registered.v1';
import { signalObserved } from './metrics/signal-observed.v1';

/** Every public event of every service: what may be on the topics at all. */
export const contracts: readonly Contract[] = [
  teamFormed,
  personForgotten,
  findingLinked,
  cycleOpened,
  symptomChanged,
  cycleChangeAgreed,
  cycleMeasured,
  cycleAdopted,
  cycleWentStale,
  cycleRecurred,
  experimentSignatureAsked,
  experimentStarted,
  experimentDecided,
  experimentConcluded,
  opportunityRanked,
  capacityShortfall,
  trackedFacts,
  connectionRegistered,
  signalObserved,
];

/** A topic as it is to be made: one a stream kind. */
export interface Topic {
  readonly name: string;
  /** May grow, never shrink; growing moves keys to other partitions, so it is done on an idle topic. */
  readonly partitions: number;
  readonly retentionMs: number;
}

const week = 7 * 24 * 60 * 60 * 1000;

/** Every topic. What is past its retention is published again from the log of the service that owns it. */
export const topics: readonly Topic[] = [
  { name: 'tandem.exercises.team', partitions: 4, retentionMs: week },
  { name: 'tandem.exercises.person', partitions: 4, retentionMs: week },
  { name: 'tandem.exercises.session', partitions: 4, retentionMs: week },
  { name: 'tandem.exercises.cycle', partitions: 4, retentionMs: week },
  { name: 'tandem.exercises.symptom', partitions: 4, retentionMs: week },
  { name: 'tandem.experiments.experiment', partitions: 4, retentionMs: week },
  { name: 'tandem.experiments.tracking', partitions: 12, retentionMs: week },
  { name: 'tandem.experiments.opportunity', partitions: 4, retentionMs: week },
  { name: 'tandem.experiments.capacity', partitions: 4, retentionMs: week },
  { name: 'tandem.metrics.connection', partitions: 4, retentionMs: week },
  { name: 'tandem.metrics.signal', partitions: 4, retentionMs: week },
];
