import type { Projection } from '@tandem/core';
import type { Notice, NoticeEvent } from './notice.events';

export interface InboxRow extends Notice {
  readonly id: string;
  readonly givenAt: string;
  readonly readAt: string | null;
}

/** Every notice as its recipient finds it in the inbox. Read by recipient; the second index holds unread ones only. */
export const inboxBoard: Projection<InboxRow, NoticeEvent> = {
  table: 'inbox_board_v1',
  indexes: ["row ->> 'recipientId'", "case when row ->> 'readAt' is null then row ->> 'recipientId' end"],

  evolve(row, { type, data, streamId, at }) {
    if (type === 'NoticeGiven') return { id: streamId, ...data, givenAt: at.toISOString(), readAt: null };
    if (!row) return null;

    switch (type) {
      case 'NoticeRead':
        return { ...row, readAt: at.toISOString() };
      case 'NoticeForgotten':
        return null;
    }
  },
};
