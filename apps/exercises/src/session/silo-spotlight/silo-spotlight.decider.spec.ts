import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { session } from '../session.decider';
import type { SessionEvent } from '../session.events';
import { drafted, entered, everybody, noon, opened, scheduled, wish } from '../session.fixture';
import { ballot, soloList, teamList } from './challenge-form.measures';
import { ballotObjection, listObjection } from './objection.measures';
import { clustersOf, tallyOf, withCollected, withoutWords } from './silo-spotlight-work.measures';
import { goldenSpotlight } from './golden-network.fixture';
import { siloSpotlightTemplate } from './silo-spotlight.template';

const given = specOf(session);

const inPhase = (phase: string, ...events: SessionEvent[]): SessionEvent[] => [
  drafted(siloSpotlightTemplate),
  scheduled,
  ...everybody,
  { type: 'RoleAssigned', data: { personId: 'eve', role: 'team_rep' } },
  { type: 'RoleAssigned', data: { personId: 'pat', role: 'team_rep' } },
  opened,
  ...events,
  entered(phase),
];
const teamIds = ['S', 'P', 'D', 'E', 'R'];
const plan = { weighting: 'severity', modes: [{ teamIds: ['D', 'E'], mode: 'collaboration' }] } as const;
const prepared: SessionEvent = { type: 'SpotlightPrepared', data: { teamIds, ...plan } };
const challenge = {
  text: 'Design waits for Engineering',
  category: 'dependency',
  severity: 3,
  frequency: 'weekly',
  relations: [{ teamId: 'E', type: 'waits_on' }],
} as const;
const own = { ...challenge, relations: [] };
const merged = (...lists: (readonly [teamId: string, ...challenges: object[]])[]): SessionEvent => ({
  type: 'ContributionsSealed',
  data: {
    phase: 'team_merge',
    form: 'team-list',
    mode: 'team_consensus',
    items: lists.map(([teamId, ...challenges]) => ({ contributionId: `c${teamId}`, teamId, data: { challenges } })),
  },
});
const lists = merged(['D', challenge, own], ['S', own], ['P', own], ['E', own], ['R', own]);
const shown: SessionEvent = { type: 'ListsRevealed', data: { asOf: noon } };
const answer = { challengeId: 'cD.1', awareness: 'unaware', answer: 'accept' } as const;
const answered: SessionEvent = { type: 'ChallengeRecognised', data: { ...answer, teamId: 'E' } };
const networkShown: SessionEvent = { type: 'NetworkRevealed', data: { asOf: noon } };

describe('A Silo Spotlight', () => {
  it('is prepared by its facilitator, with the teams that take part', () => {
    given(...inPhase('prep'))
      .when(wish('PrepareSpotlight', plan))
      .then(prepared);
    given(...inPhase('prep'))
      .when(wish('PrepareSpotlight', plan, 'eve'))
      .thenRejected('not-facilitator');
    given(...inPhase('prep'))
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed');
    given(...inPhase('prep', prepared))
      .when(wish('AdvancePhase', {}))
      .then(entered('solo_listing', '2026-03-02T12:10:00.000Z'));
  });

  it.each([
    ['with itself', ['D', 'D'], 'pair-of-one'],
    ['with somebody who is not there', ['D', 'X'], 'team-not-in-session'],
    ['with nobody who is there', ['X', 'D'], 'team-not-in-session'],
  ] as const)('does not declare how a team works together %s', (_, pair, code) => {
    const modes = [{ teamIds: pair, mode: 'none' }] as const;
    given(...inPhase('prep'))
      .when(wish('PrepareSpotlight', { ...plan, modes }))
      .thenRejected(code);
    const ties = [{ fromTeamId: pair[0], toTeamId: pair[1], tie: 0.5 }];
    given(...inPhase('prep'))
      .when(wish('TakeTies', { source: 'tools', ties }))
      .thenRejected(code);
  });

  it('declares one mode for a pair, whichever comes first', () => {
    const modes = [...plan.modes, { teamIds: ['E', 'D'], mode: 'none' }] as const;
    given(...inPhase('prep'))
      .when(wish('PrepareSpotlight', { ...plan, modes }))
      .thenRejected('pair-twice');
  });

  it('takes ties between 0 and 1, or such as nobody knows', () => {
    const tie = (value: number | null) =>
      ({ source: 'estimate', ties: [{ fromTeamId: 'D', toTeamId: 'E', tie: value }] }) as const;
    for (const value of [0, 1, null])
      given(...inPhase('prep'))
        .when(wish('TakeTies', tie(value)))
        .then({ type: 'TiesTaken', data: tie(value) });
    for (const value of [-0.01, 1.01, NaN])
      given(...inPhase('prep'))
        .when(wish('TakeTies', tie(value)))
        .thenRejected('tie-out-of-range');
    const twice = { ...tie(0), ties: [...tie(0).ties, ...tie(1).ties] };
    given(...inPhase('prep'))
      .when(wish('TakeTies', twice))
      .thenRejected('pair-twice');
    given(...inPhase('prep'))
      .when(wish('TakeTies', tie(0), 'eve'))
      .thenRejected('not-facilitator');
    given(...inPhase('recognise', prepared))
      .when(wish('TakeTies', tie(0)))
      .thenRejected('phase-closed');
  });

  it('shows the lists once every team has agreed on one', () => {
    const sealed = (event: SessionEvent) => ({ sealed: event.type === 'ContributionsSealed' ? [event.data] : [] });
    given(...inPhase('team_merge', prepared))
      .when(wish('AdvancePhase', sealed(lists)))
      .then(lists, entered('reveal', '2026-03-02T12:05:00.000Z'), shown);
    given(...inPhase('team_merge', prepared))
      .when(wish('AdvancePhase', sealed(merged(['D', challenge]))))
      .thenRejected('guard-failed');
  });
});

describe('A challenge', () => {
  const recognise = inPhase('recognise', prepared, lists, shown);

  it('is answered by those whom it names, in the name of their team', () => {
    given(...recognise)
      .when(wish('RecogniseChallenge', answer, 'eve'))
      .then(answered);
    given(...recognise)
      .when(wish('RecogniseChallenge', answer, 'pat'))
      .thenRejected('not-named');
    given(...recognise)
      .when(wish('RecogniseChallenge', answer, 'dee'))
      .thenRejected('not-team-rep');
    given(...recognise)
      .when(wish('RecogniseChallenge', { ...answer, challengeId: 'cX.1' }, 'eve'))
      .thenRejected('no-such-challenge');
    given(...recognise)
      .when(wish('RecogniseChallenge', { ...answer, challengeId: 'cE.1' }, 'eve'))
      .thenRejected('not-named');
  });

  it('may be answered otherwise until the phase ends', () => {
    given(...recognise, answered)
      .when(wish('RecogniseChallenge', answer, 'eve'))
      .thenNothing();
    const [other, another] = [
      { ...answer, awareness: 'knew' },
      { ...answer, answer: 'dispute' },
    ] as const;
    given(...recognise, answered)
      .when(wish('RecogniseChallenge', other, 'eve'))
      .then({ type: 'ChallengeRecognised', data: { ...other, teamId: 'E' } });
    given(...recognise, answered)
      .when(wish('RecogniseChallenge', another, 'eve'))
      .then({ type: 'ChallengeRecognised', data: { ...another, teamId: 'E' } });
  });

  it('shows the network only when all have answered', () => {
    given(...recognise)
      .when(wish('AdvancePhase', {}))
      .thenRejected('guard-failed');
    given(...recognise, answered)
      .when(wish('AdvancePhase', {}))
      .then(entered('cluster', '2026-03-02T12:07:00.000Z'), networkShown);
  });

  it('waits for no answer of a team that does not take part', () => {
    const elsewhere = { ...challenge, relations: [{ teamId: 'X', type: 'waits_on' as const }] };
    const others = merged(['D', elsewhere], ['S', own], ['P', own], ['E', own], ['R', own]);
    given(...inPhase('recognise', prepared, others, shown))
      .when(wish('AdvancePhase', {}))
      .then(entered('cluster', '2026-03-02T12:07:00.000Z'), networkShown);
  });
});

describe('A cluster', () => {
  const clustering = inPhase('cluster', prepared, lists, shown, answered, networkShown);
  const cluster = { clusterId: 'k-1', title: 'Late answers', challengeIds: ['cD.1', 'cE.1'] };

  it('is formed of challenges of the session', () => {
    given(...clustering)
      .when(wish('FormCluster', cluster))
      .then({ type: 'ClusterFormed', data: cluster });
    given(...clustering)
      .when(wish('FormCluster', cluster, 'eve'))
      .thenRejected('not-facilitator');
    given(...clustering)
      .when(wish('FormCluster', { ...cluster, title: ' ' }))
      .thenRejected('title-missing');
    given(...clustering)
      .when(wish('FormCluster', { ...cluster, challengeIds: [] }))
      .thenRejected('cluster-empty');
    given(...clustering)
      .when(wish('FormCluster', { ...cluster, challengeIds: ['cX.1'] }))
      .thenRejected('no-such-challenge');
    given(...clustering)
      .when(wish('FormCluster', { ...cluster, challengeIds: ['cD.1', 'cD.1'] }))
      .thenRejected('challenge-twice');
  });

  it('takes its challenges from others, and what nobody put together stands alone', () => {
    const other: SessionEvent = {
      type: 'ClusterFormed',
      data: { clusterId: 'k-2', title: 'Other', challengeIds: ['cD.1', 'cP.1'] },
    };
    const formed: SessionEvent = { type: 'ClusterFormed', data: cluster };
    const work = (...events: SessionEvent[]) =>
      ([...clustering, ...events].reduce(session.evolve, session.initialState()) as { work: typeof goldenSpotlight })
        .work;
    expect(clustersOf(work(other, formed)).map(({ clusterId, challengeIds }) => [clusterId, ...challengeIds])).toEqual([
      ['k-2', 'cP.1'],
      ['k-1', 'cD.1', 'cE.1'],
      ['cD.2', 'cD.2'],
      ['cS.1', 'cS.1'],
      ['cR.1', 'cR.1'],
    ]);
    expect(work(formed, other).clusters).toMatchObject([{ challengeIds: ['cE.1'] }, { clusterId: 'k-2' }]);
    const [alone, all] = [
      { ...cluster, challengeIds: ['cD.1'] },
      { ...cluster, clusterId: 'k-3' },
    ];
    expect(work({ type: 'ClusterFormed', data: alone }, { type: 'ClusterFormed', data: all }).clusters).toEqual([all]);
    expect(work(formed, { type: 'ClusterFormed', data: alone }).clusters).toEqual([alone]);
  });

  const ballots = (...teams: (string | undefined)[]): SessionEvent => ({
    type: 'ContributionsSealed',
    data: {
      phase: 'vote',
      form: 'ballot',
      mode: 'detached',
      k: 3,
      items: teams.map((teamId, index) => ({
        contributionId: `v${index}`,
        ...(teamId && { teamId }),
        data: {
          dots: [
            { clusterId: 'k-1', dots: 2 },
            { clusterId: 'cD.2', dots: 1 },
            { clusterId: 'gone', dots: 1 },
          ],
        },
      })),
    },
  });
  const voting = inPhase('vote', prepared, lists, shown, answered, networkShown, {
    type: 'ClusterFormed',
    data: cluster,
  });
  const vote = (event: SessionEvent) =>
    wish('AdvancePhase', { sealed: event.type === 'ContributionsSealed' ? [event.data] : [] });

  it('gets the dots of all but those whose own it is alone', () => {
    // k-1 is of two teams: three ballots of 2. cD.2 is Design's own: one dot of Engineering, none of Design or unknown.
    const cast = ballots('D', 'E', undefined);
    given(...voting)
      .when(vote(cast))
      .then(cast, entered('commit', '2026-03-02T12:15:00.000Z'), {
        type: 'VotesTallied',
        data: { voters: 3, dots: { 'k-1': 6, 'cD.2': 1, 'cS.1': 0, 'cP.1': 0, 'cR.1': 0 } },
      });
  });

  it('keeps its dots when too few have voted', () => {
    const cast = ballots('D', 'E');
    given(...voting)
      .when(vote(cast))
      .then(cast, entered('commit', '2026-03-02T12:15:00.000Z'), {
        type: 'VotesTallied',
        data: { voters: 2, dots: null },
      });
    expect(tallyOf(goldenSpotlight)).toEqual({ voters: 0, dots: null });
  });
});

describe('A form', () => {
  const teamId = '0198c0de-0000-7000-8000-000000000001';
  const one = { ...challenge, relations: [{ teamId, type: 'waits_on' }] };
  const dots = (...counts: number[]) => ({
    dots: counts.map((count, index) => ({ clusterId: `k-${index}`, dots: count })),
  });

  it.each([
    ['a list alone', soloList, { challenges: [{ ...one, valueStep: 'Build', repeats: 'c-0.1' }] }, true],
    ['a list of none', soloList, { challenges: [] }, false],
    ['a team list of seven', teamList, { challenges: Array(7).fill(one) }, true],
    ['a team list of eight', teamList, { challenges: Array(8).fill(one) }, false],
    ['a challenge without words', soloList, { challenges: [{ ...one, text: ' ' }] }, false],
    ['a severity of 6', soloList, { challenges: [{ ...one, severity: 6 }] }, false],
    ['a severity of 0', soloList, { challenges: [{ ...one, severity: 0 }] }, false],
    ['a severity of 2.5', soloList, { challenges: [{ ...one, severity: 2.5 }] }, false],
    ['a field that nobody knows', soloList, { challenges: [{ ...one, author: 'ann' }] }, false],
    ['five dots, two on one', ballot, dots(2, 2, 1), true],
    ['six dots', ballot, dots(2, 2, 2), false],
    ['three dots on one', ballot, dots(3), false],
    ['one cluster twice', ballot, { dots: [...dots(1).dots, ...dots(2).dots] }, false],
    ['no dots', ballot, dots(), false],
  ])('%s', (_, schema, sheet, isTaken) => expect(schema.safeParse(sheet).success).toBe(isTaken));

  it('that the kind does not know changes nothing', () =>
    expect(withCollected(goldenSpotlight, { phase: 'p', form: 'other', mode: 'detached', items: [] })).toBe(
      goldenSpotlight,
    ));

  it('filled in alone is the team’s, and says no more', () => {
    const sealed = {
      phase: 'solo_listing',
      form: 'solo-list',
      mode: 'detached',
      items: [{ contributionId: 'c1', teamId: 'D', data: { challenges: [challenge] } }],
    } as const;
    expect(withCollected(goldenSpotlight, sealed).listings).toEqual([
      { ...challenge, contributionId: 'c1', teamId: 'D' },
    ]);
  });

  it('loses its words when they are taken out, and not its weight', () => {
    const items = [{ contributionId: 'c1', teamId: 'D', data: { challenges: [{ ...challenge, valueStep: 'Build' }] } }];
    const kept = withCollected(goldenSpotlight, { phase: 'solo_listing', form: 'solo-list', mode: 'detached', items });
    const both = withCollected(kept, { phase: 'team_merge', form: 'team-list', mode: 'team_consensus', items });
    const wordless = { ...challenge, text: '', teamId: 'D' };
    expect(withoutWords(both, 'c1').listings).toEqual([{ ...wordless, contributionId: 'c1' }]);
    expect(withoutWords(both, 'c1').challenges).toEqual([{ ...wordless, challengeId: 'c1.1' }]);
    expect(withoutWords(both, 'c')).toEqual(both);
  });

  it('names other teams of the session', () => {
    const list = (named: string) => ({
      challenges: [own, { ...challenge, relations: [{ teamId: named, type: 'waits_on' }] }],
    });
    const writing = { teamId: 'D', teamIds, work: goldenSpotlight };
    expect(listObjection(list('E'), writing)).toBeUndefined();
    expect(listObjection(list('D'), writing)).toMatch(/other teams/);
    expect(listObjection(list('X'), writing)).toMatch(/X does not take part/);
  });

  it('gives no dots to what is nothing, or one’s own team’s alone', () => {
    const clusters = [{ clusterId: 'k-1', title: 'Both', challengeIds: ['PE.1', 'EP.1'] }];
    const by = (teamId: string, clusterId: string, work = { ...goldenSpotlight, clusters }) =>
      ballotObjection({ dots: [{ clusterId, dots: 1 }] }, { teamId, teamIds, work });
    expect([by('P', 'k-1'), by('E', 'PE.2'), by('P', 'ES.1')]).toEqual([undefined, undefined, undefined]);
    expect(by('P', 'PE.2')).toMatch(/your own team's alone/);
    expect(by('P', 'PE.1')).toMatch(/there is no PE.1/);
    expect(by('P', 'any', { ...goldenSpotlight, challenges: [], clusters: [] })).toBeUndefined();
  });
});
