import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { everyone, idOf, May, Viewer } from '@tandem/platform';
import { CycleExports } from './cycle-export.queries';
import { Cycles } from './cycle/cycle-board.queries';
import type { CycleRow } from './cycle/cycle.measures';
import { CycleFiguresType, CyclesOfArgs, PortfolioColumnType } from './cycle/cycle-figures.graphql';
import { cycleFiguresOf, portfolioOf } from './cycle/cycle-figures.measures';
import { CycleType } from './cycle/cycle.graphql';
import { Sessions } from './session/session-board.queries';
import { FindingType, SessionType } from './session/session.graphql';
import { Whys } from './why/why-board.queries';
import { WhyType } from './why/why.graphql';

/** What the other slices know of a cycle, and what all cycles amount to. */
@Resolver(() => CycleType)
@May(...everyone)
export class CycleFieldsResolver {
  constructor(
    private readonly cycles: Cycles,
    private readonly sessions: Sessions,
    private readonly whys: Whys,
    private readonly exports: CycleExports,
  ) {}

  @Query(() => CycleFiguresType, { description: 'How well we improve: each figure with n and its interval.' })
  async cycleFigures(@Args() { teamId }: CyclesOfArgs, @Viewer() viewer: Viewer) {
    return cycleFiguresOf(await this.cycles.all(viewer, ofTeam(teamId)), new Date().toISOString());
  }

  @Query(() => [PortfolioColumnType], { description: 'Every stage in its order, with how many cycles stand there.' })
  async cyclePortfolio(@Args() { teamId }: CyclesOfArgs, @Viewer() viewer: Viewer) {
    return portfolioOf(await this.cycles.all(viewer, ofTeam(teamId)));
  }

  @ResolveField(() => String, { description: 'The cycle on one page (A3), as Markdown.' })
  a3(@Parent() { id }: CycleRow, @Viewer() viewer: Viewer) {
    return this.exports.a3(viewer, id);
  }

  @ResolveField(() => [WhyType], { description: 'The analyses that ask why, in the order in which they began.' })
  async analyses(@Parent() { whyIds }: CycleRow, @Viewer() viewer: Viewer) {
    const all = await Promise.all(whyIds.map((id) => this.whys.one(viewer, id)));
    return all.filter((why) => why !== null);
  }

  @ResolveField(() => SessionType, { nullable: true, description: 'The session that found what it works on.' })
  session(@Parent() { sessionId }: CycleRow, @Viewer() viewer: Viewer) {
    return this.sessions.one(viewer, sessionId);
  }
}

/** The improvements that came of a session. */
@Resolver(() => SessionType)
@May(...everyone)
export class SessionCyclesResolver {
  constructor(private readonly all: Cycles) {}

  @ResolveField(() => [CycleType], { description: 'Cycles that it made begin, or that it is to measure again.' })
  cycles(@Parent() { id }: SessionType, @Viewer() viewer: Viewer) {
    return this.all.ofSession(viewer, id);
  }
}

/** The improvements that came of a finding. */
@Resolver(() => FindingType)
@May(...everyone)
export class FindingCyclesResolver {
  constructor(private readonly all: Cycles) {}

  @ResolveField(() => [CycleType], { description: 'Cycles that work on it.' })
  cycles(@Parent() { findingId }: FindingType, @Viewer() viewer: Viewer) {
    return this.all.ofFinding(viewer, findingId);
  }
}

const ofTeam = (teamId: string | undefined) => (teamId == null ? {} : { teamId: idOf('teamId', teamId) });
