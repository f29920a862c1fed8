import { Args, Int, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { EventStore, uuidv5 } from '@tandem/event-store';
import { CommandArgs, everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { type Change, InboxChanges } from './inbox-changes.queries';
import { Inbox } from './inbox-board.queries';
import { notice } from './notice.decider';
import {
  InboxChange,
  InboxFilter,
  InboxSummary,
  MarkReadArgs,
  NoticeConnection,
  noticeOf,
  NoticeType,
} from './notice.graphql';

const mostAtOnce = 100;

@Resolver(() => NoticeType)
@May(...everyone)
export class NoticeResolver {
  constructor(
    private readonly events: EventStore,
    private readonly inbox: Inbox,
    private readonly changes: InboxChanges,
  ) {}

  @Query(() => NoticeConnection, { name: 'inbox', description: 'What I was told, newest first.' })
  async page(
    @Args('filter', { type: () => InboxFilter, nullable: true }) filter: InboxFilter | null,
    @Args() page: PageArgs,
    @Viewer() viewer: Viewer,
  ) {
    return toConnection(await this.inbox.page(viewer, pageOf(page), filter ?? {}), noticeOf);
  }

  @Query(() => Int, { description: 'How many notices in my inbox I have not read.' })
  unreadCount(@Viewer() viewer: Viewer) {
    return this.inbox.unreadCount(viewer);
  }

  @Mutation(() => NoticeType, { description: 'Says that I have read a notice. Saying it twice is harmless.' })
  async markRead(@Args() { id, ...command }: MarkReadArgs, @Viewer() viewer: Viewer) {
    const noticeId = idOf('id', id);
    const data = { readerId: viewer.id };
    await this.events.handle(notice, noticeId, { type: 'ReadNotice', data }, { viewer, ...command });
    return noticeOf((await this.inbox.one(viewer, noticeId))!);
  }

  @Mutation(() => InboxSummary, { description: 'Says that I have read everything that is in my inbox now.' })
  async markAllRead(@Args() { commandId, occurredAt }: CommandArgs, @Viewer() viewer: Viewer) {
    const command = { type: 'ReadNotice', data: { readerId: viewer.id } } as const;
    idOf('commandId', commandId);
    for (let ids = await this.inbox.unreadIds(viewer, mostAtOnce); ids.length > 0;) {
      const read = (id: string) => ({ viewer, commandId: uuidv5(commandId, id), occurredAt });
      await Promise.all(ids.map((id) => this.events.handle(notice, id, command, read(id))));
      ids = ids.length < mostAtOnce ? [] : await this.inbox.unreadIds(viewer, mostAtOnce);
    }
    return { unreadCount: await this.inbox.unreadCount(viewer) };
  }

  @Subscription(() => InboxChange, {
    description: 'Each notice that comes into my inbox or is read, as it happens. The first says how the inbox is now.',
    resolve: ({ notice: row, unreadCount }: Change) => ({ unreadCount, notice: row && noticeOf(row) }),
  })
  inboxChanged(@Viewer() viewer: Viewer) {
    return this.changes.of(viewer);
  }
}
