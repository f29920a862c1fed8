import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { team } from './team.decider';
import type { InteractionMode, Liaison, TeamEvent } from './team.events';

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

  it('says how it means to work with another team', () =>
    given(formed).when(declare('collaboration')).then(declared('collaboration')));

  it('says so once', () => given(formed, declared('none')).when(declare('none')).thenNothing());

  it('says something else later', () =>
    given(formed, declared('none')).when(declare('facilitating')).then(declared('facilitating')));

  it('says nothing of its work with itself', () =>
    given(formed).when(declare('none', 't-1')).thenRejected('same-team'));

  it('takes back what it said', () => given(formed, declared('none')).when(withdraw).then(withdrawn));

  it('takes back nothing twice', () => given(formed, declared('none'), withdrawn).when(withdraw).thenNothing());

  it('sends a member to another team', () => given(formed, joined('ann')).when(appoint()).then(appointed()));

  it('sends a member for half of the time, for half a year', () => {
    const most = { capacityPercent: 50, from: '2026-08-31T09:00:00.000Z', until: '2027-02-28T09:00:00.000Z' };
    given(formed, joined('ann')).when(appoint(most)).then(appointed(most));
  });

  it.each([
    ['to itself', { hostTeamId: 't-1' }, 'same-team'],
    ['who is not a member', { personId: 'bob' }, 'not-a-member'],
    ['for more than half of the time', { capacityPercent: 51 }, 'capacity-out-of-range'],
    ['for no time', { capacityPercent: 0 }, 'capacity-out-of-range'],
    ['for part of a per cent', { capacityPercent: 1.5 }, 'capacity-out-of-range'],
    ['for nothing', { charter: ' ' }, 'charter-missing'],
    ['for too long a reason', { charter: 'c'.repeat(1_001) }, 'too-long'],
    ['back in time', { until: '2026-01-05T09:00:00.000Z' }, 'until-before-from'],
    ['for longer than half a year', { until: '2026-07-05T09:00:00.001Z' }, 'too-long-a-time'],
  ])('sends nobody %s', (_, change, code) => given(formed, joined('ann')).when(appoint(change)).thenRejected(code));

  it('does not send the same person to two teams for more than half of the time', () =>
    given(formed, joined('ann'), appointed())
      .when(appoint({ liaisonId: 'l-2', capacityPercent: 31 }))
      .thenRejected('capacity-taken'));

  it('sends the same person again once the first time is over', () => {
    const later = { liaisonId: 'l-2', capacityPercent: 50, from: appointment.until, until: '2026-05-05T09:00:00.000Z' };
    given(formed, joined('ann'), appointed()).when(appoint(later)).then(appointed(later));
  });

  it('ends the time of a liaison, once', () => {
    given(formed, joined('ann'), appointed()).when(endLiaison).then(ended);
    given(formed, joined('ann'), appointed(), ended).when(endLiaison).thenNothing();
  });
});

const form = (name: string) => ({ type: 'FormTeam', data: { name, function: 'design' } }) as const;
const join = (personId: string) => ({ type: 'JoinTeam', data: { personId } }) as const;
const leave = (personId: string) => ({ type: 'LeaveTeam', data: { personId } }) as const;

const formed: TeamEvent = { type: 'TeamFormed', data: { name: 'Design', function: 'design' } };
const joined = (personId: string): TeamEvent => ({ type: 'MemberJoined', data: { personId } });
const left = (personId: string): TeamEvent => ({ type: 'MemberLeft', data: { personId } });

const declare = (mode: InteractionMode, otherTeamId = 't-2') =>
  ({ type: 'DeclareInteraction', data: { teamId: 't-1', otherTeamId, mode } }) as const;
const declared = (mode: InteractionMode): TeamEvent => ({
  type: 'InteractionDeclared',
  data: { otherTeamId: 't-2', mode },
});
const withdraw = { type: 'WithdrawInteraction', data: { otherTeamId: 't-2' } } as const;
const withdrawn: TeamEvent = { type: 'InteractionWithdrawn', data: { otherTeamId: 't-2' } };
const appointment: Liaison = {
  ...{ liaisonId: 'l-1', personId: 'ann', hostTeamId: 't-2', kind: 'embedded', capacityPercent: 20 },
  ...{ from: '2026-01-05T09:00:00.000Z', until: '2026-04-05T09:00:00.000Z', charter: 'Brings what users say.' },
};
const appoint = (change: Partial<Liaison> = {}) =>
  ({ type: 'AppointLiaison', data: { teamId: 't-1', ...appointment, ...change } }) as const;
const appointed = (change: Partial<Liaison> = {}): TeamEvent => ({
  type: 'LiaisonAppointed',
  data: { ...appointment, ...change },
});
const endLiaison = { type: 'EndLiaison', data: { liaisonId: 'l-1' } } as const;
const ended: TeamEvent = { type: 'LiaisonEnded', data: { liaisonId: 'l-1' } };

describe('The working time of a team', () => {
  const time = {
    timeZone: 'Europe/Berlin',
    weekdays: [1, 2, 3],
    from: '09:00',
    until: '17:00',
    holidays: ['2026-12-25'],
  };

  it('is agreed', () =>
    given(formed).when({ type: 'AgreeWorkingTime', data: time }).then({ type: 'WorkingTimeAgreed', data: time }));

  it.each<[string, object, string]>([
    ['has a time zone', { timeZone: 'Berlin' }, 'bad-time-zone'],
    ['has a day', { weekdays: [] }, 'bad-weekdays'],
    ['has days of the week', { weekdays: [0] }, 'bad-weekdays'],
    ['has each day once', { weekdays: [1, 1] }, 'bad-weekdays'],
    ['begins by the clock', { from: '9:00' }, 'bad-clock'],
    ['ends by the clock', { until: '24:30' }, 'bad-clock'],
    ['ends after it began', { until: '09:00' }, 'until-before-from'],
    ['has days off that a calendar has', { holidays: ['2026-02-30'] }, 'bad-holiday'],
    ['has no more days off than a year has', { holidays: Array(401).fill('2026-01-01') }, 'too-many-holidays'],
  ])('%s', (_, change, code) =>
    given(formed)
      .when({ type: 'AgreeWorkingTime', data: { ...time, ...change } })
      .thenRejected(code),
  );
});
