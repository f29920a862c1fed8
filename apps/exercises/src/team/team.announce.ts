import { type Announcement, teamFormed } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { TeamEvent } from './team.events';

/** What the company hears of a team: that it exists. Who belongs to it stays here. */
export function announce({ type, data, streamId, at }: Recorded<TeamEvent>): Announcement[] {
  return type === 'TeamFormed' ? [teamFormed.of({ teamId: streamId, ...data, formedAt: at.toISOString() })] : [];
}
