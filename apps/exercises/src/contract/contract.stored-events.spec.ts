import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { contractBoard } from './contract-board.projection';
import { contract } from './contract.decider';
import type { ContractEvent } from './contract.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): ContractEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<ContractEvent['type'], string> = {
  ContractProposed: 'contract-proposed.v1.json',
  ContractRevised: 'contract-revised.v1.json',
  ContractAgreed: 'contract-agreed.v1.json',
  ContractReviewed: 'contract-reviewed.v1.json',
  ContractExpired: 'contract-expired.v1.json',
  ContractEnded: 'contract-ended.v1.json',
};

it('still reads every contract event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(contract.evolve, contract.initialState())).toMatchObject({
    status: 'ended',
    expired: true,
    terms: { cadence: 'every day' },
  });
  expect(rowOf(contractBoard, ...events.map((event) => recorded(event)))).toMatchObject({
    status: 'ended',
    terms: { cadence: 'every day' },
    reviews: [{ teamId: 'E' }],
  });
});
