import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { feedbackSpeedBoard } from './feedback-speed/feedback-speed-board.projection';
import { FeedbackSpeedResolver } from './feedback-speed/feedback-speed.resolver';
import { findingBoard } from './finding-board.projection';
import { sessionBoard } from './session-board.projection';
import { Sessions } from './session-board.queries';
import { SessionResultResolver } from './session-result.resolver';
import { announce } from './session.announce';
import { session } from './session.decider';
import { SessionResolver } from './session.resolver';

@Module({
  imports: [
    EventStoreModule.forStream({
      name: 'session',
      decider: session,
      projections: [sessionBoard, feedbackSpeedBoard, findingBoard],
      announce,
    }),
  ],
  providers: [Sessions, SessionResolver, SessionResultResolver, FeedbackSpeedResolver],
  exports: [Sessions],
})
export class SessionModule {}
