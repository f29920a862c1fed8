import { expect, it } from '@jest/globals';
import { textOf } from './notice.template';

it('tells an owner which symptom the cycle works on, and for which side', () =>
  expect(textOf({ template: 'cycle-opened', data: { symptomId: 'S3', side: 'engineering' } })).toEqual({
    title: 'An improvement cycle is yours',
    body: 'An improvement cycle on symptom S3 has begun. You own it on the engineering side.',
  }));
