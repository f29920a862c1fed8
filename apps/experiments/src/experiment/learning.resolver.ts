import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, pageOf, toConnection, Viewer } from '@tandem/platform';
import { LearningBoard } from './learning-board.queries';
import { LearningArgs, LearningConnection, LearningType, WinRatesType } from './learning.graphql';
import { winRates } from './learning.measures';

/** The library of what experiments have taught. */
@Resolver(() => LearningType)
@May(...everyone)
export class LearningResolver {
  constructor(private readonly board: LearningBoard) {}

  @Query(() => LearningConnection, { description: 'What my organisation has learned, the latest first.' })
  async learnings(@Args() { text, metric, teamId, outcome, ...page }: LearningArgs, @Viewer() viewer: Viewer) {
    const wanted = {
      ...(text ? { text } : {}),
      ...(metric ? { metric } : {}),
      ...(teamId ? { teamId: idOf('teamId', teamId) } : {}),
      ...(outcome ? { outcome } : {}),
    };
    return toConnection(await this.board.search(viewer, wanted, pageOf(page)), (row) => row as LearningType);
  }

  @Query(() => WinRatesType, { description: 'How often what was believed came true, of a team or of all.' })
  async experimentWinRates(
    @Args('teamId', { type: () => ID, nullable: true }) teamId: string | null,
    @Viewer() viewer: Viewer,
  ) {
    return winRates(await this.board.ended(viewer, teamId ? idOf('teamId', teamId) : null));
  }
}
