import { type Announcement, connectionRegistered } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { ConnectionEvent } from './connection.events';

/** What the rest of the company hears of a connection: that it is there. Its secrets stay private. */
export function announce({ type, data, streamId, at }: Recorded<ConnectionEvent>): Announcement[] {
  switch (type) {
    case 'ConnectionRegistered':
      return [connectionRegistered.of({ connectionId: streamId, ...data, registeredAt: at.toISOString() })];
    default:
      return [];
  }
}
