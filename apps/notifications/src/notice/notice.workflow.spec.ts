import { describe, expect, it } from '@jest/globals';
import { onCycleOpened } from './notice.workflow';

describe('When a cycle begins', () => {
  it('both owners are told, each for their side', () =>
    expect(onCycleOpened(cycle).map(({ recipientId, told }) => [recipientId, told.data.side])).toEqual([
      ['ann', 'product'],
      ['bob', 'engineering'],
    ]));

  it('somebody who owns both sides is told once', () =>
    expect(onCycleOpened({ ...cycle, ownerEngineeringId: 'ann' }).map(({ recipientId }) => recipientId)).toEqual([
      'ann',
    ]));

  it('the notice leads to the cycle, and shows up with its teams', () =>
    expect(onCycleOpened(cycle)[1]).toEqual({
      recipientId: 'bob',
      category: 'cycle_opened',
      severity: 'action',
      told: { template: 'cycle-opened', data: { symptomId: 'S3', side: 'engineering' } },
      subject: { kind: 'cycle', id: 'c-1' },
      teamIds: ['t-1', 't-2'],
    }));
});

const cycle = {
  cycleId: 'c-1',
  symptomId: 'S3',
  findingId: 'f-1',
  sessionId: 's-1',
  teamIds: ['t-1', 't-2'],
  ownerProductId: 'ann',
  ownerEngineeringId: 'bob',
  openedAt: '2026-01-12T10:31:00Z',
};
