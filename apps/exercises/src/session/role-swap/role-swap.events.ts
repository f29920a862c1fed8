import type { Event } from '@tandem/core';

/** One person at work in another team, with somebody there to turn to. A swap has one of them, or two that cross. */
export interface Placement {
  readonly swapperId: string;
  readonly homeTeamId: string;
  readonly hostTeamId: string;
  readonly buddyId: string;
}

/** What a swapper sees to before it starts, so that nothing stays undone at home and there is real work to do. */
export interface Preparation {
  /** What goes on at home meanwhile, and who has it. */
  readonly handOver: string;
  readonly onCall: boolean;
  /** Whether something at home can be approved by this person alone. */
  readonly soleApprover: boolean;
  readonly tasks: readonly string[];
}

/** What a buddy sees to. */
export interface Reception {
  /** The day on which the access that was granted ends by itself. */
  readonly accessUntil: string;
  readonly present: boolean;
}

export type ConfusionKind = 'vocabulary' | 'tooling' | 'process' | 'decision_right' | 'goal' | 'domain' | 'dependency';

export type Resolver = 'self' | 'doc' | 'buddy' | 'other_team' | 'nobody';

/** Something that stood in the way of somebody new. It speaks of the hosting team's work, not of the one who met it. */
export interface Confusion {
  readonly kind: ConfusionKind;
  readonly text: string;
  readonly minutesLost: number;
  /** `nobody` as long as it stands in the way. */
  readonly resolvedBy: Resolver;
  readonly visionRelated: boolean;
}

/** What the product is about: five outcomes, what matters most first, and others that it could be about but is not. */
export interface Outcomes {
  readonly outcomes: readonly string[];
  readonly others: readonly string[];
}

/** What somebody holds the product to be about. */
export interface Vision {
  /** Five of all that were listed, what matters most first. */
  readonly ranking: readonly string[];
  readonly statement: string;
}

/** How a day in the other team was: 1 not at all to 7 fully, and the hours spent there. */
export interface Pulse {
  readonly clarity: number;
  readonly help: number;
  readonly hours: number;
}

export type TaskOutcome = 'done' | 'partly' | 'no';

/** What somebody takes along, said before all of a swap talk. */
export interface LookBack {
  readonly keep: string;
  readonly stop: string;
  readonly try: string;
}

type OfSwap<Data = object> = { readonly swapId: string } & Data;
type OfPerson<Data = object> = OfSwap<{ readonly personId: string } & Data>;
type At = OfSwap<{ readonly at: string }>;

export type RoleSwapEvent =
  | Event<'OutcomesListed', Outcomes>
  | Event<'SwapProposed', OfPerson<{ placements: readonly Placement[]; days: number; endsOn: string }>>
  | Event<'SwapAccepted', OfPerson>
  | Event<'SwapApproved', OfSwap<{ teamId: string }>>
  | Event<'SwapAborted', OfSwap>
  | Event<'SwapperPrepared', OfPerson<Preparation>>
  | Event<'SwapperReceived', OfPerson<Reception>>
  | Event<'VisionChecked', OfPerson<Vision & { moment: 'before' | 'after' }>>
  | Event<'SwapStarted', At>
  | Event<'SwapPaused', At>
  | Event<'SwapResumed', At>
  | Event<'SwapReturned', At>
  | Event<'ConfusionLogged', OfPerson<Confusion & { entryId: string; at: string }>>
  | Event<'ConfusionResolved', { entryId: string; resolvedBy: Resolver; minutesLost: number }>
  | Event<'PulseTaken', OfPerson<Pulse & { day: string }>>
  | Event<'BuddyIntervened', OfPerson<{ text: string; minutes: number; at: string }>>
  | Event<'TaskJudged', OfPerson<{ task: string; outcome: TaskOutcome; at: string }>>
  | Event<'SwapLookedBackOn', OfPerson<LookBack>>
  | Event<'JointDebriefBegun', OfSwap>
  | Event<'JointDebriefEnded', OfSwap>
  | Event<'SwapsSynthesised', { asOf: string }>;
