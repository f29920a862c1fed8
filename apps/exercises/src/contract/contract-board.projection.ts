import type { Projection } from '@tandem/core';
import type { Answers, ContractEvent, Parties, Terms } from './contract.events';

/** `proposed`: never agreed; `agreed`: in force, perhaps with a proposal to change or renew it. */
export type ContractStatus = 'proposed' | 'agreed' | 'expired' | 'ended';

export interface Review {
  readonly teamId: string;
  readonly answers: Answers;
  readonly at: string;
}

export interface ContractRow extends Parties {
  readonly id: string;
  readonly status: ContractStatus;
  /** What both agreed on, or as long as they never did, what was proposed. */
  readonly terms: Terms;
  /** What waits for the other team. */
  readonly proposal: { readonly terms: Terms; readonly byTeamId: string } | null;
  readonly agreedAt: string | null;
  readonly surveyAt: string | null;
  readonly expiresAt: string | null;
  readonly endedBecause: string | null;
  /** Since it was agreed last, the last of each team. */
  readonly reviews: readonly Review[];
  readonly changedAt: string;
}

/** Every information contract between two teams. */
export const contractBoard: Projection<ContractRow, ContractEvent> = {
  table: 'contract_board_v1',
  indexes: [`(row->>'changedAt')`],

  evolve(row, event) {
    const changedAt = event.at.toISOString();
    if (event.type === 'ContractProposed') {
      const { terms, byTeamId, ...parties } = event.data;
      const nothing = { agreedAt: null, surveyAt: null, expiresAt: null, endedBecause: null, reviews: [] };
      const proposal = { terms, byTeamId };
      return { id: event.streamId, status: 'proposed', ...parties, terms, proposal, ...nothing, changedAt };
    }
    return row && { ...row, ...changeOf(row, event, changedAt), changedAt };
  },
};

type Change = Exclude<ContractEvent, { type: 'ContractProposed' }>;

function changeOf(row: ContractRow, { type, data }: Change, at: string): Partial<ContractRow> {
  switch (type) {
    case 'ContractRevised':
      return row.status === 'proposed' ? { terms: data.terms, proposal: data } : { proposal: data };
    case 'ContractAgreed': {
      const { surveyAt, expiresAt } = data;
      const terms = row.proposal?.terms ?? row.terms;
      return { status: 'agreed', terms, proposal: null, agreedAt: at, surveyAt, expiresAt, reviews: [] };
    }
    case 'ContractReviewed': {
      const others = row.reviews.filter(({ teamId }) => teamId !== data.byTeamId);
      return { reviews: [...others, { teamId: data.byTeamId, answers: data.answers, at }] };
    }
    case 'ContractExpired':
      return { status: 'expired' };
    case 'ContractEnded':
      return { status: 'ended', proposal: null, endedBecause: data.reason };
  }
}
