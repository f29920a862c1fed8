import { type Announcement, capacityShortfall } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { CapacityEvent } from './capacity.events';

/** What the company hears of a team's capacity: that it goes unused. */
export const announce = ({ type, data, streamId }: Recorded<CapacityEvent>): readonly Announcement[] =>
  type === 'CapacityShortfallDetected' ? [capacityShortfall.of({ teamId: streamId, ...data })] : [];
