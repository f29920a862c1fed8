import type { ChangeCard, CycleEvent, Parties, Sample, Verdict } from './cycle.events';

/** A small cycle of two teams, for specs. */
export const cause = {
  findingId: 'f-1',
  sessionId: 's-1',
  symptomId: 'S3',
  teamIds: ['design', 'eng'],
  ownerProductId: 'pia',
  ownerEngineeringId: 'eli',
};

export const parties: Parties = {
  symptomId: 'S3',
  teamIds: ['design', 'eng'],
  ownerProductId: 'pia',
  ownerEngineeringId: 'eli',
};

/** G9: Design to Engineering, hours before and after. */
export const before: Sample = {
  values: [46, 60, 60, 82, 46],
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-31T00:00:00.000Z',
};
export const after: Sample = {
  values: [20, 24, 30, 41, 18],
  from: '2026-02-10T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
};

export const card: ChangeCard = {
  hypothesis: {
    ifWe: 'invite the receiver at the origin',
    metric: 'hours from Design to Engineering',
    direction: 'down',
    by: 'a third',
    withinDays: 28,
  },
  processArea: 'hand-over of designs',
  effortPersonWeeks: 1,
  teamIds: ['design', 'eng'],
  startAt: '2026-02-09T09:00:00.000Z',
  reviewAt: '2026-03-09T09:00:00.000Z',
  measure: { kind: 'duration', exerciseRef: 'feedback-speed', baseline: before, target: 40, minEffect: 0.2 },
  stopRule: 'when a design waits longer than before for two weeks',
};

export const verdict: Verdict = {
  outcome: 'improved',
  effect: 0.42,
  interval: { low: 0.26, high: 0.69, level: 0.91 },
  nBefore: 5,
  nAfter: 5,
  nNeeded: null,
  delta: 1,
  medians: { before: 60, after: 24 },
  method: 'exchange-log',
  statsVersion: '1',
};

export const opened: CycleEvent = { type: 'CycleOpened', data: cause };
export const asked: CycleEvent = { type: 'CycleAsked', data: { whyId: 'w-1', askedAt: '2026-02-02T09:00:00.000Z' } };
export const together = {
  type: 'CollaborationHeld',
  data: {
    collaborators: [
      { personId: 'pia', teamId: 'design', function: 'design' },
      { personId: 'eli', teamId: 'eng', function: 'feature' },
    ],
    heldAt: '2026-02-04T09:00:00.000Z',
  },
} as const satisfies CycleEvent;
export const designed: CycleEvent = { type: 'ChangeDesigned', data: { card } };
export const agreedBy = (side: 'product' | 'engineering', complete = false): CycleEvent => ({
  type: 'ChangeAgreed',
  data: { ...parties, side, complete, iteration: 1, agreedAt: '2026-02-06T09:00:00.000Z' },
});
export const started: CycleEvent = {
  type: 'IterationStarted',
  data: { iteration: 1, startedAt: '2026-02-09T09:00:00.000Z' },
};
export const measured = (change: Partial<Verdict> = {}, iteration = 1): CycleEvent => ({
  type: 'ChangeMeasured',
  data: {
    ...parties,
    iteration,
    measuredAt: '2026-03-02T09:00:00.000Z',
    sample: after,
    verdict: { ...verdict, ...change },
  },
});
export const refined: CycleEvent = { type: 'CycleRefined', data: { iteration: 2, reason: 'Too few invited' } };
export const adopted: CycleEvent = {
  type: 'CycleAdopted',
  data: {
    ...parties,
    iterations: 1,
    adoptedAt: '2026-03-03T09:00:00.000Z',
    watchUntil: '2026-06-01T09:00:00.000Z',
  },
};
export const stale: CycleEvent = {
  type: 'CycleWentStale',
  data: { ...parties, status: 'noticed', silentSince: '2026-02-02T09:00:00.000Z' },
};
export const recurred: CycleEvent = {
  type: 'CycleRecurred',
  data: {
    ...parties,
    adoptedAt: '2026-03-03T09:00:00.000Z',
    recurredAt: '2026-04-14T09:00:00.000Z',
    reason: 'Two hand-overs of a week',
  },
};
export const closed: CycleEvent = { type: 'CycleClosed', data: { closedAt: '2026-06-02T09:00:00.000Z' } };

/** The history up to the agreement of both. */
export const agreed = [opened, asked, together, designed, agreedBy('product'), agreedBy('engineering', true)];
