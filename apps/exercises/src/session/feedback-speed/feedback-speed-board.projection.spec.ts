import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { feedbackSpeedBoard } from './feedback-speed-board.projection';
import { hoursAfter } from './golden-traces.fixture';
import type { SessionEvent } from '../session.events';
import { closed, drafted, inPhase, revealed } from '../session.fixture';

const row = (...events: SessionEvent[]) => rowOf(feedbackSpeedBoard, ...events.map((event) => recorded(event)));
const subject: SessionEvent = { type: 'SubjectSelected', data: { subject: 'New search' } };
const origin = {
  source: 'user',
  topic: 'Search',
  originTeamId: 'S',
  originAt: hoursAfter(0),
  precision: 'exact',
} as const;
const opened: SessionEvent = { type: 'TraceOpened', data: { traceId: 't-1', ...origin } };

describe('Feedback speed board', () => {
  it('is empty at first', () =>
    expect(row(drafted())).toEqual({ sessionId: 's-1', subject: null, traces: {}, result: null }));

  it('gathers subject and traces', () =>
    expect(row(drafted(), subject, opened)).toMatchObject({
      subject: 'New search',
      traces: { 't-1': { ...origin, hops: [] } },
      result: null,
    }));

  it('shows the result once it is revealed, and keeps it', () => {
    expect(row(...inPhase('reconcile'))?.result).toBeNull();
    expect(row(...inPhase('reconcile'), subject, revealed, closed)).toMatchObject({
      subject: 'New search',
      result: { p50: { value: 100, n: 5 }, bottleneck: { fromTeamId: 'D', toTeamId: 'E', conclusive: true } },
    });
  });

  it('shows nothing of sessions of another kind, or never drafted', () => {
    const other = { ...drafted(), data: { ...drafted().data, template: { kind: 'silo-spotlight', phases: [] } } };
    expect(row(other as never, subject)).toBeNull();
    expect(row(subject)).toBeNull();
  });
});
