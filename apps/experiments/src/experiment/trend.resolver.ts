import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, May, Viewer } from '@tandem/platform';
import { hidden } from './decision.decider';
import type { BoardRow } from './experiment-board.projection';
import { ExperimentType } from './experiment.graphql';
import { ExperimentTableType } from './result.graphql';
import { ExperimentTrendType, RatioTrendType, VariantTrendType } from './trend.graphql';
import { cumulativeEffectPicture, cumulativeEffectTable, sampleRatioPicture, sampleRatioTable } from './trend.pictures';
import { Trends } from './trend.queries';

/** What an experiment said over time. */
@Resolver(() => ExperimentType)
@May(...everyone)
export class TrendResolver {
  constructor(private readonly trends: Trends) {}

  @ResolveField(() => ExperimentTrendType, {
    description:
      'What it said at the end of each day up to now; exact, counted anew when asked. Without effects while the team has agreed not to look.',
  })
  async trend(@Parent() row: BoardRow, @Viewer() viewer: Viewer) {
    const trend = await this.trends.trend(viewer, row);
    const hiddenUntil = hidden(row, new Date());
    return { ...trend, hiddenUntil, effects: hiddenUntil ? [] : trend.effects };
  }
}

@Resolver(() => VariantTrendType)
@May(...everyone)
export class VariantTrendPictureResolver {
  @ResolveField(() => String, {
    description: 'The difference so far with its bounds as SVG, with its figures in words inside.',
  })
  svg(@Parent() trend: VariantTrendType) {
    return cumulativeEffectPicture(trend);
  }

  @ResolveField(() => ExperimentTableType, { description: 'What the picture shows, as a table.' })
  table(@Parent() trend: VariantTrendType) {
    return cumulativeEffectTable(trend);
  }
}

@Resolver(() => RatioTrendType)
@May(...everyone)
export class RatioTrendPictureResolver {
  @ResolveField(() => String, {
    description: 'The p value of all looks so far as SVG, with its figures in words inside.',
  })
  svg(@Parent() trend: RatioTrendType) {
    return sampleRatioPicture(trend);
  }

  @ResolveField(() => ExperimentTableType, { description: 'What the picture shows, as a table.' })
  table(@Parent() trend: RatioTrendType) {
    return sampleRatioTable(trend);
  }
}
