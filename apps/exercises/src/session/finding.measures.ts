import type { Finding, FindingStatus, KernelEvent } from './session.events';

export type FindingEvent = Extract<KernelEvent, { type: `Finding${string}` }>;

/** A finding and what became of it. */
export interface FollowedFinding extends Finding {
  readonly status: FindingStatus;
  readonly symptomIds: readonly string[];
  readonly until?: string;
  readonly reason?: string;
}

export type Findings = Readonly<Record<string, FollowedFinding>>;

export const isFindingEvent = (event: { type: string }): event is FindingEvent => event.type.startsWith('Finding');

/** A finding after one more event, null before it was recorded. */
export function findingAfter(before: FollowedFinding | null, { type, data }: FindingEvent): FollowedFinding | null {
  if (type === 'FindingRecorded') return { ...data, status: 'recorded', symptomIds: [] };
  if (!before) return null;

  switch (type) {
    case 'FindingLinked':
      return { ...before, status: 'linked', symptomIds: [...before.symptomIds, data.symptomId] };
    case 'FindingDeferred':
      return { ...before, status: 'deferred', until: data.until };
    case 'FindingDismissed':
      return { ...before, status: 'dismissed', reason: data.reason };
  }
}

/** The findings after one more event. */
export function withFinding(findings: Findings, event: FindingEvent): Findings {
  const after = findingAfter(
    Object.hasOwn(findings, event.data.findingId) ? findings[event.data.findingId]! : null,
    event,
  );
  return after ? { ...findings, [event.data.findingId]: after } : findings;
}
