import { Injectable } from '@nestjs/common';
import { EventLog, type FedEvent } from '@tandem/event-store';
import { LiveEvents, type Viewer } from '@tandem/platform';
import { Inbox } from './inbox-board.queries';
import type { InboxRow } from './inbox-board.projection';
import type { Notice } from './notice.events';

/** What became of an inbox. */
export interface Change {
  /** The notice that came or was read. None in the first, which says how the inbox is when one begins to listen. */
  readonly notice: InboxRow | null;
  readonly unreadCount: number;
}

/** Tells people what happens in their inbox, from the moment they listen. */
@Injectable()
export class InboxChanges {
  private readonly live;

  constructor(
    log: EventLog,
    private readonly inbox: Inbox,
  ) {
    this.live = new LiveEvents(log, 'notice', recipientOf);
  }

  /** Ends when the listener does. */
  of(viewer: Viewer): Promise<AsyncIterableIterator<Change>> {
    return this.live.of(inboxOf(viewer.tenantId, viewer.id), async (event) => ({
      notice: event ? await this.inbox.one(viewer, event.streamId) : null,
      unreadCount: await this.inbox.unreadCount(viewer),
    }));
  }
}

const recipientOf = ({ type, data, by }: FedEvent) =>
  inboxOf(by.tenantId, type === 'NoticeGiven' ? (data as Notice).recipientId : by.id);

const inboxOf = (tenantId: string, personId: string) => `${tenantId}/${personId}`;
