import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import type { SessionEvent } from '../session.events';
import { drafted, noon, opened } from '../session.fixture';
import { siloSpotlightBoard } from './silo-spotlight-board.projection';
import { siloSpotlightTemplate } from './silo-spotlight.template';
import { viewOf } from './silo-view.measures';

const row = (...events: SessionEvent[]) => rowOf(siloSpotlightBoard, ...events.map((event) => recorded(event)));

const challenge = {
  text: 'Design waits for Engineering',
  category: 'dependency',
  severity: 3,
  frequency: 'weekly',
  relations: [{ teamId: 'E', type: 'waits_on' }],
} as const;
const own = { ...challenge, text: 'Our own', relations: [] };
const sealed = (form: string, ...sheets: (readonly [id: string, teamId: string, data: object])[]): SessionEvent => ({
  type: 'ContributionsSealed',
  data: {
    phase: form,
    form,
    mode: form === 'team-list' ? 'team_consensus' : 'detached',
    items: sheets.map(([contributionId, teamId, data]) => ({ contributionId, teamId, data })),
  },
});
const teamIds = ['D', 'E', 'P'];
const gathered: SessionEvent[] = [
  drafted(siloSpotlightTemplate),
  opened,
  { type: 'SpotlightPrepared', data: { teamIds, weighting: 'severity', modes: [] } },
  { type: 'TiesTaken', data: { source: 'tools', ties: [{ fromTeamId: 'D', toTeamId: 'E', tie: 0.25 }] } },
  sealed('solo-list', ['s1', 'D', { challenges: [challenge] }], ['s2', 'E', { challenges: [own] }]),
  sealed('team-list', ['cD', 'D', { challenges: [challenge, own] }], ['cE', 'E', { challenges: [own] }]),
];
const lists: SessionEvent = { type: 'ListsRevealed', data: { asOf: noon } };
const answered: SessionEvent = {
  type: 'ChallengeRecognised',
  data: { challengeId: 'cD.1', teamId: 'E', awareness: 'unaware', answer: 'accept' },
};
const network: SessionEvent = { type: 'NetworkRevealed', data: { asOf: noon } };
const cluster: SessionEvent = {
  type: 'ClusterFormed',
  data: { clusterId: 'k', title: 'Late', challengeIds: ['cD.2', 'cE.1'] },
};
const tally: SessionEvent = { type: 'VotesTallied', data: { voters: 5, dots: { k: 7, 'cD.1': 9 } } };

describe('The board of Silo Spotlights', () => {
  it('has the sessions of its kind only', () => {
    expect(row(drafted(siloSpotlightTemplate))).toMatchObject({ sessionId: 's-1', result: null });
    expect(row(drafted(), network)).toBeNull();
    expect(row(network)).toBeNull();
  });

  it('shows the network when it is shown, and not before', () => {
    expect(row(...gathered, lists, answered)?.result).toBeNull();
    expect(row(...gathered, lists, answered, network)?.result).toMatchObject({
      asOf: noon,
      network: { congruence: { value: 0.25 }, blindSpot: { value: 1 } },
      pairs: [{ fromTeamId: 'D', toTeamId: 'E', weight: 3, gap: 0.75 }],
    });
  });

  it('loses words that are taken out', () => {
    const redacted: SessionEvent = { type: 'ContributionRedacted', data: { contributionId: 'cD' } };
    const { work } = row(...gathered, lists, redacted)!;
    expect(work.challenges.map(({ text }) => text)).toEqual(['', '', 'Our own']);
  });
});

describe('What a team sees', () => {
  const view = (teamId: string | undefined, ...events: SessionEvent[]) =>
    viewOf(row(...gathered, ...events)!.work, teamId);
  const ids = (challenges: readonly { challengeId: string }[]) => challenges.map(({ challengeId }) => challengeId);

  it('is its own until the lists are shown', () => {
    const ofEng = view('E');
    expect(ofEng.listings).toMatchObject([{ text: 'Our own', teamId: 'E' }]);
    expect(ids(ofEng.challenges)).toEqual(['cE.1']);
    expect(ofEng).toMatchObject({ toAnswer: [], recognitions: [], clusters: [], voters: null });
    expect(view(undefined)).toMatchObject({ listings: [], challenges: [] });
  });

  it('is every list then, and what it has to answer; never what others listed alone', () => {
    expect(ids(view('P', lists).challenges)).toEqual(['cD.1', 'cD.2', 'cE.1']);
    expect(view('P', lists)).toMatchObject({ listings: [], toAnswer: [] });
    expect(view('E', lists).toAnswer).toEqual(['cD.1']);
    expect(view('E', lists, answered)).toMatchObject({ toAnswer: [], recognitions: [{ challengeId: 'cD.1' }] });
    expect(view('D', lists, answered).recognitions).toEqual([]);
  });

  it('is every answer and the clusters once the network is shown, and their dots after the vote', () => {
    expect(view('D', lists, answered, network).recognitions).toHaveLength(1);
    const shown = view('D', lists, answered, network, cluster);
    expect(shown.clusters).toMatchObject([
      { clusterId: 'k', dots: null },
      { clusterId: 'cD.1', dots: null },
    ]);
    expect(shown.voters).toBeNull();
    const voted = view('D', lists, answered, network, cluster, tally);
    expect(voted.clusters).toMatchObject([
      { clusterId: 'cD.1', dots: 9 },
      { clusterId: 'k', dots: 7 },
    ]);
    expect(voted.voters).toBe(5);
  });
});
