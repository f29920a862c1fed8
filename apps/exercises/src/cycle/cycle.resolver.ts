import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { Cycles } from './cycle-board.queries';
import { CycleConnection, CycleType } from './cycle.graphql';

@Resolver(() => CycleType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
export class CycleResolver {
  constructor(private readonly cycles: Cycles) {}

  @Query(() => CycleType, { nullable: true })
  cycle(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.cycles.one(viewer, idOf('id', id));
  }

  @Query(() => CycleConnection, { name: 'cycles', description: 'Every improvement cycle, last opened first.' })
  async page(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.cycles.page(viewer, pageOf(page)), (row) => row);
  }
}
