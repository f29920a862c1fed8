/** A finding that the figures of a result speak for, with the symptom it would be evidence of. People decide. */
export interface Suggestion {
  readonly symptomId: `S${number}`;
  /** Which figure speaks for it. */
  readonly because: string;
  readonly value: number;
  /** From where it counts. */
  readonly threshold: number;
  readonly teamIds: readonly string[];
  /** What to name when the finding is recorded. */
  readonly fromTeamId?: string;
  readonly toTeamId?: string;
}
