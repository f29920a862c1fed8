import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type CommandArgs, everyone, idOf, May, Viewer } from '@tandem/platform';
import { Sessions } from '../session-board.queries';
import { SessionArgs, SessionType } from '../session.graphql';
import { ShadowingBoardType } from './pair.graphql';
import { shadowingBoard } from './shadowing-board.projection';
import type { ShadowingCommand } from './shadowing.decider';
import {
  AnswerObservationArgs,
  DebriefAloneArgs,
  EnrolInRoundArgs,
  ListPrioritiesArgs,
  ObservationArgs,
  PairArgs,
  PublishObservationArgs,
  ScheduleShadowDayArgs,
  SealExpectationsArgs,
  ShadowingChangeType,
} from './shadowing.graphql';
import { pairView, shadowingChange } from './shadowing.measures';

/** What people do in a round of shadowing: the rules are the session's own. */
@Resolver(() => ShadowingBoardType)
@May('facilitator', 'product_lead', 'tech_lead', 'member')
export class ShadowingResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => ShadowingBoardType, { nullable: true, description: 'What I may see of a round of shadowing by now.' })
  async shadowingBoard(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const id = idOf('sessionId', sessionId);
    const watched = await this.sessions.watched(shadowingBoard, viewer, id);
    if (!watched) return null;
    const { row, seesWork, viewing } = watched;
    const { enrolled, pairs, cards } = row.work;
    return {
      sessionId: id,
      enrolled: enrolled.some(({ personId }) => personId === viewer.id),
      enrolledCount: enrolled.length,
      pairs: pairs.flatMap((pair) => pairView(pair, cards, viewing) ?? []),
      shared: seesWork ? cards.filter(({ shared }) => shared) : [],
    };
  }

  @Query(() => ShadowingChangeType, {
    nullable: true,
    description: 'What changed since the round that this one measures again. Null if there is none, or not shown yet.',
  })
  @May(...everyone)
  async shadowingChange(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const both = await this.sessions.beforeAndAfter(shadowingBoard, viewer, idOf('sessionId', sessionId));
    return both && shadowingChange(both[0].result, both[1].result);
  }

  @Mutation(() => SessionType, { description: 'Says yes to take part: only I can say it, and I may leave again.' })
  enrolInRound(
    @Args() { place, notWith, managerId, requires, clearances, ...to }: EnrolInRoundArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { place, notWith, ...(managerId && { managerId }), requires, clearances };
    return this.ask(viewer, to, { type: 'EnrolInRound', data });
  }

  @Mutation(() => SessionType, { description: 'Leaves the round, without a reason; what I said goes with me.' })
  leaveRound(@Args() to: SessionArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'LeaveRound', data: {} });
  }

  @Mutation(() => SessionType, { description: 'Says yes to my pair.' })
  acceptPair(@Args() { pairId, ...to }: PairArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'AcceptPair', data: { pairId } });
  }

  @Mutation(() => SessionType, { description: 'Agrees to a pair, for my team that I speak for.' })
  approvePair(@Args() { pairId, ...to }: PairArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ApprovePair', data: { pairId } });
  }

  @Mutation(() => SessionType, { description: 'Says no to my pair, without a reason: new pairs can be made.' })
  declinePair(@Args() { pairId, ...to }: PairArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'DeclinePair', data: { pairId } });
  }

  @Mutation(() => SessionType, { description: 'Sets the day, or another one.' })
  scheduleShadowDay(@Args() { pairId, day, ...to }: ScheduleShadowDayArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ScheduleShadowDay', data: { pairId, day } });
  }

  @Mutation(() => SessionType, { description: 'The day did not come about. Whose fault it was nobody asks.' })
  missShadowDay(@Args() { pairId, ...to }: PairArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'MissShadowDay', data: { pairId } });
  }

  @Mutation(() => SessionType, { description: 'As host: what my team wants, for both of us to rank.' })
  listPriorities(@Args() { pairId, priorities, ...to }: ListPrioritiesArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ListPriorities', data: { pairId, priorities } });
  }

  @Mutation(() => SessionType, { description: 'What I expect; sealed until the pair talks.' })
  sealExpectations(
    @Args() { pairId, ranking, blockers, understanding, ...to }: SealExpectationsArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { pairId, ranking, blockers, ...(isSaid(understanding) && { understanding }) };
    return this.ask(viewer, to, { type: 'SealExpectations', data });
  }

  @Mutation(() => SessionType, { description: 'The day is over.' })
  holdShadowDay(@Args() { pairId, ...to }: PairArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'HoldShadowDay', data: { pairId } });
  }

  @Mutation(() => SessionType, { description: 'What I saw, for the pair alone. Its id is that of the command.' })
  publishObservation(@Args() args: PublishObservationArgs, @Viewer() viewer: Viewer) {
    const { sessionId, commandId, expectedVersion, occurredAt, minutesLost, ...card } = args;
    const data = { ...card, ...(isSaid(minutesLost) && { minutesLost }), observationId: commandId };
    const to = { sessionId, commandId, expectedVersion, occurredAt };
    return this.ask(viewer, to, { type: 'PublishObservation', data });
  }

  @Mutation(() => SessionType, { description: 'As host: what I make of a card. A veto takes its words away.' })
  answerObservation(
    @Args() { observationId, answer, context, ...to }: AnswerObservationArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { observationId, answer, ...(context && { context }) };
    return this.ask(viewer, to, { type: 'AnswerObservation', data });
  }

  @Mutation(() => SessionType, { description: 'What I take along, before the pair talks.' })
  debriefAlone(@Args() args: DebriefAloneArgs, @Viewer() viewer: Viewer) {
    const { pairId, understanding, keep, stop, try: attempt, ...to } = args;
    return this.ask(viewer, to, { type: 'DebriefAlone', data: { pairId, understanding, keep, stop, try: attempt } });
  }

  @Mutation(() => SessionType, { description: 'The pair talks: what was sealed is shown to both.' })
  beginPairDebrief(@Args() { pairId, ...to }: PairArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'BeginPairDebrief', data: { pairId } });
  }

  @Mutation(() => SessionType, { description: 'The pair has talked, each card is answered or was left for a day.' })
  endPairDebrief(@Args() { pairId, ...to }: PairArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'EndPairDebrief', data: { pairId } });
  }

  @Mutation(() => SessionType, { description: 'Shows a card of my pair to all who take part, without our names.' })
  shareObservation(@Args() { observationId, ...to }: ObservationArgs, @Viewer() viewer: Viewer) {
    return this.ask(viewer, to, { type: 'ShareObservation', data: { observationId } });
  }

  private ask(viewer: Viewer, { sessionId, ...envelope }: CommandArgs & { sessionId: string }, wish: ShadowingCommand) {
    return this.sessions.ask(viewer, idOf('sessionId', sessionId), wish, envelope);
  }
}

/** A null for what may be left out counts as left out. */
const isSaid = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
