import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { May, PageArgs, Viewer } from '@tandem/platform';
import { Cycles } from './cycle-board.queries';
import { CycleConnection, CycleType } from './cycle.graphql';

@Resolver(() => CycleType)
export class CycleResolver {
  constructor(private readonly cycles: Cycles) {}

  @Query(() => CycleType, { nullable: true })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  cycle(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.cycles.one(viewer, id);
  }

  @Query(() => CycleConnection, { name: 'cycles', description: 'Every improvement cycle, last opened first.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  page(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return this.cycles.page(viewer, page);
  }
}
