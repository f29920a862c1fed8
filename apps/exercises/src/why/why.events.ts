import type { Event } from '@tandem/core';

/** What is wrong, in four parts that read as one sentence. */
export interface Problem {
  readonly when: string;
  readonly and?: string;
  readonly then: string;
  readonly leadingTo: string;
}

/** Who can change a cause. What lies outside is escalated, never "fixed". */
export type Control = 'team' | 'cross_team' | 'org' | 'external';

/** What speaks for an answer: an address, a metric, a finding of a session, or the words of somebody. */
export interface CauseEvidence {
  readonly kind: 'url' | 'metric' | 'finding' | 'quote';
  readonly value: string;
}

export interface Frame {
  readonly problem: Problem;
  /** S1 to S18 of the catalogue of symptoms. */
  readonly symptomId: string;
  /** 1, a nuisance, to 5, stops the work. */
  readonly severity: number;
  readonly teamIds: readonly string[];
  readonly facilitatorIds: readonly string[];
  readonly cycleId?: string;
  readonly findingId?: string;
}

/** Somebody who thinks along, for one team and its function in the company. */
export interface Contributor {
  readonly personId: string;
  readonly teamId: string;
  readonly function: string;
}

export type WhyEvent =
  | Event<'WhyFramed', Frame>
  | Event<'ContributorJoined', Contributor>
  /** `ofId` is a cause, or `problem`. */
  | Event<'WhyAsked', { questionId: string; ofId: string; text: string; personId: string }>
  | Event<
      'WhyAnswered',
      { causeId: string; questionId: string; parentId: string; text: string; control: Control; personId: string }
    >
  | Event<'CauseShared', { causeId: string; parentId: string; personId: string }>
  | Event<'CausesMerged', { keptId: string; mergedId: string }>
  | Event<'EvidenceAdded', { causeId: string; evidence: CauseEvidence; personId: string }>
  | Event<'AnswerRefuted', { causeId: string; reason: string; personId: string }>
  | Event<'EvidenceCheckBegun', Record<never, never>>
  | Event<'StepConfirmed', { causeId: string; parentId: string; personId: string }>
  | Event<'RootAgreed', { causeId: string; earlyStopReason?: string; escalatedTo?: string }>
  | Event<'RootsLinked', { causeId: string; otherWhyId: string; otherCauseId: string }>
  | Event<'ChangeLinked', { cycleId: string; causeIds: readonly string[] }>
  | Event<'WhyVerified', { cycleId: string }>
  | Event<'WhyReopened', { reason: string }>;
