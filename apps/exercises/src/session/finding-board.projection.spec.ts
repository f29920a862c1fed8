import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { findingBoard } from './finding-board.projection';
import type { SessionEvent } from './session.events';
import { drafted, figures, finding, found, linked, noon } from './session.fixture';

const row = (...events: SessionEvent[]) => rowOf(findingBoard, ...events.map((event) => recorded(event)));

describe('Finding board', () => {
  it('has a row for each finding', () => {
    expect([found, linked].map((event) => findingBoard.key?.(recorded(event)))).toEqual(['f-1', 'f-1']);
    expect(findingBoard.key?.(recorded(drafted()))).toBe('s-1');
  });

  it('shows what was found, and where', () =>
    expect(row(found)).toEqual({
      ...finding,
      evidence: figures,
      status: 'recorded',
      symptomIds: [],
      sessionId: 's-1',
      recordedAt: '2026-01-05T09:00:00.000Z',
    }));

  it('keeps when it was recorded', () =>
    expect(rowOf(findingBoard, recorded(found), recorded(linked, { at: new Date(noon) }))).toMatchObject({
      status: 'linked',
      symptomIds: ['S3'],
      recordedAt: '2026-01-05T09:00:00.000Z',
    }));

  it('shows nothing else of a session', () => expect(row(drafted(), linked)).toBeNull());
});
