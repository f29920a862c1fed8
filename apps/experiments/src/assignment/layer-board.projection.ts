import type { Projection } from '@tandem/core';
import type { LayerEvent } from './layer.events';

export interface LayerRow {
  readonly id: string;
  readonly name: string;
  /** In ten-thousandths: units that no experiment of the layer sees. */
  readonly heldOut: number;
  readonly slots: readonly { readonly experimentId: string; readonly from: number; readonly to: number }[];
}

/** Who has which part of which layer. */
export const layerBoard: Projection<LayerRow, LayerEvent> = {
  table: 'layer_board_v1',
  indexes: [`(row->>'name')`],

  evolve(row, { type, data, streamId }) {
    if (type === 'LayerDefined') return { id: streamId, ...data, slots: [] };
    if (!row) return null;
    const others = row.slots.filter(({ experimentId }) => experimentId !== data.experimentId);
    switch (type) {
      case 'SlotTaken':
        return { ...row, slots: [...others, data].toSorted((a, b) => a.from - b.from) };
      case 'SlotFreed':
        return { ...row, slots: others };
    }
  },
};
