import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { idOf, May, Viewer } from '@tandem/platform';
import { DesignArgs, designOf } from './design.graphql';
import { ExperimentBoard } from './experiment-board.queries';
import { ExperimentType } from './experiment.graphql';
import { ImportExperimentArgs } from './lifecycle.graphql';
import { functionsOf } from './side.graphql';

/** How an experiment comes to be: always as a draft that nobody has signed. */
@Resolver(() => ExperimentType)
@May('product_lead', 'tech_lead')
export class ProposeResolver {
  constructor(private readonly board: ExperimentBoard) {}

  @Mutation(() => ExperimentType, { description: 'Puts a design before both sides. The id is that of the command.' })
  proposeExperiment(@Args() args: DesignArgs, @Viewer() viewer: Viewer) {
    return this.propose(args, {}, viewer);
  }

  @Mutation(() => ExperimentType, {
    description: 'Takes an experiment over from another tool, as a draft that both sides have yet to sign.',
  })
  importExperiment(@Args() { importedFrom, ...args }: ImportExperimentArgs, @Viewer() viewer: Viewer) {
    return this.propose(args, { importedFrom }, viewer);
  }

  private propose(args: DesignArgs, origin: { importedFrom?: string }, viewer: Viewer) {
    const teamIds = args.teamIds.map((id) => idOf('teamIds', id));
    const data = { ...designOf({ ...args, teamIds }), ...origin, functions: functionsOf(viewer) };
    const id = idOf('commandId', args.commandId);
    return this.board.ask(viewer, id, () => ({ type: 'ProposeExperiment', data }), args);
  }
}
