import type { Template } from '../session.events';

/** The Feedback Speed Test: choose a subject, trace its feedback, agree on the times, look, find what holds it up. */
export const feedbackSpeedTemplate: Template = {
  kind: 'feedback-speed',
  version: 2,
  leastTeams: 2,
  phases: [
    {
      id: 'select_subject',
      accepts: ['SelectSubject'],
      exitGuards: ['subject-selected'],
      timeboxMinutes: 10,
      advance: 'facilitator',
    },
    {
      id: 'trace_entry',
      accepts: [
        'OpenTrace',
        'FindHopCandidate',
        'ConfirmHopCandidate',
        'ReportHop',
        'ConfirmHop',
        'DisputeHop',
        'EndTrace',
      ],
      enterGuards: ['teams-present'],
      exitGuards: ['traces-entered'],
      timeboxMinutes: 5 * 24 * 60,
      advance: 'facilitator',
    },
    {
      id: 'reconcile',
      accepts: ['ConfirmHop', 'DisputeHop', 'ReconcileHop', 'EndTrace'],
      exitGuards: ['hops-agreed'],
      timeboxMinutes: 30,
      advance: 'facilitator',
    },
    { id: 'map_review', accepts: [], timeboxMinutes: 20, advance: 'facilitator', reveals: true },
    { id: 'bottleneck_review', accepts: [], timeboxMinutes: 20, advance: 'facilitator' },
    { id: 'commit', accepts: [], timeboxMinutes: 20, advance: 'facilitator' },
  ],
};
