import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { teamBoard } from './team-board.projection';
import type { InteractionMode, Liaison, TeamEvent } from './team.events';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const liaison: Liaison = {
  ...{ liaisonId: 'l-1', personId: 'ann', hostTeamId: 'b', kind: 'embedded', capacityPercent: 20 },
  ...{ from: day(5).toISOString(), until: day(30).toISOString(), charter: 'Brings what users say.' },
};

const board = (...events: TeamEvent[]) => rowOf(teamBoard, ...events.map((event) => recorded(event)));

describe('Team board', () => {
  it('shows a new team without members', () =>
    expect(board(formed)).toEqual({
      id: 's-1',
      name: 'Design',
      function: 'design',
      ...{ memberIds: [], memberships: [], interactions: [], liaisons: [] },
      formedAt: '2026-01-05T09:00:00.000Z',
    }));

  it('shows who is in the team now', () =>
    expect(board(formed, joined('ann'), joined('bob'), left('ann'))).toMatchObject({ memberIds: ['bob'] }));

  it('keeps who was in the team when', () => {
    const row = rowOf(
      teamBoard,
      recorded(formed),
      recorded(joined('ann'), { at: day(6) }),
      recorded(left('ann'), { at: day(7) }),
      recorded(joined('ann'), { at: day(8) }),
    );

    expect(row?.memberships).toEqual([
      { personId: 'ann', from: day(6).toISOString(), until: day(7).toISOString() },
      { personId: 'ann', from: day(8).toISOString(), until: null },
    ]);
  });

  it('shows the last thing that was declared of each other team', () => {
    const since = '2026-01-05T09:00:00.000Z';
    expect(board(formed, declared('b', 'none'), declared('c', 'none'), declared('b', 'facilitating'))).toMatchObject({
      interactions: [
        { otherTeamId: 'c', mode: 'none', since },
        { otherTeamId: 'b', mode: 'facilitating', since },
      ],
    });
    expect(
      board(formed, declared('b', 'none'), { type: 'InteractionWithdrawn', data: { otherTeamId: 'b' } })?.interactions,
    ).toEqual([]);
  });

  it.each([
    ['early', 20, '2026-01-20T00:00:00.000Z'],
    ['after it was over', 40, liaison.until],
  ])('shows when a liaison ended: %s', (_, days, until) => {
    const row = rowOf(
      teamBoard,
      recorded(formed),
      recorded({ type: 'LiaisonAppointed', data: liaison }),
      recorded({ type: 'LiaisonEnded', data: { liaisonId: 'l-1' } }, { at: day(days) }),
    );

    expect(row?.liaisons).toEqual([{ ...liaison, until }]);
  });

  it('shows nothing of a team that was never formed', () => expect(board(joined('ann'), left('ann'))).toBeNull());
});

const formed: TeamEvent = { type: 'TeamFormed', data: { name: 'Design', function: 'design' } };
const joined = (personId: string): TeamEvent => ({ type: 'MemberJoined', data: { personId } });
const left = (personId: string): TeamEvent => ({ type: 'MemberLeft', data: { personId } });
const declared = (otherTeamId: string, mode: InteractionMode): TeamEvent => ({
  type: 'InteractionDeclared',
  data: { otherTeamId, mode },
});
