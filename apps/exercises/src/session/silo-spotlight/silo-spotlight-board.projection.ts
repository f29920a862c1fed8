import type { Projection } from '@tandem/core';
import type { SessionEvent } from '../session.events';
import {
  blankSpotlight,
  type SiloSpotlight,
  withCollected,
  withEvent,
  withoutWords,
} from './silo-spotlight-work.measures';
import { type SiloSpotlightResult, siloSpotlightOf } from './silo-spotlight.measures';

export interface SiloSpotlightRow {
  readonly sessionId: string;
  readonly work: SiloSpotlight;
  /** Null until the network is shown. */
  readonly result: SiloSpotlightResult | null;
}

/** What a Silo Spotlight has gathered, and once it is shown, the network that this makes. */
export const siloSpotlightBoard: Projection<SiloSpotlightRow, SessionEvent> = {
  table: 'silo_spotlight_board_v2',
  indexes: [`(row->'result'->>'asOf')`],

  evolve(row, event) {
    if (event.type === 'SessionDrafted')
      return event.data.template.kind === 'silo-spotlight'
        ? { sessionId: event.streamId, work: blankSpotlight, result: null }
        : null;
    if (!row) return null;

    switch (event.type) {
      case 'ContributionsSealed':
        return { ...row, work: withCollected(row.work, event.data) };
      case 'ContributionRedacted':
        return { ...row, work: withoutWords(row.work, event.data.contributionId) };
      case 'NetworkRevealed': {
        const work = withEvent(row.work, event);
        return { ...row, work, result: siloSpotlightOf(work, event.data.asOf) };
      }
      case 'SpotlightPrepared':
      case 'TiesTaken':
      case 'ListsRevealed':
      case 'ChallengeRecognised':
      case 'ClusterFormed':
      case 'VotesTallied':
        return { ...row, work: withEvent(row.work, event) };
      default:
        return row;
    }
  },
};
