import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type CommandArgs, everyone, idOf, May, Viewer } from '@tandem/platform';
import { Sessions } from '../session-board.queries';
import { SessionType } from '../session.graphql';
import { roleSwapBoard } from './role-swap-board.projection';
import { candidatesOf, hostedConfusion, swapView } from './role-swap-view.measures';
import type { RoleSwapCommand } from './role-swap.decider';
import { RoleSwapChangeType } from './role-swap.graphql';
import { roleSwapChange } from './role-swap.measures';
import {
  CheckVisionArgs,
  JudgeTaskArgs,
  ListOutcomesArgs,
  LogConfusionArgs,
  LogInterventionArgs,
  LookBackOnSwapArgs,
  PrepareForSwapArgs,
  ProposeSwapArgs,
  ReceiveSwapperArgs,
  ResolveConfusionArgs,
  SwapArgs,
  TakePulseArgs,
} from './swap-asked.graphql';
import { RoleSwapReportType } from './swap.graphql';

/** What people do in role swaps: the rules are the session's own. */
@Resolver(() => RoleSwapReportType)
@May('facilitator', 'product_lead', 'tech_lead', 'member')
export class RoleSwapResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => RoleSwapReportType, { nullable: true, description: 'What I may see of role swaps by now.' })
  async roleSwapReport(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const id = idOf('sessionId', sessionId);
    const watched = await this.sessions.watched(roleSwapBoard, viewer, id);
    if (!watched) return null;
    const { row, seesWork, viewing } = watched;
    return {
      sessionId: id,
      candidates: candidatesOf(row.work),
      swaps: row.work.swaps.flatMap((swap) => swapView(swap, row.work.log, viewing) ?? []),
      confusion: seesWork ? hostedConfusion(row.work) : [],
    };
  }

  @Query(() => RoleSwapChangeType, {
    nullable: true,
    description:
      'What changed since the session that this one measures again. Null if there is none, or not shown yet.',
  })
  @May(...everyone)
  async roleSwapChange(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const both = await this.sessions.beforeAndAfter(roleSwapBoard, viewer, idOf('sessionId', sessionId));
    return both && roleSwapChange(both[0].result, both[1].result);
  }

  @Mutation(() => SessionType, { description: 'What the product is about, and what it could be about but is not.' })
  @May('facilitator')
  listOutcomes(@Args() { outcomes, others, ...to }: ListOutcomesArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ListOutcomes', data: { outcomes, others } });
  }

  @Mutation(() => SessionType, { description: 'Proposes a swap of mine. Its id is that of the command.' })
  proposeSwap(
    @Args() { buddyId, withPersonId, theirBuddyId, days, endsOn, ...to }: ProposeSwapArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = {
      swapId: to.commandId,
      buddyId,
      ...(withPersonId && { withPersonId }),
      ...(theirBuddyId && { theirBuddyId }),
      ...{ days, endsOn },
    };
    return this.ask(viewer, to, { type: 'ProposeSwap', data });
  }

  @Mutation(() => SessionType, { description: 'Says yes to a swap, as swapper or as buddy.' })
  acceptSwap(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'AcceptSwap', data: { swapId } });
  }

  @Mutation(() => SessionType, { description: 'Agrees to a swap, for my team that I speak for.' })
  approveSwap(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ApproveSwap', data: { swapId } });
  }

  @Mutation(() => SessionType, { description: 'Ends a swap of mine, without a reason; what was written goes with it.' })
  abortSwap(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'AbortSwap', data: { swapId } });
  }

  @Mutation(() => SessionType, { description: 'As swapper: what is seen to at home, and what I will do there.' })
  prepareForSwap(
    @Args() { swapId, handOver, onCall, soleApprover, tasks, ...to }: PrepareForSwapArgs,
    @Viewer() viewer: Viewer,
  ) {
    return this.ask(viewer, to, { type: 'PrepareForSwap', data: { swapId, handOver, onCall, soleApprover, tasks } });
  }

  @Mutation(() => SessionType, { description: 'As buddy: access is granted until the end, and I am there.' })
  receiveSwapper(@Args() { swapId, accessUntil, present, ...to }: ReceiveSwapperArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ReceiveSwapper', data: { swapId, accessUntil, present } });
  }

  @Mutation(() => SessionType, { description: 'What I hold the product to be about, before and after; sealed.' })
  checkVision(@Args() { swapId, ranking, statement, ...to }: CheckVisionArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'CheckVision', data: { swapId, ranking, statement } });
  }

  @Mutation(() => SessionType, { description: 'The swap begins, once everything is seen to.' })
  startSwap(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'StartSwap', data: { swapId } });
  }

  @Mutation(() => SessionType)
  pauseSwap(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'PauseSwap', data: { swapId } });
  }

  @Mutation(() => SessionType)
  resumeSwap(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ResumeSwap', data: { swapId } });
  }

  @Mutation(() => SessionType, { description: 'Everybody is back in their own team.' })
  returnFromSwap(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ReturnFromSwap', data: { swapId } });
  }

  @Mutation(() => SessionType, {
    description: 'What confused me, for my buddy and me until all talk. Its id is that of the command.',
  })
  logConfusion(@Args() args: LogConfusionArgs, @Viewer() viewer: Viewer) {
    const { swapId, kind, text, minutesLost, resolvedBy, visionRelated, ...to } = args;
    const data = { swapId, entryId: to.commandId, kind, text, minutesLost, resolvedBy, visionRelated };
    return this.ask(viewer, to, { type: 'LogConfusion', data });
  }

  @Mutation(() => SessionType, { description: 'Who or what cleared it up, and how long it took in all.' })
  resolveConfusion(
    @Args() { entryId, resolvedBy, minutesLost, ...to }: ResolveConfusionArgs,
    @Viewer() viewer: Viewer,
  ) {
    return this.ask(viewer, to, { type: 'ResolveConfusion', data: { entryId, resolvedBy, minutesLost } });
  }

  @Mutation(() => SessionType, { description: 'How today was over there. Said twice a day, the last counts.' })
  takePulse(@Args() { swapId, clarity, help, hours, ...to }: TakePulseArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'TakePulse', data: { swapId, clarity, help, hours } });
  }

  @Mutation(() => SessionType, { description: 'As buddy: what I helped with.' })
  logIntervention(@Args() { swapId, text, minutes, ...to }: LogInterventionArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'LogIntervention', data: { swapId, text, minutes } });
  }

  @Mutation(() => SessionType, { description: 'As buddy: what became of a task.' })
  judgeTask(@Args() { swapId, task, outcome, ...to }: JudgeTaskArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'JudgeTask', data: { swapId, task, outcome } });
  }

  @Mutation(() => SessionType, { description: 'What I take along, before all of the swap talk.' })
  lookBackOnSwap(@Args() { swapId, keep, stop, try: attempt, ...to }: LookBackOnSwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'LookBackOnSwap', data: { swapId, keep, stop, try: attempt } });
  }

  @Mutation(() => SessionType, { description: 'All of the swap talk: what was sealed is shown to them.' })
  beginJointDebrief(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'BeginJointDebrief', data: { swapId } });
  }

  @Mutation(() => SessionType, {
    description: 'They have talked: what confused is shown as the process of the team, without a name.',
  })
  endJointDebrief(@Args() { swapId, ...to }: SwapArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'EndJointDebrief', data: { swapId } });
  }

  private ask(viewer: Viewer, { sessionId, ...envelope }: CommandArgs & { sessionId: string }, wish: RoleSwapCommand) {
    return this.sessions.ask(viewer, idOf('sessionId', sessionId), wish, envelope);
  }
}
