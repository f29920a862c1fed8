import type { Template } from '../session.events';

const day = 24 * 60;
const matching = ['MatchPairs', 'AcceptPair', 'ApprovePair', 'DeclinePair', 'ScheduleShadowDay', 'LeaveRound'];

/**
 * Shadowing: enrol, make pairs, then each pair in its own time, and what was seen brought together. Each pair has its
 * own steps inside the phase `shadowing`: expectations, the day, debriefs alone and together.
 */
export const shadowingTemplate: Template = {
  kind: 'shadowing',
  version: 1,
  leastTeams: 2,
  phases: [
    {
      id: 'enrolling',
      accepts: ['EnrolInRound', 'LeaveRound'],
      exitGuards: ['people-enrolled'],
      timeboxMinutes: 14 * day,
      advance: 'facilitator',
    },
    {
      id: 'matching',
      accepts: ['EnrolInRound', ...matching],
      exitGuards: ['day-scheduled'],
      timeboxMinutes: 14 * day,
      advance: 'facilitator',
    },
    {
      id: 'shadowing',
      accepts: [
        ...matching,
        'MissShadowDay',
        'ListPriorities',
        'SealExpectations',
        'HoldShadowDay',
        'PublishObservation',
        'AnswerObservation',
        'DebriefAlone',
        'BeginPairDebrief',
        'EndPairDebrief',
      ],
      exitGuards: ['pair-debriefed'],
      timeboxMinutes: 42 * day,
      advance: 'facilitator',
    },
    {
      id: 'group_synthesis',
      accepts: ['AnswerObservation', 'ShareObservation', 'LeaveRound'],
      timeboxMinutes: 7 * day,
      advance: 'facilitator',
    },
    { id: 'commit', accepts: [], timeboxMinutes: 30, advance: 'facilitator', reveals: true },
  ],
};
