import { type Command, type Decider, demand } from '@tandem/core';
import type { Notice, NoticeEvent } from './notice.events';

export type NoticeCommand =
  Command<'GiveNotice', Notice> | Command<'ReadNotice', { readerId: string }> | Command<'ForgetNotice'>;

type State =
  | { readonly status: 'unknown' | 'forgotten' }
  | { readonly status: 'unread'; readonly recipientId: string }
  | { readonly status: 'read'; readonly recipientId: string };

/** A person is told of a thing once, and only that person can say that it was read. Who is forgotten has no notices. */
export const notice: Decider<State, NoticeCommand, NoticeEvent> = {
  initialState: () => ({ status: 'unknown' }),

  decide({ type, data }, state) {
    switch (type) {
      case 'GiveNotice':
        return state.status === 'unknown' ? [{ type: 'NoticeGiven', data }] : [];

      case 'ReadNotice': {
        const isMine = 'recipientId' in state && state.recipientId === data.readerId;
        demand(isMine, 'no-such-notice', 'There is no such notice in your inbox.');
        return state.status === 'read' ? [] : [{ type: 'NoticeRead', data: {} }];
      }

      case 'ForgetNotice':
        return 'recipientId' in state ? [{ type: 'NoticeForgotten', data: {} }] : [];
    }
  },

  evolve(state, { type, data }) {
    switch (type) {
      case 'NoticeGiven':
        return { status: 'unread', recipientId: data.recipientId };
      case 'NoticeRead':
        return state.status === 'unread' ? { ...state, status: 'read' } : state;
      case 'NoticeForgotten':
        return { status: 'forgotten' };
    }
  },
};
