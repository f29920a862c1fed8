import type { Projection } from '@tandem/core';
import type { SessionEvent } from '../session.events';
import { noSwaps, type RoleSwap, withEvent } from './role-swap-work.measures';
import { roleSwapOf, type RoleSwapResult } from './role-swap.measures';

export interface RoleSwapRow {
  readonly sessionId: string;
  readonly work: RoleSwap;
  /** Null until the swaps are brought together. */
  readonly result: RoleSwapResult | null;
}

/** What swaps have gathered, and once it is shown, what this makes. Who may see what: `swapView`. */
export const roleSwapBoard: Projection<RoleSwapRow, SessionEvent> = {
  table: 'role_swap_board_v1',

  evolve(row, event) {
    if (event.type === 'SessionDrafted')
      return event.data.template.kind === 'role-swap'
        ? { sessionId: event.streamId, work: noSwaps, result: null }
        : null;
    if (!row) return null;

    switch (event.type) {
      case 'SwapsSynthesised': {
        const work = withEvent(row.work, event);
        return { ...row, work, result: roleSwapOf(work, event.data.asOf) };
      }
      case 'OutcomesListed':
      case 'SwapProposed':
      case 'SwapAccepted':
      case 'SwapApproved':
      case 'SwapAborted':
      case 'SwapperPrepared':
      case 'SwapperReceived':
      case 'VisionChecked':
      case 'SwapStarted':
      case 'SwapPaused':
      case 'SwapResumed':
      case 'SwapReturned':
      case 'ConfusionLogged':
      case 'ConfusionResolved':
      case 'PulseTaken':
      case 'BuddyIntervened':
      case 'TaskJudged':
      case 'SwapLookedBackOn':
      case 'JointDebriefBegun':
      case 'JointDebriefEnded':
        return { ...row, work: withEvent(row.work, event) };
      default:
        return row;
    }
  },
};
