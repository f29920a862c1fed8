import { type Command, type Decider, demand } from '@tandem/core';
import type { Answers, ContractEvent, Parties, Terms } from './contract.events';

/** A wish of one of the two teams, or of the clock. */
export type ContractCommand = { readonly now: string } & (
  | Command<'ProposeContract', Parties & { terms: Terms; byTeamId: string }>
  | Command<'ReviseContract', { terms: Terms; byTeamId: string }>
  | Command<'RenewContract', { byTeamId: string }>
  | Command<'AgreeContract', { byTeamId: string }>
  | Command<'ReviewContract', { byTeamId: string; answers: Answers }>
  | Command<'ExpireContract'>
  | Command<'EndContract', { byTeamId: string; reason: string }>
);

interface Drawn extends Parties {
  readonly status: 'drawn' | 'ended';
  /** What one team proposes and the other has not agreed to yet. */
  readonly proposal: { readonly terms: Terms; readonly byTeamId: string } | null;
  /** What both agreed on last. */
  readonly terms: Terms | null;
  readonly surveyAt?: string;
  readonly expiresAt?: string;
  readonly expired: boolean;
}

export type Contract = { readonly status: 'unknown' } | Drawn;

const day = 24 * 3_600_000;
const lastsDays = 90;
const surveyAfterDays = 42;

/** An information contract holds once both teams have agreed, for 90 days: then both agree again, or it ends. */
export const contract: Decider<Contract, ContractCommand, ContractEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide(command, state) {
    if (command.type === 'ProposeContract') {
      const { fromTeamId, toTeamId, byTeamId, terms } = command.data;
      demand(state.status === 'unknown', 'contract-exists', 'A contract with this id already exists.');
      demand(fromTeamId !== toTeamId, 'one-team', 'fromTeamId and toTeamId are two different teams.');
      demandParty(command.data, byTeamId);
      demandTerms(terms);
      return [{ type: 'ContractProposed', data: command.data }];
    }
    demand(state.status !== 'unknown', 'no-such-contract', 'There is no contract with this id.');
    demand(state.status !== 'ended', 'contract-ended', 'This contract was ended.');
    const inForce = state.terms !== null && !state.expired;

    if (command.type === 'ExpireContract') {
      const isDue = inForce && !isBefore(command.now, state.expiresAt!);
      return isDue ? [{ type: 'ContractExpired', data: {} }] : [];
    }
    const { byTeamId } = command.data;
    demandParty(state, byTeamId);

    switch (command.type) {
      case 'ReviseContract':
        demandTerms(command.data.terms);
        return [{ type: 'ContractRevised', data: command.data }];

      case 'RenewContract':
        demand(state.terms !== null, 'nothing-agreed', 'There are no terms to renew: agree on the proposal first.');
        return [{ type: 'ContractRevised', data: { terms: state.terms, byTeamId } }];

      case 'AgreeContract': {
        demand(state.proposal !== null, 'nothing-proposed', 'There is no proposal to agree to.');
        demand(state.proposal.byTeamId !== byTeamId, 'own-proposal', 'The other team agrees to what yours proposed.');
        const after = (days: number) => new Date(Date.parse(command.now) + days * day).toISOString();
        const data = { byTeamId, surveyAt: after(surveyAfterDays), expiresAt: after(lastsDays) };
        return [{ type: 'ContractAgreed', data }];
      }

      case 'ReviewContract': {
        demand(inForce, 'not-in-force', 'Only a contract in force is reviewed.');
        const isDue = !isBefore(command.now, state.surveyAt!);
        demand(isDue, 'too-early', `The three questions are asked from ${state.surveyAt}.`);
        const areScores = Object.values(command.data.answers).every((score) => [1, 2, 3, 4, 5].includes(score));
        demand(areScores, 'score-out-of-range', 'asAgreed, serves and lessNoise are 1, 2, 3, 4 or 5.');
        return [{ type: 'ContractReviewed', data: command.data }];
      }

      case 'EndContract':
        demand(command.data.reason.trim() !== '', 'reason-missing', 'Say why the contract ends.');
        return [{ type: 'ContractEnded', data: command.data }];
    }
  },

  evolve(state, { type, data }) {
    if (type === 'ContractProposed') {
      const { terms, byTeamId, ...parties } = data;
      return { status: 'drawn', ...parties, proposal: { terms, byTeamId }, terms: null, expired: false };
    }
    if (state.status === 'unknown') return state;

    switch (type) {
      case 'ContractRevised':
        return { ...state, proposal: data };
      case 'ContractAgreed': {
        const { surveyAt, expiresAt } = data;
        return { ...state, terms: state.proposal!.terms, proposal: null, surveyAt, expiresAt, expired: false };
      }
      case 'ContractReviewed':
        return state;
      case 'ContractExpired':
        return { ...state, expired: true };
      case 'ContractEnded':
        return { ...state, status: 'ended' };
    }
  },
};

const isBefore = (a: string, b: string) => Date.parse(a) < Date.parse(b);

function demandParty({ fromTeamId, toTeamId }: Parties, byTeamId: string) {
  const isParty = byTeamId === fromTeamId || byTeamId === toTeamId;
  demand(isParty, 'not-a-party', 'A contract is between its two teams.');
}

function demandTerms({ topic, channel, cadence, format, replaces }: Terms) {
  for (const [field, text] of Object.entries({ topic, channel, cadence, format }))
    demand(
      text.trim() !== '' && text.length <= 300,
      'term-missing',
      `${field} says in 1 to 300 letters what is agreed.`,
    );
  const areNamed = replaces.every((one) => one.trim() !== '') && replaces.length <= 20;
  demand(areNamed, 'replaces-malformed', 'replaces names 20 things at most, each in words.');
}
