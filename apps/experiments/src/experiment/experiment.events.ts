import type { Event } from '@tandem/core';

/** The two sides whose yes an experiment needs. */
export type Side = 'product' | 'engineering';

export type Verdict = 'ship' | 'iterate' | 'stop';

/** One of the versions that are compared. The first is the control. */
export interface Variant {
  readonly key: string;
  readonly weight: number;
}

/** What is measured of each unit: whether it happened (proportion) or how much of it (mean, per unit). */
export interface Metric {
  readonly key: string;
  readonly kind: 'proportion' | 'mean';
}

/** What both sides sign: the question, who is compared, and what decides. */
export interface Design {
  readonly hypothesis: string;
  /** The teams that own it, product and engineering. */
  readonly teamIds: readonly string[];
  readonly variants: readonly Variant[];
  /** The first one decides. */
  readonly metrics: readonly Metric[];
}

export type ExperimentEvent =
  | Event<'ExperimentProposed', Design>
  | Event<'ExperimentEndorsed', { side: Side; personId: string }>
  | Event<'ExperimentStarted', { teamIds: readonly string[]; startedAt: string }>
  | Event<'ExperimentConcluded', { teamIds: readonly string[]; verdict: Verdict; reason: string; concludedAt: string }>;
