import type { Event } from '@tandem/core';

/** The finding that a cycle works on, and whom it concerns. */
export interface Cause {
  readonly findingId: string;
  readonly sessionId: string;
  readonly symptomId: string;
  readonly teamIds: readonly string[];
}

/** One person of each side: a cycle belongs to both. */
export interface Owners {
  readonly ownerProductId: string;
  readonly ownerEngineeringId: string;
}

export type CycleEvent = Event<'CycleOpened', Cause & Owners>;
