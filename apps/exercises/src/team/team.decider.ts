import { type Command, type Decider, demand } from '@tandem/core';
import type { WorkingTime } from '@tandem/statistics';
import type { Interaction, Liaison, TeamEvent, TeamFunction } from './team.events';
import { demandSoundWorkingTime } from './working-time.measures';

export type TeamCommand =
  | Command<'FormTeam', { name: string; function: TeamFunction }>
  | Command<'JoinTeam', { personId: string }>
  | Command<'LeaveTeam', { personId: string }>
  | Command<'AgreeWorkingTime', WorkingTime>
  | Command<'DeclareInteraction', Interaction & { teamId: string }>
  | Command<'WithdrawInteraction', { otherTeamId: string }>
  | Command<'AppointLiaison', Liaison & { teamId: string }>
  | Command<'EndLiaison', { liaisonId: string }>;

interface Formed {
  readonly status: 'formed';
  readonly memberIds: readonly string[];
  readonly interactions: Readonly<Record<string, Interaction>>;
  /** Those that were not ended early, the past ones too. */
  readonly liaisons: Readonly<Record<string, Liaison>>;
}

type Team = { readonly status: 'unknown' } | Formed;

const longestName = 80;
const longestCharter = 1_000;
const mostCapacityPercent = 50;
const mostMonths = 6;

/** A team has one name and one function, people who come and go, and says how it means to work with other teams. */
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

    switch (type) {
      case 'JoinTeam':
        return state.memberIds.includes(data.personId) ? [] : [{ type: 'MemberJoined', data }];
      case 'LeaveTeam':
        return state.memberIds.includes(data.personId) ? [{ type: 'MemberLeft', data }] : [];

      case 'AgreeWorkingTime':
        demandSoundWorkingTime(data);
        return [{ type: 'WorkingTimeAgreed', data }];

      case 'DeclareInteraction': {
        const { teamId, ...interaction } = data;
        demand(teamId !== data.otherTeamId, 'same-team', '`otherTeamId` must name another team.');
        const declared = state.interactions[data.otherTeamId];
        const isSame = declared?.mode === data.mode && declared.until === data.until;
        return isSame ? [] : [{ type: 'InteractionDeclared', data: interaction }];
      }
      case 'WithdrawInteraction':
        return state.interactions[data.otherTeamId] ? [{ type: 'InteractionWithdrawn', data }] : [];

      case 'AppointLiaison': {
        const { teamId, ...liaison } = data;
        demand(teamId !== data.hostTeamId, 'same-team', '`hostTeamId` must name another team.');
        demandSoundLiaison(liaison, state);
        return [{ type: 'LiaisonAppointed', data: liaison }];
      }
      case 'EndLiaison':
        return state.liaisons[data.liaisonId] ? [{ type: 'LiaisonEnded', data }] : [];
    }
  },

  evolve(state, { type, data }) {
    if (type === 'TeamFormed') return { status: 'formed', memberIds: [], interactions: {}, liaisons: {} };
    if (state.status === 'unknown') return state;
    const { memberIds, interactions, liaisons } = state;

    switch (type) {
      case 'MemberJoined':
        return { ...state, memberIds: [...memberIds, data.personId] };
      case 'MemberLeft':
        return { ...state, memberIds: memberIds.filter((id) => id !== data.personId) };
      case 'WorkingTimeAgreed':
        return state;
      case 'InteractionDeclared':
        return { ...state, interactions: { ...interactions, [data.otherTeamId]: data } };
      case 'InteractionWithdrawn':
        return { ...state, interactions: without(interactions, data.otherTeamId) };
      case 'LiaisonAppointed':
        return { ...state, liaisons: { ...liaisons, [data.liaisonId]: data } };
      case 'LiaisonEnded':
        return { ...state, liaisons: without(liaisons, data.liaisonId) };
    }
  },
};

function demandSoundLiaison(liaison: Liaison, { memberIds, liaisons }: Formed): void {
  const { personId, capacityPercent, charter } = liaison;
  const isShare = Number.isInteger(capacityPercent) && capacityPercent >= 1 && capacityPercent <= mostCapacityPercent;
  const last = monthsAfter(liaison.from, mostMonths);
  demand(memberIds.includes(personId), 'not-a-member', 'A liaison belongs to the team that sends him or her.');
  demand(isShare, 'capacity-out-of-range', `\`capacityPercent\` must be 1 to ${mostCapacityPercent}, a whole number.`);
  demand(charter.trim() !== '', 'charter-missing', '`charter` must say what the liaison is for.');
  demand(charter.length <= longestCharter, 'too-long', `\`charter\` has room for ${longestCharter} characters.`);
  demand(liaison.from < liaison.until, 'until-before-from', '`until` must lie after `from`.');
  demand(liaison.until <= last, 'too-long-a-time', `A liaison lasts ${mostMonths} months at most: here until ${last}.`);
  const together = Object.values(liaisons)
    .filter((each) => each.personId === personId && each.from < liaison.until && liaison.from < each.until)
    .reduce((sum, each) => sum + each.capacityPercent, capacityPercent);
  demand(
    together <= mostCapacityPercent,
    'capacity-taken',
    `With what this person already does elsewhere it would be ${together} % of the time: ${mostCapacityPercent} % at most.`,
  );
}

function monthsAfter(moment: string, months: number): string {
  const date = new Date(moment);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) date.setUTCDate(0); // the month is shorter: its last day
  return date.toISOString();
}

const without = <Value>(all: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
