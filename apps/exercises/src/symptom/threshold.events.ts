import type { Event } from '@tandem/core';

export type ThresholdEvent =
  | Event<'ThresholdSet', { signal: string; suspectAt: number; certainAt: number }>
  | Event<'ThresholdReset', { signal: string }>;
