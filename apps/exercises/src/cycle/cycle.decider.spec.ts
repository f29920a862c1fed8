import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { cycle } from './cycle.decider';

const given = specOf(cycle);

describe('Improvement cycle', () => {
  it('opens with an owner on each side', () => given().when(open(cause)).then(opened));

  it('opens once', () => given(opened).when(open(cause)).thenRejected('already-opened'));

  it('does not open with one person for both sides', () =>
    given()
      .when(open({ ...cause, ownerEngineeringId: 'pia' }))
      .thenRejected('one-owner-for-both-sides'));

  it('does not open for no team', () =>
    given()
      .when(open({ ...cause, teamIds: [] }))
      .thenRejected('no-team'));
});

const cause = {
  findingId: 'f-1',
  sessionId: 's-1',
  symptomId: 'S3',
  teamIds: ['design', 'eng'],
  ownerProductId: 'pia',
  ownerEngineeringId: 'eli',
};
const open = (data: typeof cause) => ({ type: 'OpenCycle', data }) as const;
const opened = { type: 'CycleOpened', data: cause } as const;
