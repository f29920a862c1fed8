import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { inboxBoard } from './inbox-board.projection';
import { Inbox } from './inbox-board.queries';
import { InboxChanges } from './inbox-changes.queries';
import { NoticeConsumer } from './notice.consumer';
import { notice } from './notice.decider';
import { NoticeResolver } from './notice.resolver';
import { recipient } from './recipient.decider';
import { TeamNoticesResolver } from './team-notices.resolver';

@Module({
  imports: [
    EventStoreModule.forStream({ name: 'notice', decider: notice, projections: [inboxBoard] }),
    EventStoreModule.forStream({ name: 'recipient', decider: recipient, projections: [] }),
  ],
  controllers: [NoticeConsumer],
  providers: [Inbox, InboxChanges, NoticeResolver, TeamNoticesResolver],
})
export class NoticeModule {}
