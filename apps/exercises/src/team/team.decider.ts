import { type Command, type Decider, demand } from '@tandem/core';
import type { TeamEvent, TeamFunction } from './team.events';

export type TeamCommand =
  | Command<'FormTeam', { name: string; function: TeamFunction }>
  | Command<'JoinTeam', { personId: string }>
  | Command<'LeaveTeam', { personId: string }>;

type Team = { readonly status: 'unknown' } | { readonly status: 'formed'; readonly memberIds: readonly string[] };

const longestName = 80;

/** A team has one name and one function, and people who come and go. */
export const team: Decider<Team, TeamCommand, TeamEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    if (type === 'FormTeam') {
      const name = data.name.trim();
      demand(state.status === 'unknown', 'already-formed', 'A team with this id already exists.');
      demand(name.length > 0, 'name-missing', 'A team needs a name.');
      demand(name.length <= longestName, 'name-too-long', `A team's name has at most ${longestName} characters.`);
      return [{ type: 'TeamFormed', data: { ...data, name } }];
    }
    demand(state.status === 'formed', 'no-such-team', 'There is no team with this id: form it first.');
    const isMember = state.memberIds.includes(data.personId);

    switch (type) {
      case 'JoinTeam':
        return isMember ? [] : [{ type: 'MemberJoined', data }];
      case 'LeaveTeam':
        return isMember ? [{ type: 'MemberLeft', data }] : [];
    }
  },

  evolve(state, { type, data }) {
    const memberIds = state.status === 'formed' ? state.memberIds : [];
    switch (type) {
      case 'TeamFormed':
        return { status: 'formed', memberIds: [] };
      case 'MemberJoined':
        return { status: 'formed', memberIds: [...memberIds, data.personId] };
      case 'MemberLeft':
        return { status: 'formed', memberIds: memberIds.filter((id) => id !== data.personId) };
    }
  },
};
