import type { Projection } from '@tandem/core';
import type { SessionEvent } from '../session.events';
import { blankRound, type Shadowing, withEvent } from './shadowing-work.measures';
import { shadowingOf, type ShadowingResult } from './shadowing.measures';

export interface ShadowingRow {
  readonly sessionId: string;
  readonly work: Shadowing;
  /** Null until the round is brought together. */
  readonly result: ShadowingResult | null;
}

/** What a round of shadowing has gathered, and once it is shown, what this makes. Who may see what: `pairView`. */
export const shadowingBoard: Projection<ShadowingRow, SessionEvent> = {
  table: 'shadowing_board_v1',

  evolve(row, event) {
    if (event.type === 'SessionDrafted')
      return event.data.template.kind === 'shadowing'
        ? { sessionId: event.streamId, work: blankRound, result: null }
        : null;
    if (!row) return null;

    switch (event.type) {
      case 'RoundSynthesised': {
        const work = withEvent(row.work, event);
        return { ...row, work, result: shadowingOf(work, event.data.asOf) };
      }
      case 'PersonEnrolled':
      case 'PersonLeftRound':
      case 'PairsMatched':
      case 'PairAccepted':
      case 'PairApproved':
      case 'PairDeclined':
      case 'ShadowDayScheduled':
      case 'ShadowDayMissed':
      case 'PrioritiesListed':
      case 'ExpectationsSealed':
      case 'ShadowDayHeld':
      case 'ObservationPublished':
      case 'ObservationAnswered':
      case 'SoloDebriefed':
      case 'ExpectationsRevealed':
      case 'PairDebriefed':
      case 'ObservationShared':
        return { ...row, work: withEvent(row.work, event) };
      default:
        return row;
    }
  },
};
