import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { ExperimentBoard } from './experiment-board.queries';
import { ExperimentConnection, TeamExperiments } from './experiment.graphql';

/** What this service knows of a team that another one owns. */
@Resolver(() => TeamExperiments)
@May(...everyone)
export class TeamExperimentsResolver {
  constructor(private readonly board: ExperimentBoard) {}

  @ResolveField(() => ExperimentConnection, { description: 'Experiments that the team owns, last changed first.' })
  async experiments(@Parent() { id }: TeamExperiments, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.board.pageOfTeam(viewer, idOf('id', id), pageOf(page)), (row) => row);
  }
}
