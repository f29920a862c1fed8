import { type Announcement, cycleOpened } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { CycleEvent } from './cycle.events';

/** What the company hears of an improvement cycle: that it began, and who owns it. */
export function announce({ type, data, streamId, at }: Recorded<CycleEvent>): Announcement[] {
  switch (type) {
    case 'CycleOpened':
      return [cycleOpened.of({ cycleId: streamId, ...data, teamIds: [...data.teamIds], openedAt: at.toISOString() })];
  }
}
