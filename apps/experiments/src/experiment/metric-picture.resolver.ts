import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, May } from '@tandem/platform';
import { comparisonTable } from './comparison-table.measures';
import { comparisonPicture } from './comparison.pictures';
import { ExperimentTableType, MetricResultType } from './result.graphql';

/** What one metric says, for people: as a picture, and as the table that it is drawn from. */
@Resolver(() => MetricResultType)
@May(...everyone)
export class MetricPictureResolver {
  @ResolveField(() => String, {
    description: 'Each variant against the control as SVG, with its figures in words inside.',
  })
  svg(@Parent() metric: MetricResultType) {
    return comparisonPicture(metric);
  }

  @ResolveField(() => ExperimentTableType, { description: 'What the picture shows, as a table.' })
  table(@Parent() metric: MetricResultType) {
    return comparisonTable(metric);
  }
}
