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

  @ResolveField(() => FindingConnection, {
    nullable: true,
    description: 'What sessions found out about this team, newest first. Null for those who read no session.',
  })
  async findings(@Parent() { id }: TeamType, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.sessions.findingsOfTeam(viewer, id, pageOf(page)), (row) => row);
  }

  @ResolveField(() => CycleConnection, {
    name: 'cycles',
    nullable: true,
    description: 'Improvements it takes part in, newest first. Null for those who read no session.',
  })
  async cyclesOf(@Parent() { id }: TeamType, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.cycles.pageOfTeam(viewer, id, pageOf(page)), (row) => row);
  }
}
