import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { notice } from './notice.decider';
import type { Notice, NoticeEvent } from './notice.events';

const given = specOf(notice);

describe('Notice', () => {
  it('is given to somebody', () => given().when(give).then(told));

  it('is given once, however often the fact is heard', () => given(told).when(give).thenNothing());

  it('is not given anew after it was read', () => given(told, read).when(give).thenNothing());

  it('is read by the one it was given to', () => given(told).when(readBy('ann')).then(read));

  it('is read once', () => given(told, read).when(readBy('ann')).thenNothing());

  it('cannot be read before it is given', () => given().when(readBy('ann')).thenRejected('no-such-notice'));

  it('does not exist for anybody else', () => given(told).when(readBy('bob')).thenRejected('no-such-notice'));

  it('does not exist for anybody else once it was read', () =>
    given(told, read).when(readBy('bob')).thenRejected('no-such-notice'));

  it('is forgotten with its reader, read or not', () => {
    given(told).when(forget).then(forgotten);
    given(told, read).when(forget).then(forgotten);
  });

  it('is forgotten once, and only if it was given', () => {
    given(told, forgotten).when(forget).thenNothing();
    given().when(forget).thenNothing();
  });

  it('is neither given anew nor read once it is forgotten', () => {
    given(told, forgotten).when(give).thenNothing();
    given(told, forgotten).when(readBy('ann')).thenRejected('no-such-notice');
  });
});

const cycle: Notice = {
  recipientId: 'ann',
  category: 'cycle_opened',
  severity: 'action',
  told: { template: 'cycle-opened', data: { symptomId: 'S3', side: 'product' } },
  subject: { kind: 'cycle', id: 'c-1' },
  teamIds: ['t-1', 't-2'],
};
const give = { type: 'GiveNotice', data: cycle } as const;
const readBy = (readerId: string) => ({ type: 'ReadNotice', data: { readerId } }) as const;

const forget = { type: 'ForgetNotice', data: {} } as const;

const told: NoticeEvent = { type: 'NoticeGiven', data: cycle };
const read: NoticeEvent = { type: 'NoticeRead', data: {} };
const forgotten: NoticeEvent = { type: 'NoticeForgotten', data: {} };
