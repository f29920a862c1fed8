import type { Template } from '../session.events';

/** Silo Spotlight: list alone, merge in the team, show, answer what names you, cluster, vote, commit. An hour. */
export const siloSpotlightTemplate: Template = {
  kind: 'silo-spotlight',
  version: 1,
  leastTeams: 3,
  phases: [
    {
      id: 'prep',
      accepts: ['PrepareSpotlight', 'TakeTies'],
      exitGuards: ['spotlight-prepared'],
      timeboxMinutes: 7 * 24 * 60,
      advance: 'facilitator',
    },
    {
      id: 'solo_listing',
      accepts: [],
      enterGuards: ['teams-present'],
      collects: { form: 'solo-list', mode: 'detached' },
      timeboxMinutes: 10,
      advance: 'facilitator',
    },
    {
      id: 'team_merge',
      accepts: [],
      collects: { form: 'team-list', mode: 'team_consensus' },
      exitGuards: ['lists-merged'],
      timeboxMinutes: 8,
      advance: 'facilitator',
    },
    { id: 'reveal', accepts: [], timeboxMinutes: 5, advance: 'facilitator', reveals: true },
    {
      id: 'recognise',
      accepts: ['RecogniseChallenge'],
      exitGuards: ['all-recognised'],
      timeboxMinutes: 15,
      advance: 'facilitator',
    },
    { id: 'cluster', accepts: ['FormCluster'], timeboxMinutes: 7, advance: 'facilitator', reveals: true },
    {
      id: 'vote',
      accepts: [],
      collects: { form: 'ballot', mode: 'detached' },
      timeboxMinutes: 7,
      advance: 'facilitator',
    },
    { id: 'commit', accepts: [], timeboxMinutes: 15, advance: 'facilitator', reveals: true },
  ],
};
