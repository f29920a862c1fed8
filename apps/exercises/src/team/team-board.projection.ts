import type { Projection } from '@tandem/core';
import type { TeamEvent, TeamFunction } from './team.events';

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly function: TeamFunction;
  readonly memberIds: readonly string[];
  readonly formedAt: string;
}

/** Every team of the organisation, with the people in it now. */
export const teamBoard: Projection<TeamRow, TeamEvent> = {
  table: 'team_board_v1',
  indexes: [`(row->>'name')`],

  evolve(row, { type, data, streamId, at }) {
    if (type === 'TeamFormed') return { id: streamId, ...data, memberIds: [], formedAt: at.toISOString() };
    if (!row) return null;

    switch (type) {
      case 'MemberJoined':
        return { ...row, memberIds: [...row.memberIds, data.personId] };
      case 'MemberLeft':
        return { ...row, memberIds: row.memberIds.filter((id) => id !== data.personId) };
    }
  },
};
