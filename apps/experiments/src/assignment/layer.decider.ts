import { type Command, type Decider, demand } from '@tandem/core';
import type { LayerEvent } from './layer.events';

export type LayerCommand =
  | Command<'DefineLayer', { name: string; heldOutShare: number }>
  | Command<'TakeSlot', { experimentId: string; share: number }>
  | Command<'FreeSlot', { experimentId: string }>;

/** A layer is divided into so many parts. */
export const parts = 10_000;

interface Stretch {
  readonly experimentId: string;
  readonly from: number;
  readonly to: number;
}

type Layer =
  | { readonly status: 'unknown' }
  | { readonly status: 'defined'; readonly heldOut: number; readonly taken: readonly Stretch[] };

const key = /^[a-z0-9][a-z0-9_-]{0,62}$/i;

/** Experiments of one layer never share a unit, and some units may be held out of all of them. */
export const layer: Decider<Layer, LayerCommand, LayerEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    if (type === 'DefineLayer') {
      const { name, heldOutShare } = data;
      demand(state.status === 'unknown', 'already-defined', 'A layer with this name already exists.');
      demand(key.test(name), 'bad-key', '`name` is made of letters, digits, - and _, at most 63 of them.');
      demand(heldOutShare >= 0 && heldOutShare < 1, 'share-out-of-range', '`heldOutShare` must be 0 to below 1.');
      return [{ type: 'LayerDefined', data: { name, heldOut: Math.round(heldOutShare * parts) } }];
    }
    demand(state.status === 'defined', 'no-such-layer', 'There is no layer with this name: define it first.');
    const own = state.taken.find(({ experimentId }) => experimentId === data.experimentId);

    switch (type) {
      case 'TakeSlot': {
        const width = Math.round(data.share * parts);
        demand(width >= 1 && data.share <= 1, 'share-out-of-range', '`share` must be .0001 to 1.');
        if (own) {
          const isSame = own.to - own.from === width;
          demand(isSame, 'slot-taken', 'The experiment already has another share of this layer: free it first.');
          return [];
        }
        const from = firstFree(state.taken, width, parts - state.heldOut);
        demand(from !== null, 'layer-full', `No free stretch of ${data.share * 100} % is left in this layer.`);
        return [{ type: 'SlotTaken', data: { experimentId: data.experimentId, from, to: from + width } }];
      }
      case 'FreeSlot':
        return own ? [{ type: 'SlotFreed', data }] : [];
    }
  },

  evolve(state, { type, data }) {
    if (type === 'LayerDefined') return { status: 'defined', heldOut: data.heldOut, taken: [] };
    if (state.status === 'unknown') return state;
    const others = state.taken.filter(({ experimentId }) => experimentId !== data.experimentId);
    switch (type) {
      case 'SlotTaken':
        return { ...state, taken: [...others, data] };
      case 'SlotFreed':
        return { ...state, taken: others };
    }
  },
};

/** Where the first gap of this width begins, null where there is none. */
function firstFree(taken: readonly Stretch[], width: number, end: number): number | null {
  let from = 0;
  for (const stretch of taken.toSorted((a, b) => a.from - b.from)) {
    if (stretch.from - from >= width) return from;
    from = stretch.to;
  }
  return end - from >= width ? from : null;
}
