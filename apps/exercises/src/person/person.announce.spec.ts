import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './person.announce';
import { person } from './person.decider';
import type { PersonEvent } from './person.events';

const personId = '018f0000-0000-7000-8000-000000000011';
const stored: PersonEvent = JSON.parse(readFileSync(join(__dirname, 'stored-events/person-forgotten.v1.json'), 'utf8'));

it('tells the company whom to forget, as it was ever stored', () => {
  expect([stored].reduce(person.evolve, person.initialState())).toEqual({ status: 'forgotten' });
  expect(announce(recorded(stored, { streamId: personId }))).toEqual([
    {
      type: 'tandem.exercises.person-forgotten.v1',
      topic: 'tandem.exercises.person',
      body: { personId, forgottenAt: '2026-01-05T09:00:00.000Z' },
    },
  ]);
});
