import { EventEmitter, on } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';
import { EventLog, type FedEvent, type Position } from '@tandem/event-store';
import type { Viewer } from '@tandem/platform';
import { Inbox } from './inbox-board.queries';
import type { InboxRow } from './inbox-board.projection';
import type { Notice } from './notice.events';

/** What became of an inbox. */
export interface Change {
  /** The notice that came or was read. None in the first, which says how the inbox is when one begins to listen. */
  readonly notice: InboxRow | null;
  readonly unreadCount: number;
}

const idleMs = 250;
const stalledMs = 50;
const outageMs = 1_000;

/**
 * Tells listeners of this process what happens in their inbox, whichever process of the service wrote it: each
 * process follows the event log while somebody listens. What is missed while a connection is down shows in the first
 * change of the next one.
 */
@Injectable()
export class InboxChanges {
  private readonly bell = new EventEmitter().setMaxListeners(0);
  private readonly logger = new Logger('inbox');
  private following: Promise<Position> | undefined;
  private listeners = 0;

  constructor(
    private readonly log: EventLog,
    private readonly inbox: Inbox,
  ) {}

  /** Ends when the listener does. */
  async of(viewer: Viewer): Promise<AsyncIterableIterator<Change>> {
    const news = on(this.bell, inboxOf(viewer.tenantId, viewer.id)) as AsyncIterableIterator<[string]>;
    this.listeners++;
    await (this.following ??= this.begin());
    let begun = false;
    let over = false;
    const end = async (): Promise<IteratorResult<Change>> => {
      if (!over) this.listeners--;
      over = true;
      await news.return?.();
      return { done: true, value: undefined };
    };
    const changes: AsyncIterableIterator<Change> = {
      next: async () => {
        const told = begun ? await news.next() : { done: false, value: [undefined] };
        begun = true;
        if (told.done) return end();
        return { done: false, value: await this.change(viewer, told.value[0]) };
      },
      return: end,
      throw: end,
      [Symbol.asyncIterator]: () => changes,
    };
    return changes;
  }

  private async change(viewer: Viewer, noticeId: string | undefined): Promise<Change> {
    const notice = noticeId ? await this.inbox.one(viewer, noticeId) : null;
    return { notice, unreadCount: await this.inbox.unreadCount(viewer) };
  }

  private async begin(): Promise<Position> {
    const end = await this.log.feed.end();
    void this.follow(end);
    return end;
  }

  private async follow(begin: Position): Promise<void> {
    const { feed, wakeUps } = this.log;
    const never = new AbortController().signal;
    let [at, unseenSince] = [begin, 0];
    while (this.listeners > 0) {
      const { rung } = wakeUps;
      let waitMs = idleMs;
      try {
        const stalled = unseenSince > 0 && performance.now() - unseenSince > stalledMs;
        const page = await (stalled ? feed.pagePastStrangers(at, 500, ['notice']) : feed.page(at, 500, ['notice']));
        page.events.forEach((event) => this.tell(event));
        at = page.last;
        unseenSince = page.unseen ? unseenSince || performance.now() : 0;
        if (page.full) continue;
        if (page.unseen) waitMs = 2;
      } catch (error) {
        this.logger.warn(error);
        waitMs = outageMs;
      }
      await wakeUps.next(rung, waitMs, never);
    }
    this.following = undefined;
  }

  private tell({ type, data, by, streamId }: FedEvent): void {
    const recipientId = type === 'NoticeGiven' ? (data as Notice).recipientId : by.id;
    this.bell.emit(inboxOf(by.tenantId, recipientId), streamId);
  }
}

const inboxOf = (tenantId: string, personId: string) => `${tenantId}/${personId}`;
