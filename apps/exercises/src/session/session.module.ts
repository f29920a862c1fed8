import { Module } from '@nestjs/common';
import { EventStoreModule, SETTINGS } from '@tandem/platform';
import { DraftVault } from './draft-vault';
import { Drafts } from './drafts.queries';
import { DraftsResolver } from './drafts.resolver';
import { RemeasureResolver } from './remeasure.resolver';
import { findingBoard } from './finding-board.projection';
import { kinds } from './kinds.module';
import { Redactions } from './redaction.queries';
import { Seals } from './seal.queries';
import { sessionBoard } from './session-board.projection';
import { Sessions } from './session-board.queries';
import { SessionResultResolver } from './session-result.resolver';
import { SessionChanges } from './session-changes.queries';
import { SessionWork } from './session-work.queries';
import { announce } from './session.announce';
import { session } from './session.decider';
import { SessionResolver } from './session.resolver';
import { templateBoard } from './template/template-board.projection';
import { Templates } from './template/template-board.queries';
import { template } from './template/template.decider';
import { TemplateResolver } from './template/template.resolver';
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
    EventStoreModule.forStream({ name: 'template', decider: template, projections: [templateBoard] }),
  ],
  providers: [
    {
      provide: DraftVault,
      inject: [SETTINGS],
      useFactory: (settings: { readonly TANDEM_SECRETS_KEY: string }) =>
        new DraftVault(Buffer.from(settings.TANDEM_SECRETS_KEY, 'base64')),
    },
    Drafts,
    Seals,
    Redactions,
    DraftsResolver,
    Sessions,
    SessionWork,
    Timeboxes,
    Templates,
    TemplateResolver,
    SessionChanges,
    SessionResolver,
    RemeasureResolver,
    SessionResultResolver,
    ...parts.flatMap(({ resolvers }) => resolvers),
  ],
  exports: [Sessions, SessionWork, Templates],
})
export class SessionModule {}
