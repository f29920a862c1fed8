import { Module } from '@nestjs/common';
import { EventStoreModule } from '@tandem/platform';
import { findingBoard } from './finding-board.projection';
import { kinds } from './kinds.module';
import { sessionBoard } from './session-board.projection';
import { Sessions } from './session-board.queries';
import { SessionResultResolver } from './session-result.resolver';
import { SessionWork } from './session-work.queries';
import { announce } from './session.announce';
import { session } from './session.decider';
import { SessionResolver } from './session.resolver';
import { timeboxBoard } from './timebox-board.projection';
import { Timeboxes } from './timebox.workflow';

const parts = Object.values(kinds);

@Module({
  imports: [
    EventStoreModule.forStream({
      name: 'session',
      decider: session,
      projections: [
        sessionBoard,
        timeboxBoard,
        findingBoard,
        ...parts.flatMap(({ board, boards = [] }) => [board, ...boards]),
      ],
      announce,
    }),
  ],
  providers: [
    Sessions,
    SessionWork,
    Timeboxes,
    SessionResolver,
    SessionResultResolver,
    ...parts.flatMap(({ resolvers }) => resolvers),
  ],
  exports: [Sessions, SessionWork],
})
export class SessionModule {}
