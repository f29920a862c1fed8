import { Args, Field, Float, ID, Int, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { CapacityBoard } from './capacity/capacity-board.queries';
import { CapacityType } from './capacity/capacity.graphql';
import { ExperimentBoard } from './experiment/experiment-board.queries';
import { TeamExperiments } from './experiment/experiment.graphql';
import { type Innovation, innovationOf, type MonthFigures } from './innovation.measures';
import { OpportunityBoard } from './opportunity/opportunity-board.queries';
import { OpportunityConnection } from './opportunity/opportunity.graphql';

@ObjectType('InnovationMonth')
class InnovationMonthType implements MonthFigures {
  @Field({ description: 'Such as 2026-01, in UTC.' })
  readonly month!: string;

  @Field(() => Int, { description: 'Experiments that began.' })
  readonly started!: number;

  @Field(() => Int, { description: 'Experiments that were decided.' })
  readonly decided!: number;
}

@ObjectType('Innovation', { description: 'How often a team tries things, and how many of its ideas it has tried.' })
class InnovationType implements Innovation {
  @Field(() => [InnovationMonthType], { description: 'The last 12 months, the present one last.' })
  readonly months!: readonly InnovationMonthType[];

  @Field(() => Int, { description: 'Opportunities that are kept.' })
  readonly ideas!: number;

  @Field(() => Int, { description: 'Of these, with an experiment that has begun.' })
  readonly tried!: number;

  @Field(() => Float, { nullable: true, description: 'tried / ideas. Null: there are no ideas.' })
  readonly conversion!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % interval (Wilson).' })
  readonly ciLow!: number | null;

  @Field(() => Float, { nullable: true })
  readonly ciHigh!: number | null;

  @Field({ description: 'Fewer than 10 ideas: a hint, no figure.' })
  readonly lowSample!: boolean;

  @Field(() => Int, { nullable: true, description: 'Since the last experiment began. Null: none has.' })
  readonly daysSinceLast!: number | null;
}

/** From ideas to experiments: figures over both boards, and what a team has of either. */
@Resolver(() => TeamExperiments)
@May(...everyone)
export class InnovationResolver {
  constructor(
    private readonly experiments: ExperimentBoard,
    private readonly opportunities: OpportunityBoard,
    private readonly capacity: CapacityBoard,
  ) {}

  @Query(() => InnovationType, { description: 'Of a team, or of the whole organisation.' })
  async innovation(@Args('teamId', { type: () => ID, nullable: true }) asked: string | null, @Viewer() viewer: Viewer) {
    const teamId = asked ? idOf('teamId', asked) : null;
    const [courses, ideas] = await Promise.all([
      this.experiments.courses(viewer, teamId),
      this.opportunities.ranked(viewer, teamId),
    ]);
    return innovationOf(
      courses,
      ideas.map(({ id }) => id),
      new Date().toISOString(),
    );
  }

  @ResolveField(() => OpportunityConnection, {
    name: 'opportunities',
    description: 'Opportunities that the team would own, last changed first.',
  })
  async opportunitiesOfTeam(@Parent() { id }: TeamExperiments, @Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.opportunities.pageOfTeam(viewer, idOf('id', id), pageOf(page)), (row) => row);
  }

  @ResolveField(() => CapacityType, { nullable: true, description: 'Null: the team has set nothing aside.' })
  innovationCapacity(@Parent() { id }: TeamExperiments, @Viewer() viewer: Viewer) {
    return this.capacity.one(viewer, idOf('id', id));
  }
}
