import { Injectable } from '@nestjs/common';
import { Database, type PageRequest, type Tenant } from '@tandem/event-store';
import type { Viewer } from '@tandem/platform';
import { inboxBoard, type InboxRow } from './inbox-board.projection';
import type { Category } from './notice.events';

/** Which notices of an inbox are meant. Left out: all. */
export interface Wanted {
  readonly state?: 'unread' | 'read';
  readonly category?: Category;
  readonly teamId?: string;
}

const mine = `row ->> 'recipientId' = $1`;
const myUnread = `case when row ->> 'readAt' is null then row ->> 'recipientId' end = $1`;

/** People's inboxes. A viewer sees their own. */
@Injectable()
export class Inbox {
  constructor(private readonly db: Database) {}

  async one(viewer: Viewer, noticeId: string): Promise<InboxRow | null> {
    const row = await this.board.one(viewer, noticeId);
    return row?.recipientId === viewer.id ? row : null;
  }

  /** Newest first. */
  page(viewer: Viewer, page: PageRequest, { state, category, teamId }: Wanted = {}) {
    return this.board.page(viewer, page, {
      where: `${state === 'unread' ? myUnread : mine} and ($2::text is null or row ->> 'category' = $2)
        and ($3::text is null or row -> 'teamIds' ? $3) ${state === 'read' ? `and row ->> 'readAt' is not null` : ''}`,
      params: [viewer.id, category ?? null, teamId ?? null],
      orderBy: `row ->> 'givenAt'`,
      descending: true,
    });
  }

  async unreadCount(viewer: Viewer): Promise<number> {
    const sql = `select count(*)::int as n from ${inboxBoard.table} where tenant_id = $2 and ${myUnread}`;
    const [found] = await this.db.read<{ n: number }>(viewer, sql, [viewer.id, viewer.tenantId]);
    return found!.n;
  }

  /** The oldest first, at most so many. */
  async unreadIds(viewer: Viewer, most: number): Promise<string[]> {
    const sql = `select key from ${inboxBoard.table} where tenant_id = $2 and ${myUnread} order by row ->> 'givenAt', key limit $3`;
    const rows = await this.db.read<{ key: string }>(viewer, sql, [viewer.id, viewer.tenantId, most]);
    return rows.map(({ key }) => key);
  }

  /** Everything in somebody's inbox, read or not. */
  async idsOf(who: Tenant, personId: string): Promise<string[]> {
    const sql = `select key from ${inboxBoard.table} where tenant_id = $2 and ${mine} order by key`;
    const rows = await this.db.read<{ key: string }>(who, sql, [personId, who.tenantId]);
    return rows.map(({ key }) => key);
  }

  private get board() {
    return this.db.board<InboxRow>(inboxBoard);
  }
}
