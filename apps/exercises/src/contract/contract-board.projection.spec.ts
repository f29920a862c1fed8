import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { contractBoard } from './contract-board.projection';
import type { ContractEvent } from './contract.events';

const terms = { topic: 'Plans', channel: 'doc', cadence: 'weekly', format: 'one page', ownerId: 'pia', replaces: [] };
const other = { ...terms, cadence: 'daily' };
const proposed: ContractEvent = {
  type: 'ContractProposed',
  data: { fromTeamId: 'P', toTeamId: 'E', terms, byTeamId: 'P' },
};
const revised: ContractEvent = { type: 'ContractRevised', data: { terms: other, byTeamId: 'E' } };
const agreed: ContractEvent = {
  type: 'ContractAgreed',
  data: { byTeamId: 'P', surveyAt: '2026-02-16T09:00:00.000Z', expiresAt: '2026-04-05T09:00:00.000Z' },
};
const reviewed = (byTeamId: string, serves: number): ContractEvent => ({
  type: 'ContractReviewed',
  data: { byTeamId, answers: { asAgreed: 5, serves, lessNoise: 3 } },
});
const row = (...events: ContractEvent[]) => rowOf(contractBoard, ...events.map((event) => recorded(event)));

it('shows a proposal as such, with what is proposed last', () => {
  expect(row(proposed)).toEqual({
    id: 's-1',
    status: 'proposed',
    fromTeamId: 'P',
    toTeamId: 'E',
    terms,
    proposal: { terms, byTeamId: 'P' },
    agreedAt: null,
    surveyAt: null,
    expiresAt: null,
    endedBecause: null,
    reviews: [],
    changedAt: '2026-01-05T09:00:00.000Z',
  });
  expect(row(proposed, revised)).toMatchObject({ status: 'proposed', terms: other, proposal: { byTeamId: 'E' } });
  expect(row(agreed)).toBeNull();
});

it('shows what holds, and beside it what is to replace it', () => {
  expect(row(proposed, agreed)).toMatchObject({
    status: 'agreed',
    terms,
    proposal: null,
    agreedAt: '2026-01-05T09:00:00.000Z',
    ...{ surveyAt: '2026-02-16T09:00:00.000Z', expiresAt: '2026-04-05T09:00:00.000Z' },
  });
  expect(row(proposed, agreed, revised)).toMatchObject({ status: 'agreed', terms, proposal: { terms: other } });
  expect(row(proposed, agreed, revised, agreed)).toMatchObject({ status: 'agreed', terms: other, proposal: null });
});

it('shows the last answers of each team, until it is agreed anew', () => {
  const reviews = row(proposed, agreed, reviewed('E', 2), reviewed('P', 5), reviewed('E', 4))?.reviews;
  expect(reviews).toMatchObject([
    { teamId: 'P', answers: { serves: 5 }, at: '2026-01-05T09:00:00.000Z' },
    { teamId: 'E', answers: { serves: 4 } },
  ]);
  expect(row(proposed, agreed, reviewed('E', 2), revised, agreed)?.reviews).toEqual([]);
});

it('shows that it is over, and why', () => {
  expect(row(proposed, agreed, { type: 'ContractExpired', data: {} })).toMatchObject({ status: 'expired', terms });
  const ended: ContractEvent = { type: 'ContractEnded', data: { byTeamId: 'E', reason: 'Nobody reads it' } };
  expect(row(proposed, agreed, revised, ended)).toMatchObject({
    status: 'ended',
    proposal: null,
    endedBecause: 'Nobody reads it',
  });
});
