import { Module } from '@nestjs/common';
import type { Service } from '@tandem/platform';
import { ConnectionModule } from './connection/connection.module';
import { takeRawBodies } from './connection/raw-body';
import { TeamType } from './delivery/delivery.graphql';
import { DeliveryModule } from './delivery/delivery.module';
import { DeliveryFacts1763600100000 } from './migrations/delivery-facts.migration';

@Module({ imports: [ConnectionModule, DeliveryModule] })
class AppModule {}

/** What the tools tell of delivery, and what is measured on it. */
export const metrics: Service = {
  name: 'metrics',
  module: AppModule,
  migrations: [DeliveryFacts1763600100000],
  orphanedTypes: [TeamType],
  prepare: takeRawBodies,
};
