import type { Event } from '@tandem/core';
import type { WorkingTime } from '@tandem/statistics';

/** What a team does in the company: the seven that a roadmap needs to hear. */
export type TeamFunction = 'feature' | 'data' | 'site-reliability' | 'analytics' | 'design' | 'business' | 'product';

/** How two teams mean to work with each other (Team Topologies, Skelton & Pais 2019). `none`: not at all, on purpose. */
export type InteractionMode = 'collaboration' | 'x-as-a-service' | 'facilitating' | 'none';

/** What one team declares about its work with another one. */
export interface Interaction {
  readonly otherTeamId: string;
  readonly mode: InteractionMode;
  /** The day on which it ends, if one is agreed. */
  readonly until?: string;
}

/** A person of one team who spends part of the time with another one. */
export interface Liaison {
  readonly liaisonId: string;
  readonly personId: string;
  readonly hostTeamId: string;
  readonly kind: 'embedded' | 'cross-disciplinary' | 'rotating';
  /** The share of the working time, in per cent. */
  readonly capacityPercent: number;
  readonly from: string;
  readonly until: string;
  /** What the liaison is for, in a sentence. */
  readonly charter: string;
}

export type TeamEvent =
  | Event<'TeamFormed', { name: string; function: TeamFunction }>
  | Event<'MemberJoined', { personId: string }>
  | Event<'MemberLeft', { personId: string }>
  | Event<'WorkingTimeAgreed', WorkingTime>
  | Event<'InteractionDeclared', Interaction>
  | Event<'InteractionWithdrawn', { otherTeamId: string }>
  | Event<'LiaisonAppointed', Liaison>
  | Event<'LiaisonEnded', { liaisonId: string }>;
