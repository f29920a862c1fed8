import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { demand } from '@tandem/core';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { type DesignArgs, designOf, ProposeExperimentArgs } from './experiment/design.graphql';
import type { BoardRow } from './experiment/experiment-board.projection';
import { ExperimentBoard } from './experiment/experiment-board.queries';
import { ExperimentConnection, ExperimentType } from './experiment/experiment.graphql';
import { ImportExperimentArgs } from './experiment/lifecycle.graphql';
import { functionsOf } from './experiment/side.graphql';
import { OpportunityBoard } from './opportunity/opportunity-board.queries';
import type { OpportunityRow } from './opportunity/opportunity-board.projection';
import { LinkDeliveryArgs } from './opportunity/opportunity-args.graphql';
import { DeliveryType, OpportunityType } from './opportunity/opportunity.graphql';

/** How an experiment comes to be: always as a draft that nobody has signed, to prove an opportunity or by itself. */
@Resolver(() => ExperimentType)
@May('product_lead', 'tech_lead')
export class ProposeExperimentResolver {
  constructor(
    private readonly experiments: ExperimentBoard,
    private readonly opportunities: OpportunityBoard,
  ) {}

  @Mutation(() => ExperimentType, { description: 'Puts a design before both sides. The id is that of the command.' })
  proposeExperiment(@Args() args: ProposeExperimentArgs, @Viewer() viewer: Viewer) {
    return this.propose(args, { askedIds: args.askedIds?.map((id) => idOf('askedIds', id)) }, viewer);
  }

  @Mutation(() => ExperimentType, {
    description: 'Takes an experiment over from another tool, as a draft that both sides have yet to sign.',
  })
  importExperiment(@Args() { importedFrom, ...args }: ImportExperimentArgs, @Viewer() viewer: Viewer) {
    return this.propose(args, { importedFrom }, viewer);
  }

  @ResolveField(() => OpportunityType, {
    nullable: true,
    description: 'What it is to prove. Null: nothing that is kept.',
  })
  @May(...everyone)
  opportunity(@Parent() { opportunityId }: BoardRow, @Viewer() viewer: Viewer) {
    return opportunityId === null ? null : this.opportunities.one(viewer, opportunityId);
  }

  @ResolveField(() => [DeliveryType], { description: 'Changes that followed from it, in the tools that deliver them.' })
  @May(...everyone)
  async deliveries(@Parent() { id, opportunityId }: BoardRow, @Viewer() viewer: Viewer) {
    const proven = opportunityId === null ? null : await this.opportunities.one(viewer, opportunityId);
    return (proven?.deliveries ?? []).filter(({ experimentId }) => experimentId === id);
  }

  private async propose(
    args: DesignArgs,
    origin: { importedFrom?: string; askedIds?: readonly string[] },
    viewer: Viewer,
  ) {
    const teamIds = args.teamIds.map((id) => idOf('teamIds', id));
    const { opportunityId } = args;
    if (opportunityId) {
      const known = await this.opportunities.one(viewer, idOf('opportunityId', opportunityId));
      demand(known !== null, 'no-such-opportunity', '`opportunityId` must be an opportunity of this organisation.');
    }
    const data = { ...designOf({ ...args, teamIds }), ...origin, functions: functionsOf(viewer) };
    const id = idOf('commandId', args.commandId);
    return this.experiments.ask(viewer, id, () => ({ type: 'ProposeExperiment', data }), args);
  }
}

/** From an opportunity to what was tried and delivered, and back. */
@Resolver(() => OpportunityType)
@May('product_lead', 'tech_lead')
export class OpportunityTrailResolver {
  constructor(
    private readonly experiments: ExperimentBoard,
    private readonly opportunities: OpportunityBoard,
  ) {}

  @ResolveField(() => ExperimentConnection, {
    name: 'experiments',
    description: 'Experiments that are to prove it, last changed first.',
  })
  @May(...everyone)
  async tried(@Parent() { id }: OpportunityRow, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.experiments.pageOfOpportunity(viewer, id, pageOf(page)), (row) => row);
  }

  @Mutation(() => OpportunityType, { description: 'Links a change that came of it, in the tool that delivers it.' })
  @May('product_lead', 'tech_lead', 'member')
  async linkDelivery(@Args() { id, ref, url, experimentId, ...envelope }: LinkDeliveryArgs, @Viewer() viewer: Viewer) {
    const from = experimentId ? await this.experiments.one(viewer, idOf('experimentId', experimentId)) : null;
    const proves = !experimentId || from?.opportunityId === idOf('id', id);
    demand(proves, 'no-such-experiment', '`experimentId` must be an experiment that is to prove this opportunity.');
    const data = { ref, url: url ?? null, experimentId: from?.id ?? null };
    return this.opportunities.ask(viewer, id, { type: 'LinkDelivery', data }, envelope);
  }
}
