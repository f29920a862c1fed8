import type { Event } from '@tandem/core';

/** The finding that a cycle works on, and whom it concerns. */
export interface Cause {
  readonly findingId: string;
  readonly sessionId: string;
  readonly symptomId: string;
  readonly teamIds: readonly string[];
}

/** One person of each side: a cycle belongs to both. */
export interface Owners {
  readonly ownerProductId: string;
  readonly ownerEngineeringId: string;
}

/** Whom news of a cycle concerns. */
export type Parties = Pick<Cause, 'symptomId' | 'teamIds'> & Owners;

export type Side = 'product' | 'engineering';

export type CycleStatus =
  | 'noticed'
  | 'asking'
  | 'collaborating'
  | 'change_designed'
  | 'change_agreed'
  | 'implementing'
  | 'measuring'
  | 'refining'
  | 'adopted'
  | 'closed'
  | 'abandoned';

/** Somebody who was there when the change was thought out, for one team and its function. */
export interface Collaborator {
  readonly personId: string;
  readonly teamId: string;
  readonly function: string;
}

/** Answers on a scale, how long something takes, how often it happens, how many of n, or a series in time. */
export type MeasureKind = 'score' | 'duration' | 'count' | 'share' | 'series';

/** How often something happened over how much of whatever it is counted by, such as 7 in 30 days. */
export interface Period {
  readonly count: number;
  readonly exposure: number;
}

/** What was observed in a window: `values`; of a count, `periods`; of a share, `count` of `n`. */
export interface Sample {
  readonly values?: readonly number[];
  readonly periods?: readonly Period[];
  readonly count?: number;
  readonly n?: number;
  readonly from: string;
  readonly to: string;
}

export interface Measure {
  readonly kind: MeasureKind;
  /** A metric by name, or the exercise that measures it. */
  readonly metricRef?: string;
  readonly exerciseRef?: string;
  readonly baseline?: Sample;
  readonly target: number;
  /** The least change worth having: of a duration or a count as a share of the old level, otherwise in its own unit. */
  readonly minEffect: number;
  /** How often a try is measured at most: a series that is looked at again and again shows a change by chance. */
  readonly looks?: number;
}

/** If we do this, then that metric moves this way by so much within so many days. */
export interface Hypothesis {
  readonly ifWe: string;
  readonly metric: string;
  readonly direction: 'up' | 'down';
  readonly by: string;
  readonly withinDays: number;
}

/** A change that is small enough to be tried. */
export interface ChangeCard {
  readonly hypothesis: Hypothesis;
  readonly processArea: string;
  readonly effortPersonWeeks: number;
  readonly teamIds: readonly string[];
  readonly startAt: string;
  readonly reviewAt: string;
  readonly measure: Measure;
  /** When it is given up before the review. */
  readonly stopRule: string;
  /** The analysis whose roots it works on. */
  readonly whyId?: string;
  readonly rootIds?: readonly string[];
}

export type Outcome = 'improved' | 'worse' | 'no_change' | 'insufficient_data';

/** Between which values the truth lies with this probability. No `high`: there is no upper end. */
export interface Range {
  readonly low: number;
  readonly high: number | null;
  readonly level: number;
}

/** What the numbers say of a change. Worked out again from the same samples it is the same to the last byte. */
export interface Verdict {
  readonly outcome: Outcome;
  /** After over before of a duration or a count, after less before otherwise; null where nothing can be compared. */
  readonly effect: number | null;
  readonly interval: Range | null;
  readonly nBefore: number;
  readonly nAfter: number;
  /** How many each side would need, where these do not decide. */
  readonly nNeeded: number | null;
  /** Cliff's delta: how much more often a value after is better than one before than worse, -1 to 1. */
  readonly delta: number | null;
  /** Of durations. */
  readonly medians: { readonly before: number; readonly after: number } | null;
  readonly method: string;
  readonly statsVersion: string;
}

export type Decision = 'adopt' | 'refine' | 'abandon';

export type CycleEvent =
  | Event<'CycleOpened', Cause & Owners & { openedById?: string }>
  | Event<'CycleAsked', { whyId: string; askedAt: string }>
  | Event<'CollaborationHeld', { collaborators: readonly Collaborator[]; heldAt: string }>
  | Event<'ChangeDesigned', { card: ChangeCard }>
  | Event<'BaselineRecorded', { baseline: Sample }>
  | Event<'ChangeAgreed', Parties & { side: Side; agreedAt: string; complete: boolean; iteration: number }>
  | Event<'IterationStarted', { iteration: number; startedAt: string; overrideReason?: string }>
  | Event<'RemeasureLinked', { sessionId: string }>
  | Event<
      'ChangeMeasured',
      Parties & { iteration: number; measuredAt: string; sample: Sample; sessionId?: string; verdict: Verdict }
    >
  | Event<'CycleRefined', { iteration: number; reason: string }>
  | Event<'CycleAdopted', Parties & { iterations: number; adoptedAt: string; watchUntil: string; reason?: string }>
  | Event<'CycleAbandoned', { reason: string }>
  | Event<'CycleWentStale', Parties & { status: CycleStatus; silentSince: string; openedById?: string }>
  | Event<'CycleRecurred', Parties & { recurredAt: string; adoptedAt: string; reason: string }>
  | Event<'CycleClosed', { closedAt: string }>;
