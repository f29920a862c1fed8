import type { Rule } from './design.events';

/** What a declared rule answers. */
export type Decision = 'ship' | 'roll_back' | 'iterate' | 'keep_running';

/** The exact sums of one variant and metric when a decision was made. Of metric '' n counts the units. */
export interface Reading {
  readonly variant: string;
  readonly metric: string;
  readonly n: number;
  readonly happened: number;
  readonly sum: string;
  readonly sumOfSquares: string;
}

/** A variant against the control (or against the rate to beat), as the rule saw it. Differences are variant minus control. */
export interface DecisionFigure {
  readonly metric: string;
  readonly role: 'primary' | 'secondary' | 'guardrail';
  readonly variant: string;
  readonly n: number;
  readonly difference: number;
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly method: string;
  /** better, worse: shown at the look's level. within, beyond: of a guardrail's margin, shown by the interval. */
  readonly says: 'better' | 'worse' | 'within' | 'beyond' | 'unclear';
}

/** Why the rule answers what it answers. */
export type Ground =
  | 'sample-ratio-alarm'
  | 'guardrail-beyond-margin'
  | 'primary-worse'
  | 'primary-better'
  | 'no-harm'
  | 'not-enough-yet'
  | 'no-clear-signal';

/** A decision with all it rests on: derived again from the log, it is the same to the byte. */
export interface DecisionRecord {
  readonly teamIds: readonly string[];
  readonly decision: Decision;
  /** What the rule says; a person may differ, with a reason. */
  readonly ruled: Decision;
  readonly ground: Ground;
  /** The variant that is shipped. Null: none. */
  readonly winner: string | null;
  readonly rule: Rule;
  readonly designVersion: number;
  /** Which look this was, 1 for the first, and at which level it tested. */
  readonly look: number;
  readonly alpha: number;
  /** When the data was read, and how many units it held. */
  readonly watermark: { readonly readAt: string; readonly units: number };
  readonly figures: readonly DecisionFigure[];
  readonly statsVersion: string;
  readonly reason: string | null;
  readonly personId: string;
  readonly decidedAt: string;
}
