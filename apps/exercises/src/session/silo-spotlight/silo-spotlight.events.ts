import type { Event } from '@tandem/core';

/** What kind of trouble a challenge is. */
export type Category =
  'dependency' | 'information' | 'decision' | 'capacity' | 'quality' | 'tooling' | 'goal_conflict' | 'other';

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'rare';

/** How another team has to do with a challenge. `helped_by` is the one that is no friction. */
export type RelationType = 'waits_on' | 'lacks_info_from' | 'gets_rework_from' | 'goal_conflict_with' | 'helped_by';

export interface Relation {
  readonly teamId: string;
  readonly type: RelationType;
}

/** Something that keeps a team from delivering value, and who has to do with it. */
export interface ChallengeText {
  readonly text: string;
  readonly category: Category;
  /** What it costs in delivered value: 1 little … 5 most. */
  readonly severity: number;
  readonly frequency: Frequency;
  /** The step of the team's work that it holds up. */
  readonly valueStep?: string;
  readonly relations: readonly Relation[];
  /** The challenge of the session before that this one still is. */
  readonly repeats?: string;
}

/** A challenge that a team as a whole stands by. */
export interface Challenge extends ChallengeText {
  readonly challengeId: string;
  readonly teamId: string;
}

/** How a team that a challenge names knew of it, and what it makes of it. */
export type Awareness = 'knew' | 'suspected' | 'unaware';
export type Answer = 'accept' | 'need_info' | 'dispute';

export interface Recognition {
  readonly challengeId: string;
  readonly teamId: string;
  readonly awareness: Awareness;
  readonly answer: Answer;
}

/** Whether how often a challenge comes counts, or how severe it is alone. */
export type Weighting = 'severity_frequency' | 'severity';

/** How two teams mean to work together (Team Topologies). After `until` nothing is meant any more. */
export type InteractionMode = 'collaboration' | 'x-as-a-service' | 'facilitating' | 'none';

export interface DeclaredMode {
  readonly teamIds: readonly [string, string];
  readonly mode: InteractionMode;
  readonly until?: string;
}

/** How well information flows from one team to another, 0 to 1; null where it is not known. */
export interface TeamTie {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly tie: number | null;
}

/** Where the ties come from: a Signal-to-Noise session, what tools show, or what people believe. */
export interface TiesFrom {
  readonly source: 'signal-noise' | 'tools' | 'estimate';
  readonly sessionId?: string;
  readonly ties: readonly TeamTie[];
}

/** Challenges that are one topic. */
export interface Cluster {
  readonly clusterId: string;
  readonly title: string;
  readonly challengeIds: readonly string[];
}

/** How many dots each cluster got; null where too few voted to tell. */
export interface Tally {
  readonly voters: number;
  readonly dots: Readonly<Record<string, number>> | null;
}

export type SiloSpotlightEvent =
  | Event<'SpotlightPrepared', { teamIds: readonly string[]; weighting: Weighting; modes: readonly DeclaredMode[] }>
  | Event<'TiesTaken', TiesFrom>
  | Event<'ListsRevealed', { asOf: string }>
  | Event<'ChallengeRecognised', Recognition>
  | Event<'NetworkRevealed', { asOf: string }>
  | Event<'ClusterFormed', Cluster>
  | Event<'VotesTallied', Tally>;
