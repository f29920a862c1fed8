import type { Event } from '@tandem/core';

/** What a notice is about, so that people can say which ones they want. */
export type Category =
  | 'cycle_opened'
  | 'cycle_progress'
  | 'cycle_stale'
  | 'result'
  | 'symptom_confirmed'
  | 'signature_request'
  | 'experiment_progress'
  | 'experiment_decision'
  | 'capacity_shortfall';

/** How much a notice asks of its reader. */
export type Severity = 'info' | 'action' | 'warning' | 'critical';

/** The two sides of a company. */
export type Side = 'product' | 'engineering';

type Filled<Template extends string, Data extends object> = {
  readonly template: Template;
  readonly data: Readonly<Data>;
};

/** What a notice says, as a text to be filled in when it is read. No free text, nothing about a person. */
export type Told =
  | Filled<'cycle-opened', { symptomId: string; side: Side }>
  | Filled<'change-agreed', { symptomId: string; iteration: number }>
  | Filled<
      'change-measured',
      { symptomId: string; iteration: number; verdict: string; nBefore: number; nAfter: number }
    >
  | Filled<'cycle-adopted', { symptomId: string; iterations: number; watchUntil: string }>
  | Filled<'cycle-went-stale', { symptomId: string; silentSince: string; role: 'owner' | 'opener' }>
  | Filled<'cycle-recurred', { symptomId: string; adoptedAt: string }>
  | Filled<'symptom-confirmed', { symptomId: string; again: boolean }>
  | Filled<'signature-asked', { designVersion: number }>
  | Filled<'experiment-started', { startedAt: string }>
  | Filled<'experiment-decided', { decision: string; ruled: string; look: number; units: number }>
  | Filled<'capacity-shortfall', { setPct: number; usedPct: number; streak: number }>;

/** What a reader opens from the notice. */
export interface Subject {
  readonly kind: 'cycle' | 'symptom' | 'experiment' | 'team';
  readonly id: string;
}

/** Everything of a notice but who has read it. */
export interface Notice {
  readonly recipientId: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly told: Told;
  readonly subject: Subject;
  /** The teams that it is about. */
  readonly teamIds: readonly string[];
}

export type NoticeEvent = Event<'NoticeGiven', Notice> | Event<'NoticeRead'> | Event<'NoticeForgotten'>;
