import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { teamBoard } from './team-board.projection';
import type { TeamEvent } from './team.events';

const board = (...events: TeamEvent[]) => rowOf(teamBoard, ...events.map((event) => recorded(event)));

describe('Team board', () => {
  it('shows a new team without members', () =>
    expect(board(formed)).toEqual({
      id: 's-1',
      name: 'Design',
      function: 'design',
      memberIds: [],
      formedAt: '2026-01-05T09:00:00.000Z',
    }));

  it('shows who is in the team now', () =>
    expect(board(formed, joined('ann'), joined('bob'), left('ann'))).toMatchObject({ memberIds: ['bob'] }));

  it('shows nothing of a team that was never formed', () => expect(board(joined('ann'), left('ann'))).toBeNull());
});

const formed: TeamEvent = { type: 'TeamFormed', data: { name: 'Design', function: 'design' } };
const joined = (personId: string): TeamEvent => ({ type: 'MemberJoined', data: { personId } });
const left = (personId: string): TeamEvent => ({ type: 'MemberLeft', data: { personId } });
