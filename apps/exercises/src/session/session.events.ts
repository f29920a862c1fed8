import type { Event } from '@tandem/core';
import type { Kind, WorkEvent } from './kinds.events';

export type { Kind, WorkEvent };

export type SessionStatus = 'draft' | 'scheduled' | 'open' | 'synthesis' | 'closed' | 'archived' | 'cancelled';

/** One step of an exercise. Phases are data: a template lists them, the kernel runs them. */
export interface Phase {
  readonly id: string;
  /** The kind's own commands that are taken in this phase. */
  readonly accepts: readonly string[];
  /** What must hold before the phase begins, and before it ends: guards of the kernel or of the kind, by name. */
  readonly enterGuards?: readonly string[];
  readonly exitGuards?: readonly string[];
  readonly timeboxMinutes: number;
  /** Who ends it: a facilitator; the clock once the timebox is over; or a facilitator once this share said it is ready. */
  readonly advance: 'facilitator' | 'auto' | { readonly quorum: number };
  /** Shows what was entered. There is no way back behind it. */
  readonly reveals?: true;
  /** What everybody fills in on their own during the phase; it is sealed when the phase ends. */
  readonly collects?: Collects;
}

/** How authors stand to what they write: by name, as a team, or so that nobody can ever tell. */
export type AuthorMode = 'attributed' | 'team_consensus' | 'detached';

/** A form of the kind, by name, and who is known to have filled it in. */
export interface Collects {
  readonly form: string;
  readonly mode: AuthorMode;
}

/** What one author filled in: one sheet, which fits the form's schema. */
export interface Contribution {
  readonly contributionId: string;
  /** The team it speaks for. Left out where so few of the team wrote something that its name would name them. */
  readonly teamId?: string;
  /** Who wrote it: only where contributions are attributed. */
  readonly authorId?: string;
  readonly data: object;
}

/** What authors filled in during a phase, in an order that tells nothing. */
export interface Sealed extends Collects {
  readonly phase: string;
  /** How many contributions must stand behind whatever is shown of detached ones: see `shownCells`. */
  readonly k?: number;
  /** Free text stays among those who take part until then: each of them may ask for some of it to be taken out. */
  readonly publicFrom?: string;
  readonly items: readonly Contribution[];
}

/**
 * How many people must stand behind whatever is shown of detached contributions: scores, and free text. It is fixed
 * when the session is drafted; 3 is the least.
 */
export interface Anonymity {
  readonly kScores: number;
  readonly kComments: number;
}

/** The course of an exercise. A session keeps the one it was drafted with. */
export interface Template {
  readonly kind: Kind;
  /** The published template that it is an edition of; left out: the kind's own. */
  readonly templateId?: string;
  readonly version: number;
  readonly leastTeams: number;
  readonly phases: readonly Phase[];
}

export interface Draft {
  readonly title: string;
  readonly template: Template;
  readonly teamIds: readonly string[];
  /** One or two, for example one of each side. */
  readonly facilitatorIds: readonly string[];
  /** The session that this one measures again, by the same template and with the same teams. */
  readonly remeasureOf?: string;
  /** Left out: 5 for scores, 10 for free text. */
  readonly anonymity?: Anonymity;
}

/** What somebody is in a session beside reporting for a team. */
export type SessionRole = 'facilitator' | 'team_rep' | 'observer' | 'sponsor' | 'coach';

/** A time box that was made longer: by whom, and why. */
export interface Extension {
  readonly phase: string;
  readonly minutes: number;
  readonly reason: string;
  readonly by: string;
  readonly endsAt: string;
}

/** What a finding is about and what it rests on; which figures there are depends on the kind. */
export interface Evidence {
  readonly fromTeamId?: string;
  readonly toTeamId?: string;
  readonly share?: number;
  readonly p50Hours?: number;
  readonly p90Hours?: number;
  /** How deep the silo is between two teams, 0 to 1. */
  readonly gap?: number;
  /** The part of what others suffer through a team that it did not know of. */
  readonly blindSpot?: number;
  /** The part of what reaches a team that serves it. */
  readonly signalShare?: number;
  readonly wastedHoursPerWeek?: number;
  /** How far those who went along were from what the other team does first, 0 to 1. */
  readonly misalignment?: number;
  /** How far those who swapped were from what the product is about, 0 to 1. */
  readonly visionGap?: number;
  /** What confused them, entries per 8 hours. */
  readonly confusionRate?: number;
  /** The part of it that was about who may decide. */
  readonly decisionRightShare?: number;
  readonly n: number;
}

export interface Finding {
  readonly findingId: string;
  readonly summary: string;
  readonly teamIds: readonly string[];
  /** 1 a nuisance … 5 stops the work. */
  readonly severity: number;
  readonly evidence: Evidence;
}

export type FindingStatus = 'recorded' | 'linked' | 'deferred' | 'dismissed';

/** The symptom a finding is evidence for, with all that the company hears of it. */
type Link = Pick<Finding, 'findingId' | 'teamIds' | 'evidence'> & {
  readonly kind: Kind;
  readonly symptomId: string;
  readonly severity?: number;
};

export type KernelEvent =
  | Event<'SessionDrafted', Draft>
  | Event<'SessionScheduled', { startsAt: string }>
  | Event<'ParticipantJoined', { personId: string; teamId: string }>
  | Event<'RoleAssigned', { personId: string; role: SessionRole }>
  | Event<'RoleWithdrawn', { personId: string; role: SessionRole }>
  | Event<'SessionOpened', { anonymity?: Anonymity }>
  | Event<'PhaseEntered', { phase: string; endsAt: string }>
  | Event<'ContributionsSealed', Sealed>
  | Event<'ContributionRedacted', { contributionId: string }>
  | Event<'ParticipantReady', { personId: string }>
  | Event<'TimeboxExtended', Extension>
  | Event<'PhaseReverted', { from: string; phase: string; endsAt: string }>
  | Event<'SynthesisBegun', object>
  | Event<'FindingRecorded', Finding>
  | Event<'FindingLinked', Link>
  | Event<'FindingDeferred', { findingId: string; until: string }>
  | Event<'FindingDismissed', { findingId: string; reason: string }>
  | Event<'SessionClosed', { closedAt: string }>
  | Event<'SessionReopened', { reason: string }>
  | Event<'SessionArchived', object>
  | Event<'SessionCancelled', { reason: string }>;

export type SessionEvent = KernelEvent | WorkEvent;
