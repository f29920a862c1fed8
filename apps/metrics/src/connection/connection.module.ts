import { Module } from '@nestjs/common';
import { EventStoreModule, SETTINGS } from '@tandem/platform';
import { connectionBoard } from './connection-board.projection';
import { ConnectionBoard } from './connection-board.queries';
import { ConnectionSecrets } from './connection-secret.queries';
import { announce } from './connection.announce';
import { connection } from './connection.decider';
import { ConnectionResolver } from './connection.resolver';
import { GitHubController } from './github.controller';
import { HistoryController } from './history.controller';
import { HookDeliveries } from './hook-delivery.queries';
import { Vault } from './vault';

@Module({
  imports: [
    EventStoreModule.forStream({ name: 'connection', decider: connection, projections: [connectionBoard], announce }),
  ],
  controllers: [GitHubController, HistoryController],
  providers: [
    ConnectionResolver,
    ConnectionBoard,
    ConnectionSecrets,
    HookDeliveries,
    {
      provide: Vault,
      inject: [SETTINGS],
      useFactory: (settings: { readonly TANDEM_SECRETS_KEY: string }) =>
        new Vault(Buffer.from(settings.TANDEM_SECRETS_KEY, 'base64')),
    },
  ],
})
export class ConnectionModule {}
