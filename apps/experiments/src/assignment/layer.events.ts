import type { Event } from '@tandem/core';

export type LayerEvent =
  | Event<'LayerDefined', { name: string; heldOut: number }>
  | Event<'SlotTaken', { experimentId: string; from: number; to: number }>
  | Event<'SlotFreed', { experimentId: string }>;
