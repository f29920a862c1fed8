import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { cycleBoard } from './cycle-board.projection';
import type { CycleEvent } from './cycle.events';
import {
  adopted,
  agreed,
  asked,
  before,
  card,
  cause,
  closed,
  designed,
  measured,
  opened,
  recurred,
  refined,
  stale,
  started,
  together,
} from './cycle.fixture';

const board = (...events: CycleEvent[]) =>
  rowOf(cycleBoard, ...events.map((event, i) => recorded(event, { version: i + 1, streamId: 'c-1' })));

describe('Cycle board', () => {
  it('shows a new cycle as noticed, with its cause and its owners', () =>
    expect(board(opened)).toMatchObject({
      id: 'c-1',
      status: 'noticed',
      openedAt: '2026-01-05T09:00:00.000Z',
      version: 1,
      staleSince: null,
      ...cause,
    }));

  it('shows how far it has come', () => {
    const history = [...agreed, started, measured(), adopted, closed];
    const statuses = history.map((_, i) => board(...history.slice(0, i + 1))!.status);
    expect(statuses).toEqual([
      ...['noticed', 'asking', 'collaborating', 'change_designed', 'change_designed', 'change_agreed'],
      ...['implementing', 'measuring', 'adopted', 'closed'],
    ]);
    expect(board(...history)).toMatchObject({
      closedAt: '2026-06-02T09:00:00.000Z',
      adoptedAt: '2026-03-03T09:00:00.000Z',
      askedAt: '2026-02-02T09:00:00.000Z',
      whyIds: ['w-1'],
    });
  });

  it('keeps every try with its card, its agreement and its measurements', () => {
    const { iterations } = board(...agreed, started, measured(), refined)!;
    expect(iterations).toMatchObject([
      {
        iteration: 1,
        agreedBy: ['product', 'engineering'],
        startedAt: '2026-02-09T09:00:00.000Z',
        measurements: [{ verdict: { outcome: 'improved' } }],
        refinedBecause: 'Too few invited',
      },
      { iteration: 2, agreedBy: ['product', 'engineering'], measurements: [] },
    ]);
    expect(iterations[1]).not.toHaveProperty('startedAt');
  });

  it('replaces a card that was never begun, and begins a new try after one that was', () => {
    expect(board(...agreed, designed)!.iterations).toMatchObject([{ iteration: 1, agreedBy: [] }]);
    expect(board(...agreed, started, measured(), adopted, recurred, designed)!.iterations).toMatchObject([
      { iteration: 1 },
      { iteration: 2, agreedBy: [], measurements: [] },
    ]);
  });

  it('puts a late baseline on the card', () => {
    const { baseline: _, ...measure } = card.measure;
    const without: CycleEvent = { type: 'ChangeDesigned', data: { card: { ...card, measure } } };
    expect(
      board(opened, without, { type: 'BaselineRecorded', data: { baseline: before } })!.iterations[0]!.card,
    ).toEqual(card);
  });

  it('takes further analyses and people without a step back, and counts from the first why', () => {
    const again: CycleEvent = { type: 'CycleAsked', data: { whyId: 'w-2', askedAt: '2026-02-05T09:00:00.000Z' } };
    const joined: CycleEvent = {
      type: 'CollaborationHeld',
      data: {
        collaborators: [together.data.collaborators[0], { personId: 'dora', teamId: 'design', function: 'design' }],
        heldAt: '2026-02-05T09:00:00.000Z',
      },
    };
    const after = board(opened, asked, together, again, joined)!;
    expect(after).toMatchObject({
      status: 'collaborating',
      askedAt: '2026-02-02T09:00:00.000Z',
      whyIds: ['w-1', 'w-2'],
    });
    expect(after.collaborators.map(({ personId }) => personId)).toEqual(['pia', 'eli', 'dora']);
    expect(board(opened, asked, together, again)!.status).toBe('collaborating');
  });

  it('is stale until it moves', () => {
    expect(board(opened, stale)).toMatchObject({ status: 'noticed', staleSince: '2026-02-02T09:00:00.000Z' });
    expect(board(opened, stale, ...agreed.slice(1))).toMatchObject({ staleSince: null });
  });

  it('asks again when the symptom comes back, and is watched no more', () =>
    expect(board(...agreed, started, measured(), adopted, recurred)).toMatchObject({
      status: 'asking',
      watchUntil: null,
      recurredAt: ['2026-04-14T09:00:00.000Z'],
    }));

  it('counts silence from when something was told, even of the past', () => {
    const id = '01a2b3c4-d5e6-7000-8000-000000000001';
    const told = new Date(Number.parseInt('01a2b3c4d5e6', 16)).toISOString();
    const past = recorded(opened, { id, streamId: 'c-1', at: new Date('2020-01-01T00:00:00Z') });
    expect(rowOf(cycleBoard, past)).toMatchObject({
      heardAt: told,
      lastEventId: id,
      openedAt: '2020-01-01T00:00:00.000Z',
    });
    expect(rowOf(cycleBoard, past, recorded(stale, { streamId: 'c-1', version: 2 }))).toMatchObject({
      heardAt: told,
      version: 2,
    });
  });

  it('shows nothing of a cycle that was never opened', () => expect(board(started)).toBeNull());
});
