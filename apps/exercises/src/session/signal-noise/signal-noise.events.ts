import type { Event } from '@tandem/core';

/** Why what arrives serves nobody. */
export type NoiseReason = 'irrelevant' | 'too_late' | 'too_much' | 'duplicate' | 'unclear' | 'wrong_audience';

/** Westrum's tests of good information, each 1 to 5: it answers the receiver's question, in time, usable as it comes. */
export interface Tests {
  readonly answers: number;
  readonly timely: number;
  readonly usable: number;
}

/** What a receiver gets from another team or lacks. */
export type InfoItem = {
  readonly fromTeamId: string;
  readonly topic: string;
} & (
  | ({ readonly kind: 'signal'; readonly value?: number; readonly tests?: Tests } & Flow)
  | ({ readonly kind: 'noise'; readonly cost: number; readonly reason: NoiseReason } & Flow)
  | { readonly kind: 'missing'; readonly channel?: string }
);

/** How something comes, how often, and how many minutes of a week it takes each who receives it. */
interface Flow {
  readonly channel: string;
  readonly perWeek: number;
  readonly minutesPerWeek: number;
}

/** What one receiver fills in. `people` is for how many it speaks, when a team agrees on it. */
export interface InfoSheet {
  readonly people?: number;
  readonly items: readonly InfoItem[];
}

/** What a sender believes: the part of what it sends each team that serves it, 0 to 1. */
export interface GuessSheet {
  readonly guesses: readonly { readonly toTeamId: string; readonly share: number }[];
}

/** Whether every item counts once, or as often as it comes in a week. */
export type Frequency = 'count' | 'per_week';

export type SignalNoiseEvent =
  | Event<'SignalsPrepared', { teamIds: readonly string[]; frequency: Frequency; channels: readonly string[] }>
  | Event<'MatrixRevealed', { asOf: string }>;
