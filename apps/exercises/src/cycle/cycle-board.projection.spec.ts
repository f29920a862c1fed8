import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { cycleBoard } from './cycle-board.projection';

it('shows a new cycle as noticed, with its cause and its owners', () =>
  expect(rowOf(cycleBoard, recorded({ type: 'CycleOpened', data: cause }, { streamId: 'c-1' }))).toEqual({
    id: 'c-1',
    status: 'noticed',
    openedAt: '2026-01-05T09:00:00.000Z',
    ...cause,
  }));

const cause = {
  findingId: 'f-1',
  sessionId: 's-1',
  symptomId: 'S3',
  teamIds: ['design', 'eng'],
  ownerProductId: 'pia',
  ownerEngineeringId: 'eli',
};
