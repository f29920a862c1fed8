import type { Projection } from '@tandem/core';
import type { SessionEvent } from './session.events';

export interface TimeboxRow {
  readonly automatic: readonly string[];
  /** The phase that ends by itself, and when; null while the session is in another one. */
  readonly phase: string | null;
  readonly endsAt: string | null;
}

/** The sessions with phases that end on their own time. A session that has none, or is over, is not among them. */
export const timeboxBoard: Projection<TimeboxRow, SessionEvent> = {
  table: 'timebox_board_v1',

  evolve(row, { type, data }) {
    if (type === 'SessionDrafted') {
      const automatic = data.template.phases.filter(({ advance }) => advance === 'auto').map(({ id }) => id);
      return automatic.length > 0 ? { automatic, phase: null, endsAt: null } : null;
    }
    if (!row) return null;

    switch (type) {
      case 'PhaseEntered':
      case 'PhaseReverted':
      case 'TimeboxExtended':
        return row.automatic.includes(data.phase)
          ? { ...row, phase: data.phase, endsAt: data.endsAt }
          : { ...row, phase: null, endsAt: null };
      case 'SynthesisBegun':
      case 'SessionCancelled':
        return null;
      default:
        return row;
    }
  },
};
