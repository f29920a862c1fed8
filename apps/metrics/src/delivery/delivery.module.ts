import { Module } from '@nestjs/common';
import { DeliveryFacts } from './delivery.queries';
import { DeliveryResolver, DeploymentResolver, TeamDeliveryResolver } from './delivery.resolver';

@Module({ providers: [TeamDeliveryResolver, DeliveryResolver, DeploymentResolver, DeliveryFacts] })
export class DeliveryModule {}
