import type { Projection, Recorded } from '@tandem/core';
import type { CycleEvent } from './cycle.events';
import { cycleAfter, type CycleRow } from './cycle.measures';

/** Every improvement cycle, whose it is and how far it has come. */
export const cycleBoard: Projection<CycleRow, CycleEvent> = {
  table: 'cycle_board_v2',
  indexes: [
    `(row->>'openedAt')`,
    `(row->>'changedAt')`,
    `(row->>'status')`,
    `(row->>'heardAt')`,
    `(row->>'sessionId')`,
    `(row->>'findingId')`,
  ],

  evolve(row, event) {
    const after = cycleAfter(row, event);
    if (!after) return after;
    const changedAt = event.at.toISOString();
    return {
      ...after,
      id: event.streamId,
      openedAt: row?.openedAt ?? changedAt,
      closedAt: event.type === 'CycleClosed' ? event.data.closedAt : (row?.closedAt ?? null),
      changedAt,
      version: event.version,
      lastEventId: event.id,
      heardAt: event.type === 'CycleWentStale' ? row!.heardAt : heardAt(event),
    };
  },
};

/** The past can be told late: then what counts is when it was told, which the id of an event (UUIDv7) says. */
function heardAt({ id, at }: Recorded<CycleEvent>): string {
  const told = /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : 0;
  return new Date(Math.max(told, at.getTime())).toISOString();
}
