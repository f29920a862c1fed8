import { expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './cycle.announce';

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;

it('tells the company that a cycle began, and who owns it', () =>
  expect(announce(recorded({ type: 'CycleOpened', data: cause }, { streamId: id(1) }))).toEqual([
    {
      type: 'tandem.exercises.cycle-opened.v1',
      topic: 'tandem.exercises.cycle',
      body: { cycleId: id(1), openedAt: '2026-01-05T09:00:00.000Z', ...cause },
    },
  ]));

const cause = {
  findingId: id(2),
  sessionId: id(3),
  symptomId: 'S3',
  teamIds: [id(4), id(5)],
  ownerProductId: id(6),
  ownerEngineeringId: id(7),
};
