import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PageArgs, Viewer } from '@tandem/platform';
import { Cycles } from './cycle/cycle-board.queries';
import { CycleConnection } from './cycle/cycle.graphql';
import { Sessions } from './session/session-board.queries';
import { FindingConnection } from './session/session.graphql';
import { TeamType } from './team/team.graphql';

/** What the other slices know of a team. */
@Resolver(() => TeamType)
export class TeamFieldsResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly cycles: Cycles,
  ) {}

  @ResolveField(() => FindingConnection, { description: 'What sessions found out about this team, newest first.' })
  findings(@Parent() { id }: TeamType, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return this.sessions.findingsOf(viewer, id, page);
  }

  @ResolveField(() => CycleConnection, { name: 'cycles', description: 'Improvements it takes part in, newest first.' })
  cyclesOf(@Parent() { id }: TeamType, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return this.cycles.page(viewer, page, id);
  }
}
