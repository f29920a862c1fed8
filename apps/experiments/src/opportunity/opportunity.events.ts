import type { Event } from '@tandem/core';

export type Side = 'product' | 'engineering';

/** How the value of an opportunity is put into a number. */
export type Method = 'rice' | 'wsjf' | 'cd3' | 'moscow';

export type Priority = 'wont' | 'could' | 'should' | 'must';

/** What one voter gives, for the methods that a round asks for. */
export interface Scorecard {
  /** People a quarter; .25 to 3; .5, .8 or 1; person-months. */
  readonly rice?: {
    readonly reach: number;
    readonly impact: number;
    readonly confidence: number;
    readonly effort: number;
  };
  /** Each on 1, 2, 3, 5, 8, 13, 20. */
  readonly wsjf?: {
    readonly businessValue: number;
    readonly timeCriticality: number;
    readonly riskReduction: number;
    readonly jobSize: number;
  };
  /** Money a week; weeks. */
  readonly cd3?: { readonly costOfDelay: number; readonly duration: number };
  readonly moscow?: Priority;
}

export interface Vote {
  readonly personId: string;
  readonly side: Side;
  readonly card: Scorecard;
}

export interface Evidence {
  readonly evidenceId: string;
  readonly kind: 'feedback' | 'metric' | 'finding';
  /** Where it is found: an id or a URL of the feedback, the metric, the finding. */
  readonly ref: string;
}

/** How a customer would feel with it, and without it. */
export type KanoAnswer = 'like' | 'expect' | 'neutral' | 'tolerate' | 'dislike';

/** So many customers who answered the pair of questions in this way. */
export interface KanoAnswers {
  readonly functional: KanoAnswer;
  readonly dysfunctional: KanoAnswer;
  readonly n: number;
}

/** A change that came of it, in the tool that delivers it. */
export interface Delivery {
  readonly ref: string;
  readonly url: string | null;
  /** The experiment that it follows from. Null: none. */
  readonly experimentId: string | null;
}

export type OpportunityEvent =
  | Event<'OpportunityRaised', { title: string; problem: string; teamIds: readonly string[] }>
  | Event<'EvidenceLinked', Evidence>
  | Event<'EvidenceUnlinked', { evidenceId: string; reason: string }>
  | Event<'ScoringOpened', { round: number; methods: readonly Method[]; becauseOf: string | null }>
  | Event<'ScoresRevealed', { round: number; votes: readonly Vote[] }>
  | Event<'KanoAnswered', { answers: readonly KanoAnswers[] }>
  | Event<'HypothesisStated', { hypothesis: string }>
  | Event<'DeliveryLinked', Delivery>
  | Event<'OpportunityDropped', { reason: string }>;
