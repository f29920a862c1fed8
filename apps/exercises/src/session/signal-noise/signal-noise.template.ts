import type { Template } from '../session.events';

/**
 * Signal-to-Noise: what reaches us and what it is worth, what the senders believe, look, negotiate, make contracts.
 * Everybody rates alone and nobody learns who said what; drafted with consensus, each team agrees on one sheet.
 */
export const signalNoiseTemplate: Template = {
  kind: 'signal-noise',
  version: 1,
  leastTeams: 2,
  phases: [
    {
      id: 'prep',
      accepts: ['PrepareSignals'],
      exitGuards: ['signals-prepared'],
      timeboxMinutes: 7 * 24 * 60,
      advance: 'facilitator',
    },
    {
      id: 'list_and_rate',
      accepts: [],
      enterGuards: ['teams-present'],
      collects: { form: 'info', mode: 'detached' },
      exitGuards: ['sheets-filled-in'],
      timeboxMinutes: 5 * 24 * 60,
      advance: 'facilitator',
    },
    {
      id: 'sender_guess',
      accepts: [],
      collects: { form: 'guess', mode: 'detached' },
      timeboxMinutes: 2 * 24 * 60,
      advance: 'facilitator',
    },
    { id: 'reveal', accepts: [], timeboxMinutes: 20, advance: 'facilitator', reveals: true },
    { id: 'negotiate', accepts: [], timeboxMinutes: 30, advance: 'facilitator' },
    { id: 'contracts', accepts: [], timeboxMinutes: 7 * 24 * 60, advance: 'facilitator' },
  ],
};
