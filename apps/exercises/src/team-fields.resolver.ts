import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { Cycles } from './cycle/cycle-board.queries';
import { CycleConnection } from './cycle/cycle.graphql';
import { Sessions } from './session/session-board.queries';
import { FindingConnection } from './session/session.graphql';
import { TeamType } from './team/team.graphql';

/** What the other slices know of a team. */
@Resolver(() => TeamType)
@May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
export class TeamFieldsResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly cycles: Cycles,
  ) {}

  @ResolveField(() => FindingConnection, { description: 'What sessions found out about this team, newest first.' })
  async findings(@Parent() { id }: TeamType, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.sessions.findingsOfTeam(viewer, id, pageOf(page)), (row) => row);
  }

  @ResolveField(() => CycleConnection, { name: 'cycles', description: 'Improvements it takes part in, newest first.' })
  async cyclesOf(@Parent() { id }: TeamType, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.cycles.pageOfTeam(viewer, id, pageOf(page)), (row) => row);
  }
}
