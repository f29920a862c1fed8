import { type Announcement, findingLinked } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { SessionEvent } from './session.events';

/** What the company hears of a session: what it found, in figures and ids. What people wrote stays here. */
export function announce({ type, data, streamId, at, by }: Recorded<SessionEvent>): Announcement[] {
  if (type !== 'FindingLinked') return [];
  const { findingId, kind, symptomId, teamIds, severity, evidence } = data;
  return [
    findingLinked.of({
      sessionId: streamId,
      findingId,
      kind,
      symptomId,
      teamIds: [...teamIds],
      ...evidence,
      ...(severity === undefined ? {} : { severity }),
      linkedById: by.id,
      linkedAt: at.toISOString(),
    }),
  ];
}
