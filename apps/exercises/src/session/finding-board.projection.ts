import type { Projection } from '@tandem/core';
import { findingAfter, type FollowedFinding, isFindingEvent } from './finding.measures';
import type { SessionEvent } from './session.events';

export interface FindingRow extends FollowedFinding {
  readonly sessionId: string;
  readonly recordedAt: string;
}

/** Every finding of the organisation, whatever session it came from. Follows the sessions a moment later. */
export const findingBoard: Projection<FindingRow, SessionEvent> = {
  table: 'finding_board_v1',
  indexes: [`(row->>'recordedAt')`],
  key: (event) => (isFindingEvent(event) ? event.data.findingId : event.streamId),

  evolve(row, event) {
    if (!isFindingEvent(event)) return row;
    const after = findingAfter(row, event);
    const { recordedAt = event.at.toISOString() } = row ?? {};
    return after && { ...after, sessionId: event.streamId, recordedAt };
  },
};
