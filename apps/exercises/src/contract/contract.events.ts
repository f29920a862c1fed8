import type { Event } from '@tandem/core';

/** What comes, by what, how often, in which form, and who sees to it. */
export interface Terms {
  readonly topic: string;
  readonly channel: string;
  /** As people say it: every Monday, with each release. */
  readonly cadence: string;
  readonly format: string;
  /** The person of the sending team who sees to it. */
  readonly ownerId: string;
  /** What it makes superfluous: other ways by which the same came. */
  readonly replaces: readonly string[];
}

/** From whom to whom, and the session that showed the need. */
export interface Parties {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly sessionId?: string;
}

/** Three questions after six weeks, each 1, not at all, to 5, fully: it comes as agreed, it serves us, noise is less. */
export interface Answers {
  readonly asAgreed: number;
  readonly serves: number;
  readonly lessNoise: number;
}

export type ContractEvent =
  | Event<'ContractProposed', Parties & { terms: Terms; byTeamId: string }>
  | Event<'ContractRevised', { terms: Terms; byTeamId: string }>
  | Event<'ContractAgreed', { byTeamId: string; surveyAt: string; expiresAt: string }>
  | Event<'ContractReviewed', { byTeamId: string; answers: Answers }>
  | Event<'ContractExpired', object>
  | Event<'ContractEnded', { byTeamId: string; reason: string }>;
