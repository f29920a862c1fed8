import { Args, Parent, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { everyone, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { Inbox } from './inbox-board.queries';
import { NoticeConnection, noticeOf, TeamNotices } from './notice.graphql';

/** What this service knows of a team, which belongs to another. */
@Resolver(() => TeamNotices)
@May(...everyone)
export class TeamNoticesResolver {
  constructor(private readonly inbox: Inbox) {}

  @ResolveReference()
  reference({ id }: Pick<TeamNotices, 'id'>): Pick<TeamNotices, 'id'> {
    return { id };
  }

  @ResolveField(() => NoticeConnection, { description: 'My unread notices about this team, newest first.' })
  async unreadNotices(@Parent() { id }: TeamNotices, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.inbox.page(viewer, pageOf(page), { state: 'unread', teamId: id }), noticeOf);
  }
}
