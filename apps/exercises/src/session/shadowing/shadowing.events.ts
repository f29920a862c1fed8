import type { Event } from '@tandem/core';
import type { WorkingTime } from '@tandem/statistics';

/** What somebody would like to do in the round: go along, be gone along with, or either. */
export type Place = 'shadow' | 'host' | 'either';

/** Somebody's own yes to take part. Nobody else can give it. */
export interface Enrolment {
  readonly personId: string;
  readonly teamId: string;
  readonly place: Place;
  /** With whom this person will not be paired. No reason is asked. */
  readonly notWith: readonly string[];
  readonly managerId?: string;
  /** What who goes along must be cleared for, and what this person is cleared for; the leads look at it. */
  readonly requires: readonly string[];
  readonly clearances: readonly string[];
}

/** What the directory knows of somebody who may be paired. */
export interface PersonFacts {
  readonly personId: string;
  readonly function?: string;
  readonly workingTime: WorkingTime;
  /** Every team this person was ever in. `until` is null while it lasts. */
  readonly memberships: readonly { readonly teamId: string; readonly until: string | null }[];
}

export interface TeamGap {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  /** How deep the silo is, 0 to 1. */
  readonly gap: number;
}

/** What is known when pairs are made. */
export interface PairingFacts {
  readonly people: readonly PersonFacts[];
  readonly gaps: readonly TeamGap[];
  /** Who was a pair in an earlier round, and when. */
  readonly met: readonly { readonly personIds: readonly [string, string]; readonly at: string }[];
}

export interface Shadow {
  readonly personId: string;
  readonly teamId: string;
}

/** One host with one shadow, or two where somebody would have stayed alone. */
export interface Pair {
  readonly pairId: string;
  readonly hostId: string;
  readonly hostTeamId: string;
  readonly shadows: readonly Shadow[];
  /** How good a pair host and first shadow make. */
  readonly weight: number;
}

export type ObservationType =
  'communication_gap' | 'misaligned_priority' | 'broken_handoff' | 'rework' | 'wait' | 'bright_spot' | 'question';

/** What a shadow saw. It speaks of work, not of people. */
export interface Observation {
  readonly type: ObservationType;
  readonly text: string;
  readonly teamIds: readonly string[];
  /** The step of the host team's work. */
  readonly valueStep: string;
  /** 1 a nuisance … 5 stops the work. */
  readonly severity: number;
  readonly minutesLost?: number;
}

/** What the host makes of a card. A veto is for a card that tells who it is about. */
export type CardAnswer = 'confirmed' | 'context' | 'disputed' | 'vetoed';

/** What a shadow expects, and what the host knows to be so. */
export interface Expectations {
  /** The priorities that the host listed, first comes first. */
  readonly ranking: readonly string[];
  /** What stands in the way most, up to three. */
  readonly blockers: readonly string[];
  /** "I understand what they need from us", 1 not at all to 7 fully. */
  readonly understanding?: number;
}

/** What somebody takes along, said before the pair talks. */
export interface SoloDebrief {
  readonly understanding: number;
  readonly keep: string;
  readonly stop: string;
  readonly try: string;
}

type OfPair<Data = object> = { readonly pairId: string } & Data;
type OfPerson<Data = object> = OfPair<{ readonly personId: string } & Data>;

export type ShadowingEvent =
  | Event<'PersonEnrolled', Enrolment>
  | Event<'PersonLeftRound', { personId: string }>
  | Event<'PairsMatched', { teamIds: readonly string[]; pairs: readonly Pair[]; alone: readonly string[] }>
  | Event<'PairAccepted', OfPerson>
  | Event<'PairApproved', OfPair<{ teamId: string }>>
  | Event<'PairDeclined', OfPair>
  | Event<'ShadowDayScheduled', OfPair<{ day: string }>>
  | Event<'ShadowDayMissed', OfPair>
  | Event<'PrioritiesListed', OfPair<{ priorities: readonly string[] }>>
  | Event<'ExpectationsSealed', OfPerson<Expectations>>
  | Event<'ShadowDayHeld', OfPair>
  | Event<'ObservationPublished', OfPerson<Observation & { observationId: string; at: string }>>
  | Event<'ObservationAnswered', { observationId: string; answer: CardAnswer; context?: string }>
  | Event<'SoloDebriefed', OfPerson<SoloDebrief>>
  | Event<'ExpectationsRevealed', OfPair>
  | Event<'PairDebriefed', OfPair>
  | Event<'ObservationShared', { observationId: string }>
  | Event<'RoundSynthesised', { asOf: string }>;
