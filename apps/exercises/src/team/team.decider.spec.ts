import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { team } from './team.decider';
import type { TeamEvent } from './team.events';

const given = specOf(team);

describe('Team', () => {
  it('is formed under its trimmed name', () => given().when(form('  Design ')).then(formed));

  it('is formed once', () => given(formed).when(form('Design')).thenRejected('already-formed'));

  it('has a name', () => given().when(form('   ')).thenRejected('name-missing'));

  it('has a name of 80 characters', () =>
    given()
      .when(form('n'.repeat(80)))
      .then({ type: 'TeamFormed', data: { name: 'n'.repeat(80), function: 'design' } }));

  it('has no name of 81 characters', () =>
    given()
      .when(form('n'.repeat(81)))
      .thenRejected('name-too-long'));

  it('takes a member in', () => given(formed).when(join('ann')).then(joined('ann')));

  it('takes a member in once', () => given(formed, joined('ann')).when(join('ann')).thenNothing());

  it('takes in two members', () => given(formed, joined('ann')).when(join('bob')).then(joined('bob')));

  it('takes nobody in before it is formed', () => given().when(join('ann')).thenRejected('no-such-team'));

  it('lets a member go', () => given(formed, joined('ann'), joined('bob')).when(leave('ann')).then(left('ann')));

  it('lets a member go once', () => given(formed, joined('ann'), left('ann')).when(leave('ann')).thenNothing());

  it('keeps the others when one goes', () =>
    given(formed, joined('ann'), joined('bob'), left('ann')).when(join('bob')).thenNothing());

  it('takes a member back', () => given(formed, joined('ann'), left('ann')).when(join('ann')).then(joined('ann')));

  it('lets nobody go before it is formed', () => given().when(leave('ann')).thenRejected('no-such-team'));
});

const form = (name: string) => ({ type: 'FormTeam', data: { name, function: 'design' } }) as const;
const join = (personId: string) => ({ type: 'JoinTeam', data: { personId } }) as const;
const leave = (personId: string) => ({ type: 'LeaveTeam', data: { personId } }) as const;

const formed: TeamEvent = { type: 'TeamFormed', data: { name: 'Design', function: 'design' } };
const joined = (personId: string): TeamEvent => ({ type: 'MemberJoined', data: { personId } });
const left = (personId: string): TeamEvent => ({ type: 'MemberLeft', data: { personId } });
