import type { Event } from '@tandem/core';

/** What the capacity may be used for. */
export type CapacityKind = 'experiment' | 'prototype' | 'tool_trial' | 'customer_engagement';

/** How much of its time a team sets aside for trying things, and how that is counted. */
export interface Policy {
  /** Of the hours of a window, 1 to 100. */
  readonly pct: number;
  readonly window: 'sprint' | 'month';
  /** Of a sprint. */
  readonly sprintDays?: number;
  /** A day on which a sprint begins, such as 2026-01-05. Of a month it is the first day that counts. */
  readonly since: string;
  /** Person-hours that the team has in a window. */
  readonly hours: number;
  readonly kinds: readonly CapacityKind[];
  /** The person who set it. */
  readonly setById?: string;
}

export interface Use {
  readonly useId: string;
  readonly kind: CapacityKind;
  readonly hours: number;
  /** The day, such as 2026-01-05. */
  readonly usedOn: string;
  /** What it was used for: an experiment's id, an item of a tracker. */
  readonly ref: string | null;
}

/** A window that is over. */
export interface ClosedWindow {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly setPct: number;
  readonly usedPct: number;
  readonly usedHours: number;
  /** Windows in a row, this one included, in which less than half was used. */
  readonly streak: number;
}

export type CapacityEvent =
  | Event<'CapacityPolicySet', Policy>
  | Event<'CapacityUsed', Use>
  | Event<'CapacityWindowClosed', ClosedWindow>
  | Event<
      'CapacityShortfallDetected',
      { setPct: number; usedPct: number; streak: number; windowEndedAt: string; setById?: string }
    >;
