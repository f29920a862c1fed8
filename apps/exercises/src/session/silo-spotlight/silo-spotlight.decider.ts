import { type Command, demand } from '@tandem/core';
import type { Exercise, Scene } from '../exercise.decider';
import { ballot, soloList, teamList } from './challenge-form.measures';
import { namedTeams } from './friction.measures';
import { ballotObjection, listObjection } from './objection.measures';
import {
  blankSpotlight,
  recognitionKey,
  type SiloSpotlight,
  tallyOf,
  toRecognise,
  withCollected,
  withEvent,
  withoutWords,
} from './silo-spotlight-work.measures';
import type {
  Answer,
  Awareness,
  Cluster,
  DeclaredMode,
  SiloSpotlightEvent,
  TiesFrom,
  Weighting,
} from './silo-spotlight.events';
import { siloSpotlightTemplate } from './silo-spotlight.template';
import { siloEvidence } from './silo-suggestions.measures';

export type SiloSpotlightCommand =
  | Command<'PrepareSpotlight', { weighting: Weighting; modes: readonly DeclaredMode[] }>
  | Command<'TakeTies', TiesFrom>
  | Command<'RecogniseChallenge', { challengeId: string; awareness: Awareness; answer: Answer }>
  | Command<'FormCluster', Cluster>;

/** Every team says what it suffers from whom, and whoever is named says what it knew of it before it hears the others. */
export const siloSpotlight: Exercise<SiloSpotlight, SiloSpotlightCommand, SiloSpotlightEvent> = {
  template: siloSpotlightTemplate,

  commands: {
    PrepareSpotlight: 'facilitator',
    TakeTies: 'facilitator',
    RecogniseChallenge: 'team_rep',
    FormCluster: 'facilitator',
  },

  forms: {
    'solo-list': { schema: soloList, objection: listObjection },
    'team-list': { schema: teamList, objection: listObjection },
    ballot: { schema: ballot, objection: ballotObjection },
  },

  initialWork: () => blankSpotlight,

  decide({ type, data }, work, scene) {
    switch (type) {
      case 'PrepareSpotlight': {
        const pairs = data.modes.map(({ teamIds }) => teamIds.toSorted().join(' '));
        for (const { teamIds } of data.modes) demandPair(scene, ...teamIds);
        demand(new Set(pairs).size === pairs.length, 'pair-twice', 'Declare one mode for each pair of teams.');
        return [{ type: 'SpotlightPrepared', data: { ...data, teamIds: scene.teamIds } }];
      }

      case 'TakeTies': {
        for (const { fromTeamId, toTeamId, tie } of data.ties) {
          demandPair(scene, fromTeamId, toTeamId);
          const isShare = tie === null || (tie >= 0 && tie <= 1);
          demand(isShare, 'tie-out-of-range', 'tie lies between 0, nothing useful flows, and 1; null is not known.');
        }
        const pairs = data.ties.map(({ fromTeamId, toTeamId }) => `${fromTeamId} ${toTeamId}`);
        demand(new Set(pairs).size === pairs.length, 'pair-twice', 'Give one tie from a team to another.');
        return [{ type: 'TiesTaken', data }];
      }

      case 'RecogniseChallenge': {
        const challenge = work.challenges.find(({ challengeId }) => challengeId === data.challengeId);
        demand(challenge !== undefined, 'no-such-challenge', 'There is no challenge with this id in this session.');
        const { teamId } = scene;
        const isNamed = teamId !== undefined && namedTeams(challenge).includes(teamId);
        demand(isNamed, 'not-named', 'Only the teams that a challenge names answer it.');
        const { challengeId, awareness, answer } = data;
        const before = work.recognitions[recognitionKey({ challengeId, teamId })];
        if (before?.awareness === awareness && before.answer === answer) return [];
        return [{ type: 'ChallengeRecognised', data: { challengeId, teamId, awareness, answer } }];
      }

      case 'FormCluster': {
        const known = work.challenges.map(({ challengeId }) => challengeId);
        const { title, challengeIds } = data;
        demand(title.trim() !== '', 'title-missing', 'A cluster needs a title.');
        demand(challengeIds.length > 0, 'cluster-empty', 'challengeIds names at least one challenge.');
        demand(new Set(challengeIds).size === challengeIds.length, 'challenge-twice', 'Name every challenge once.');
        const isKnown = challengeIds.every((id) => known.includes(id));
        demand(isKnown, 'no-such-challenge', 'challengeIds names challenges of this session only.');
        return [{ type: 'ClusterFormed', data }];
      }
    }
  },

  evolve: withEvent,
  contributed: withCollected,
  redacted: withoutWords,

  guards: {
    'spotlight-prepared': {
      holds: ({ teamIds }) => teamIds.length > 0,
      message: 'Say first whether frequency counts, and how the teams mean to work together.',
    },
    'lists-merged': {
      holds: ({ teamIds, challenges }) => teamIds.every((id) => challenges.some(({ teamId }) => teamId === id)),
      message: 'Every team must have agreed on its list.',
    },
    'all-recognised': {
      holds: (work) => toRecognise(work).every(({ recognition }) => recognition !== undefined),
      message: 'Every team must have answered each challenge that names it.',
    },
  },

  reveal(work, now) {
    if (!work.listsRevealed) return [{ type: 'ListsRevealed', data: { asOf: now } }];
    return work.asOf
      ? [{ type: 'VotesTallied', data: tallyOf(work) }]
      : [{ type: 'NetworkRevealed', data: { asOf: now } }];
  },

  evidence: siloEvidence,
};

function demandPair({ teamIds }: Scene, a: string, b: string) {
  const areOurs = teamIds.includes(a) && teamIds.includes(b);
  demand(areOurs, 'team-not-in-session', 'Both teams of a pair take part in this session.');
  demand(a !== b, 'pair-of-one', 'A pair is two different teams.');
}
