import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Rejection } from '@tandem/core';
import { everyone, idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { hidden } from './decision.decider';
import { type BoardRow, voidedPhases } from './experiment-board.projection';
import { ExperimentBoard } from './experiment-board.queries';
import {
  ConcludeExperimentArgs,
  EndorseExperimentArgs,
  ExperimentArgs,
  ExperimentConnection,
  ExperimentType,
} from './experiment.graphql';
import { EntryType } from './lifecycle.graphql';
import { unitsNeeded } from './power.measures';
import { ExperimentResultType, SmallSampleType } from './result.graphql';
import { resultOf } from './result.measures';
import { functionsOf } from './side.graphql';
import { smallSampleArms, smallSampleContrasts, unitsIn } from './small-sample.measures';
import { Tracking } from './tracking.queries';

@Resolver(() => ExperimentType)
@May(...everyone)
export class ExperimentResolver {
  constructor(
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

  @Query(() => ExperimentResultType, {
    nullable: true,
    description:
      'What an experiment says up to now; refused with results-hidden and the date while its team has agreed not to look.',
  })
  async experimentResult(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    const row = await this.board.one(viewer, idOf('id', id));
    if (!row) return null;
    const until = hidden(row, new Date());
    if (until) throw new Rejection('results-hidden', `Its team has agreed not to look before ${until}.`);
    return this.result(row, viewer);
  }

  @ResolveField(() => ExperimentResultType, {
    description:
      'What it says up to now; exact sums, computed when asked. Without figures while the team has agreed not to look.',
  })
  async result(@Parent() row: BoardRow, @Viewer() viewer: Viewer) {
    const moments = await this.tracking.moments(viewer, row.id, voidedPhases(row));
    const result = resultOf(row.variants, row.metrics, moments, { level: 1 - (row.plan?.alpha ?? 0.05) });
    const hiddenUntil = hidden(row, new Date());
    return { ...result, hiddenUntil, metrics: hiddenUntil ? [] : result.metrics };
  }

  @ResolveField(() => Int, {
    nullable: true,
    description:
      'Units of all versions together that its plan takes. Null: the plan does not say what the metric is today.',
  })
  unitsNeeded(@Parent() { plan, ...row }: BoardRow) {
    return plan && unitsNeeded({ ...row, plan });
  }

  @ResolveField(() => [EntryType], {
    description: 'What was entered by hand and counts. Empty while the team has agreed not to look.',
  })
  entries(@Parent() row: BoardRow) {
    return hidden(row, new Date()) ? [] : row.entries;
  }

  @ResolveField(() => SmallSampleType, {
    nullable: true,
    description: 'What was entered by hand says. Null: it is tracked, or the team has agreed not to look yet.',
  })
  smallSample(@Parent() row: BoardRow) {
    if (row.kind === 'ab' || hidden(row, new Date())) return null;
    return {
      units: unitsIn(row.entries),
      arms: smallSampleArms(row, row.entries),
      contrasts: smallSampleContrasts(row, row.entries),
    };
  }

  @Mutation(() => ExperimentType, {
    description: 'Says yes for the side that I lead, to the design as it stands. Saying it twice is harmless.',
  })
  @May('product_lead', 'tech_lead')
  endorseExperiment(@Args() { id, side, designVersion, ...envelope }: EndorseExperimentArgs, @Viewer() viewer: Viewer) {
    const seen = designVersion == null ? {} : { designVersion };
    const data = { side, personId: viewer.id, functions: functionsOf(viewer), ...seen };
    return this.board.ask(viewer, id, () => ({ type: 'EndorseExperiment', data }), envelope);
  }

  @Mutation(() => ExperimentType, { description: 'Starts it, once both sides have said yes.' })
  @May('product_lead', 'tech_lead')
  startExperiment(@Args() { id, ...envelope }: ExperimentArgs, @Viewer() viewer: Viewer) {
    return this.board.ask(viewer, id, (now) => ({ type: 'StartExperiment', data: { now } }), envelope);
  }

  @Mutation(() => ExperimentType, {
    description:
      'Ends it with a verdict, where its design declares no rule. What happened to units before the end is still counted when it arrives later.',
  })
  @May('product_lead', 'tech_lead')
  concludeExperiment(@Args() { id, verdict, reason, ...envelope }: ConcludeExperimentArgs, @Viewer() viewer: Viewer) {
    const data = { verdict, reason };
    return this.board.ask(viewer, id, (now) => ({ type: 'ConcludeExperiment', data: { ...data, now } }), envelope);
  }
}
