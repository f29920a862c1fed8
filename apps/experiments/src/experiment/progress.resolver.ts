import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, May, Viewer } from '@tandem/platform';
import { type BoardRow, voidedPhases } from './experiment-board.projection';
import { hidden } from './decision.decider';
import { ExperimentType } from './experiment.graphql';
import { ProgressType } from './progress.graphql';
import { looksUntil, progressOf } from './progress.measures';
import { Tracking } from './tracking.queries';

/** What may be said of an experiment while it runs. */
@Resolver(() => ExperimentType)
@May(...everyone)
export class ProgressResolver {
  constructor(private readonly tracking: Tracking) {}

  @ResolveField(() => [ProgressType], {
    description:
      'What the looks of its plan found, and what may be said at any moment; from what had happened by then, told late or not. Empty before it starts, without a plan, or while its team has agreed not to look.',
  })
  async progress(@Parent() row: BoardRow, @Viewer() viewer: Viewer): Promise<ProgressType[]> {
    const { plan, startedAt, kind } = row;
    if (kind !== 'ab' || plan === null || startedAt === null || row.variants.length < 2) return [];
    if (hidden(row, new Date())) return [];
    const now = row.concludedAt ?? new Date().toISOString();
    const voided = voidedPhases(row);
    const looks = [];
    for (const at of looksUntil(plan, startedAt, now)) {
      // what happened from then on is left out, like a phase that does not count
      const stored = await this.tracking.moments(viewer, row.id, [...voided, { startedAt: at, endedAt: null }]);
      looks.push({ at, stored });
    }
    return progressOf({ ...row, plan }, looks, await this.tracking.moments(viewer, row.id, voided));
  }
}
