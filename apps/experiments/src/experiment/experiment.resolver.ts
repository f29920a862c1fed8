import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Envelope, EventStore } from '@tandem/event-store';
import { everyone, idOf, May, PageArgs, pageOf, Problem, toConnection, Viewer } from '@tandem/platform';
import { ExperimentBoard } from './experiment-board.queries';
import type { BoardRow } from './experiment-board.projection';
import { experiment, type ExperimentCommand } from './experiment.decider';
import {
  ConcludeExperimentArgs,
  EndorseExperimentArgs,
  ExperimentArgs,
  ExperimentConnection,
  ExperimentType,
  ProposeExperimentArgs,
} from './experiment.graphql';
import { ExperimentResultType } from './result.graphql';
import { resultOf } from './result.measures';
import { Tracking } from './tracking.queries';

@Resolver(() => ExperimentType)
@May(...everyone)
export class ExperimentResolver {
  constructor(
    private readonly events: EventStore,
    private readonly board: ExperimentBoard,
    private readonly tracking: Tracking,
  ) {}

  @Query(() => ExperimentConnection, { description: 'Every experiment of my organisation, last changed first.' })
  async experiments(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.board.page(viewer, pageOf(page)), (row) => row);
  }

  @Query(() => ExperimentType, {
    nullable: true,
    description: 'One experiment of my organisation; null if it has none such.',
  })
  experiment(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.board.one(viewer, idOf('id', id));
  }

  @ResolveField(() => ExperimentResultType, { description: 'What it says up to now; exact sums, computed when asked.' })
  async result(@Parent() { id, variants, metrics }: BoardRow, @Viewer() viewer: Viewer) {
    return resultOf(variants, metrics, await this.tracking.moments(viewer, id));
  }

  @Mutation(() => ExperimentType, { description: 'Puts a design before both sides. The id is that of the command.' })
  @May('product_lead', 'tech_lead')
  proposeExperiment(
    @Args() { hypothesis, teamIds, variants, metrics, ...envelope }: ProposeExperimentArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { hypothesis, teamIds: teamIds.map((id) => idOf('teamIds', id)), variants, metrics };
    const id = idOf('commandId', envelope.commandId);
    return this.command(id, { type: 'ProposeExperiment', data }, { ...envelope, viewer });
  }

  @Mutation(() => ExperimentType, { description: 'Says yes for the side that I lead. Saying it twice is harmless.' })
  @May('product_lead', 'tech_lead')
  endorseExperiment(@Args() { id, side, ...envelope }: EndorseExperimentArgs, @Viewer() viewer: Viewer) {
    const lead = side === 'product' ? 'product_lead' : 'tech_lead';
    if (!viewer.roles.includes(lead)) throw new Problem(403, 'FORBIDDEN', `The ${side} side is endorsed by a ${lead}.`);
    const data = { side, personId: viewer.id };
    return this.command(id, { type: 'EndorseExperiment', data }, { ...envelope, viewer });
  }

  @Mutation(() => ExperimentType, { description: 'Starts it, once both sides have said yes.' })
  @May('product_lead', 'tech_lead')
  startExperiment(@Args() { id, ...envelope }: ExperimentArgs, @Viewer() viewer: Viewer) {
    const occurredAt = envelope.occurredAt ?? new Date();
    const data = { now: occurredAt.toISOString() };
    return this.command(id, { type: 'StartExperiment', data }, { ...envelope, occurredAt, viewer });
  }

  @Mutation(() => ExperimentType, {
    description:
      'Ends it with a verdict. What happened to units before the end is still counted when it arrives later.',
  })
  @May('product_lead', 'tech_lead')
  concludeExperiment(@Args() { id, verdict, reason, ...envelope }: ConcludeExperimentArgs, @Viewer() viewer: Viewer) {
    const occurredAt = envelope.occurredAt ?? new Date();
    const data = { verdict, reason, now: occurredAt.toISOString() };
    return this.command(id, { type: 'ConcludeExperiment', data }, { ...envelope, occurredAt, viewer });
  }

  private async command(id: string, command: ExperimentCommand, envelope: Envelope) {
    const { streamId } = await this.events.handle(experiment, idOf('id', id), command, envelope);
    return this.board.one(envelope.viewer, streamId);
  }
}
