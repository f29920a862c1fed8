import type { Projection } from '@tandem/core';
import type { WorkingTime } from '@tandem/statistics';
import type { Interaction, Liaison, TeamEvent, TeamFunction } from './team.events';

/** Somebody's time in a team. */
export interface Membership {
  readonly personId: string;
  readonly from: string;
  /** Null while it lasts. */
  readonly until: string | null;
}

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly function: TeamFunction;
  /** The people who are in the team now. */
  readonly memberIds: readonly string[];
  /** Everybody who ever was in it, in the order of joining. */
  readonly memberships: readonly Membership[];
  /** What this team declares; the other team may see it in another way. */
  readonly interactions: readonly (Interaction & { readonly since: string })[];
  readonly liaisons: readonly Liaison[];
  /** Left out while the team has said nothing. */
  readonly workingTime?: WorkingTime;
  readonly formedAt: string;
}

/** Every team of the organisation: its people over time, and how it means to work with others. */
export const teamBoard: Projection<TeamRow, TeamEvent> = {
  table: 'team_board_v2',
  indexes: [`(row->>'name')`],

  evolve(row, event) {
    if (event.type === 'TeamFormed') {
      const lists = { memberIds: [], memberships: [], interactions: [], liaisons: [] };
      return { id: event.streamId, ...event.data, ...lists, formedAt: event.at.toISOString() };
    }
    return row && { ...row, ...changeOf(row, event, event.at.toISOString()) };
  },
};

type Change = Exclude<TeamEvent, { type: 'TeamFormed' }>;

function changeOf(row: TeamRow, { type, data }: Change, at: string): Partial<TeamRow> {
  switch (type) {
    case 'MemberJoined':
      return {
        memberIds: [...row.memberIds, data.personId],
        memberships: [...row.memberships, { personId: data.personId, from: at, until: null }],
      };
    case 'MemberLeft':
      return {
        memberIds: row.memberIds.filter((id) => id !== data.personId),
        memberships: row.memberships.map((each) =>
          each.personId === data.personId && each.until === null ? { ...each, until: at } : each,
        ),
      };
    case 'WorkingTimeAgreed':
      return { workingTime: data };
    case 'InteractionDeclared':
      return { interactions: [...othersThan(row, data.otherTeamId), { ...data, since: at }] };
    case 'InteractionWithdrawn':
      return { interactions: othersThan(row, data.otherTeamId) };
    case 'LiaisonAppointed':
      return { liaisons: [...row.liaisons, data] };
    case 'LiaisonEnded':
      return {
        liaisons: row.liaisons.map((each) =>
          each.liaisonId === data.liaisonId ? { ...each, until: at < each.until ? at : each.until } : each,
        ),
      };
  }
}

const othersThan = ({ interactions }: TeamRow, teamId: string) =>
  interactions.filter(({ otherTeamId }) => otherTeamId !== teamId);
