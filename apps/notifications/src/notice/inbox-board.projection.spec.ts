import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { inboxBoard } from './inbox-board.projection';

describe('Inbox board', () => {
  it('shows a notice as unread, with what it is about', () =>
    expect(rowOf(inboxBoard, given)).toEqual({
      id: 'n-1',
      ...data,
      givenAt: '2026-01-05T09:00:00.000Z',
      readAt: null,
    }));

  it('shows when it was read', () =>
    expect(rowOf(inboxBoard, given, read)).toMatchObject({
      givenAt: '2026-01-05T09:00:00.000Z',
      readAt: '2026-01-06T08:00:00.000Z',
    }));

  it('shows nothing once it is forgotten', () => expect(rowOf(inboxBoard, given, read, forgotten)).toBeNull());

  it('shows nothing of a notice that was never given', () => expect(rowOf(inboxBoard, read)).toBeNull());
});

const data = {
  recipientId: 'ann',
  category: 'cycle_opened',
  severity: 'action',
  told: { template: 'cycle-opened', data: { symptomId: 'S3', side: 'product' } },
  subject: { kind: 'cycle', id: 'c-1' },
  teamIds: ['t-1'],
} as const;
const given = recorded({ type: 'NoticeGiven', data } as const, { streamId: 'n-1' });
const read = recorded({ type: 'NoticeRead', data: {} } as const, {
  streamId: 'n-1',
  version: 2,
  at: new Date('2026-01-06T08:00:00Z'),
});
const forgotten = recorded({ type: 'NoticeForgotten', data: {} } as const, { streamId: 'n-1', version: 3 });
