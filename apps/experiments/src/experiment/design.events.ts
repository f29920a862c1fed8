/** One of the versions that are compared. The first is the control. */
export interface Variant {
  readonly key: string;
  readonly weight: number;
}

/** What is measured of each unit: whether it happened (proportion) or how much of it (mean, per unit). */
export interface Metric {
  readonly key: string;
  readonly kind: 'proportion' | 'mean';
  /** Left out: the first metric is the primary one, every other secondary. */
  readonly role?: 'primary' | 'secondary' | 'guardrail';
  /** The direction that is wanted; left out: increase. */
  readonly direction?: 'increase' | 'decrease';
  /** A guardrail may be worse by less than this, in the unit of the metric. */
  readonly margin?: number;
  /** The rate to beat where a single version is tried, 0 to 1. */
  readonly benchmark?: number;
}

/** How the question is put: to many by chance, to teams before and after, or to a few people. */
export type ExperimentKind = 'ab' | 'pilot' | 'prototype' | 'fake_door' | 'usability';

/** How much is asked of how many, for how long, and when it is looked at. */
export interface Plan {
  /** The least effect on the primary metric that matters, in its unit. */
  readonly minimumEffect?: number;
  readonly power?: number;
  /** What the primary metric is today: its share, or its mean. With it the plan is checked. */
  readonly baseline?: number;
  /** Of a mean: its standard deviation between units. */
  readonly spread?: number;
  /** The share of false alarms that is accepted, over all looks together; left out: .05. */
  readonly alpha?: number;
  /** Units (people, accounts, teams) of all versions together. */
  readonly units: number;
  readonly days: number;
  /** Days since the start at which it is looked at, ascending; the last is the end. Left out: at the end alone. */
  readonly lookDays?: readonly number[];
  /** Nobody sees a result before the first look. */
  readonly hidesResults?: boolean;
}

/**
 * What decides: `clear_signals` ships when the primary metric has won and every guardrail is shown to be within its
 * margin; `do_no_harm` ships at the end when the primary is not shown to be worse and every guardrail is within.
 */
export type Rule = 'clear_signals' | 'do_no_harm';

/** What both sides sign: the question, who is compared, what decides, and what each side vouches for. */
export interface Design {
  readonly hypothesis: string;
  /** The teams that own it, product and engineering. */
  readonly teamIds: readonly string[];
  readonly variants: readonly Variant[];
  /** The primary one first. */
  readonly metrics: readonly Metric[];
  /** Left out: ab. */
  readonly kind?: ExperimentKind;
  readonly plan?: Plan;
  /** What is known of customers that makes this worth a try. Product vouches for it. */
  readonly customerInsight?: string;
  /** That it can be built, measured and taken back, and at what risk. Engineering vouches for it. */
  readonly feasibility?: string;
  /** Left out: people decide, and say why. */
  readonly rule?: Rule;
  /** What must be ticked before it starts. */
  readonly checklist?: readonly string[];
  /** The opportunity that it is to prove. */
  readonly opportunityId?: string;
}
