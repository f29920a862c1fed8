import { specOf } from '@tandem/core/testing';
import { describe, expect, it } from '@jest/globals';
import type { Scene } from './exercise.decider';
import { demandPart } from './role.decider';
import { session } from './session.decider';
import type { SessionEvent, SessionRole } from './session.events';
import { drafted, everybody, hoursAfterNoon, inPhase, joined, scheduled, wish } from './session.fixture';

const given = specOf(session);
const assign = (personId: string, role: SessionRole, by = 'ann') => wish('AssignRole', { personId, role }, by);
const withdraw = (personId: string, role: SessionRole, by = 'ann') => wish('WithdrawRole', { personId, role }, by);
const assigned = (personId: string, role: SessionRole): SessionEvent => ({
  type: 'RoleAssigned',
  data: { personId, role },
});
const withdrawn = (personId: string, role: SessionRole): SessionEvent => ({
  type: 'RoleWithdrawn',
  data: { personId, role },
});
const there = [drafted(), scheduled, ...everybody];

describe('A role in a session', () => {
  it.each<SessionRole>(['facilitator', 'observer', 'sponsor', 'coach'])('%s is given by a facilitator', (role) => {
    given(...there)
      .when(assign('zoe', role))
      .then(assigned('zoe', role));
    given(...there)
      .when(assign('zoe', role, 'sue'))
      .thenRejected('not-facilitator');
  });

  it('is given once, and taken once', () => {
    given(...there, assigned('zoe', 'coach'))
      .when(assign('zoe', 'coach'))
      .thenNothing();
    given(...there, assigned('zoe', 'coach'))
      .when(withdraw('zoe', 'coach'))
      .then(withdrawn('zoe', 'coach'));
    given(...there)
      .when(withdraw('zoe', 'coach'))
      .thenNothing();
    given(...there, assigned('zoe', 'coach'))
      .when(withdraw('zoe', 'coach', 'sue'))
      .thenRejected('not-facilitator');
  });

  it('leaves the others as they are: somebody may have several', () => {
    const past = [...there, assigned('sue', 'team_rep'), assigned('sue', 'sponsor'), withdrawn('sue', 'sponsor')];
    given(...past)
      .when(withdraw('sue', 'team_rep'))
      .then(withdrawn('sue', 'team_rep'));
  });
});

describe('A facilitator', () => {
  it('has at most one other beside them', () => {
    given(...there, assigned('bob', 'facilitator'))
      .when(assign('cat', 'facilitator'))
      .thenRejected('too-many-facilitators');
    given(...there, assigned('bob', 'facilitator'), withdrawn('ann', 'facilitator'))
      .when(assign('cat', 'facilitator', 'bob'))
      .then(assigned('cat', 'facilitator'));
  });

  it('stays while there is no other', () => {
    given(...there)
      .when(withdraw('ann', 'facilitator'))
      .thenRejected('facilitator-missing');
    given(...there, assigned('bob', 'facilitator'))
      .when(withdraw('ann', 'facilitator'))
      .then(withdrawn('ann', 'facilitator'));
  });

  it('drives the session from then on, and not longer', () => {
    given(...inPhase('map_review'), assigned('bob', 'facilitator'))
      .when(wish('CancelSession', { reason: 'Done' }, 'bob'))
      .then({ type: 'SessionCancelled', data: { reason: 'Done' } });
    given(...inPhase('map_review'), assigned('bob', 'facilitator'), withdrawn('ann', 'facilitator'))
      .when(wish('CancelSession', { reason: 'Done' }))
      .thenRejected('not-facilitator');
  });
});

describe('Who speaks for a team', () => {
  it('reports for that team', () => {
    given(...there)
      .when(assign('sue', 'team_rep'))
      .then(assigned('sue', 'team_rep'));
    given(...there)
      .when(assign('zoe', 'team_rep'))
      .thenRejected('not-a-participant');
  });

  it('does so alone', () => {
    const past = [...there, joined('sam', 'S'), assigned('sue', 'team_rep')];
    given(...past)
      .when(assign('sam', 'team_rep'))
      .thenRejected('team-rep-exists');
    given(...past)
      .when(assign('pat', 'team_rep'))
      .then(assigned('pat', 'team_rep'));
    given(...past, withdrawn('sue', 'team_rep'))
      .when(assign('sam', 'team_rep'))
      .then(assigned('sam', 'team_rep'));
  });
});

describe('An observer', () => {
  it('takes no part and facilitates nothing', () => {
    given(...there)
      .when(assign('sue', 'observer'))
      .thenRejected('takes-part');
    given(...there)
      .when(assign('ann', 'observer'))
      .thenRejected('takes-part');
    const past = [drafted(), scheduled, assigned('sue', 'observer')];
    given(...past)
      .when(wish('JoinSession', { teamId: 'S' }, 'sue'))
      .thenRejected('is-observer');
    given(...past)
      .when(assign('sue', 'facilitator'))
      .thenRejected('is-observer');
  });

  it.each<SessionRole>(['observer', 'sponsor', 'coach'])('enters nothing, nor does any %s', (role) => {
    const subject = wish('SelectSubject', { subject: 'Search' }, 'zoe');
    given(...inPhase('select_subject'), assigned('zoe', role))
      .when(subject)
      .thenRejected('not-a-participant');
    given(...inPhase('select_subject'), assigned('zoe', role))
      .when(wish('MarkReady', {}, 'zoe'))
      .thenRejected('not-a-participant');
    given(...inPhase('select_subject'), assigned('zoe', role))
      .when(wish('AdvancePhase', {}, 'zoe'))
      .thenRejected('not-a-participant');
  });
});

describe('A command of a kind', () => {
  it('for facilitators is refused to participants', () =>
    given(...inPhase('select_subject'))
      .when(wish('SelectSubject', { subject: 'Search' }, 'sue'))
      .thenRejected('not-facilitator'));

  const scene: Scene = { now: '', teamIds: [], facilitates: false, represents: false, personId: 'ann', roster: {} };
  const [facilitator, participant, rep] = [
    { ...scene, facilitates: true },
    { ...scene, teamId: 'S' },
    { ...scene, teamId: 'S', represents: true },
  ];

  it.each([
    ['anyone', { zoe: 'not-a-participant', facilitator: null, participant: null, rep: null }],
    ['participant', { zoe: 'not-a-participant', facilitator: 'not-a-participant', participant: null, rep: null }],
    [
      'team_rep',
      { zoe: 'not-a-participant', facilitator: 'not-a-participant', participant: 'not-team-rep', rep: null },
    ],
    [
      'facilitator',
      { zoe: 'not-facilitator', facilitator: null, participant: 'not-facilitator', rep: 'not-facilitator' },
    ],
  ] as const)('for %s is for nobody else', (part, expected) => {
    const codes = Object.entries({ zoe: scene, facilitator, participant, rep }).map(([who, one]) => [
      who,
      refusalOf(() => demandPart(one, part)),
    ]);
    expect(Object.fromEntries(codes)).toEqual(expected);
  });
});

describe('More time for a phase', () => {
  const extend = (minutes: number, reason = 'Release is at the fair', by = 'ann', at = hoursAfterNoon(0)) =>
    wish('ExtendTimebox', { minutes, reason }, by, at);
  const extended = (minutes: number, endsAt: string, by = 'ann'): SessionEvent => ({
    type: 'TimeboxExtended',
    data: { phase: 'reconcile', minutes, reason: 'Release is at the fair', by, endsAt },
  });
  const running = inPhase('reconcile');

  it('is added to its end, in the name of who gives it', () => {
    given(...running)
      .when(extend(30))
      .then(extended(30, hoursAfterNoon(1)));
    given(...running, extended(30, hoursAfterNoon(1)))
      .when(extend(60))
      .then(extended(60, hoursAfterNoon(2)));
  });

  it('begins now if the time box is over', () =>
    given(...running)
      .when(extend(60, undefined, 'ann', hoursAfterNoon(2)))
      .then(extended(60, hoursAfterNoon(3))));

  it.each([0, -1, 1.5, 43_201, Number.NaN])('is not %s minutes', (minutes) =>
    given(...running)
      .when(extend(minutes))
      .thenRejected('minutes-out-of-range'),
  );

  it.each([1, 43_200])('may be %s minutes', (minutes) =>
    given(...running)
      .when(extend(minutes))
      .then(extended(minutes, hoursAfterNoon(0.5 + minutes / 60))),
  );

  it('has a reason and a facilitator', () => {
    given(...running)
      .when(extend(30, ' '))
      .thenRejected('reason-missing');
    given(...running)
      .when(extend(30, 'Late', 'sue'))
      .thenRejected('not-facilitator');
  });
});

function refusalOf(decide: () => void): string | null {
  try {
    decide();
    return null;
  } catch (refused) {
    return (refused as { code: string }).code;
  }
}
