import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { idOf, May, PageArgs, pageOf, toConnection, Viewer } from '@tandem/platform';
import { PhaseType, phaseType } from './phase.graphql';
import { Sessions } from './session-board.queries';
import { SessionChanges } from './session-changes.queries';
import type { SessionRow } from './session-board.projection';
import {
  AdvancePhaseArgs,
  DeferFindingArgs,
  DismissFindingArgs,
  FindingType,
  LinkFindingArgs,
  ExtendTimeboxArgs,
  ReasonArgs,
  RecordFindingArgs,
  RoleArgs,
  ScheduleSessionArgs,
  SessionArgs,
  SessionConnection,
  SessionType,
} from './session.graphql';

/** The course of a session, and what is done with its findings. Who drives it is a rule of the session itself. */
@Resolver(() => SessionType)
@May('facilitator')
export class SessionResolver {
  constructor(
    private readonly sessions: Sessions,
    private readonly changes: SessionChanges,
  ) {}

  @Query(() => SessionType, { nullable: true })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  session(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.sessions.one(viewer, idOf('id', id));
  }

  @Query(() => SessionConnection, {
    name: 'sessions',
    description: 'Every session of my organisation, last changed first.',
  })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  async page(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return toConnection(await this.sessions.page(viewer, pageOf(page)), (row) => row);
  }

  @Subscription(() => SessionType, {
    description: 'The session as it is now, and then whenever it has changed.',
    resolve: (row: SessionRow) => row,
  })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  sessionChanged(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    return this.changes.of(viewer, idOf('sessionId', sessionId));
  }

  @Subscription(() => SessionType, {
    description: 'The session in its phase of now, and then in each phase that it enters or goes back to.',
    resolve: (row: SessionRow) => row,
  })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  phaseEntered(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    return this.changes.phases(viewer, idOf('sessionId', sessionId));
  }

  @ResolveField(() => Int, { description: 'How many participants are done with the phase.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  readyCount(@Parent() { participants }: SessionRow) {
    return participants.filter(({ ready }) => ready).length;
  }

  @ResolveField(() => [PhaseType], { description: 'The phases in order, as its template has them.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  course(@Parent() { course }: SessionRow) {
    return course.map(phaseType);
  }

  @ResolveField(() => [FindingType], { description: 'What was found, in the order in which it was recorded.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  findings(@Parent() { id, findings }: SessionRow) {
    return findings.map((finding) => ({ ...finding, sessionId: id }));
  }

  @Mutation(() => SessionType)
  scheduleSession(@Args() { sessionId, startsAt, ...envelope }: ScheduleSessionArgs, @Viewer() viewer: Viewer) {
    const data = { startsAt: startsAt.toISOString() };
    return this.sessions.ask(viewer, sessionId, { type: 'ScheduleSession', data }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Begins with the first phase.' })
  openSession(@Args() { sessionId, ...envelope }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'OpenSession', data: {} }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Says that I am done with this phase. Saying it twice is harmless.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  markReady(@Args() { sessionId, ...envelope }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'MarkReady', data: {} }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Ends the phase and begins the next; after the last comes synthesis.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  advancePhase(@Args() { sessionId, discardFew, ...envelope }: AdvancePhaseArgs, @Viewer() viewer: Viewer) {
    const data = discardFew ? { discardFew } : {};
    return this.sessions.ask(viewer, sessionId, { type: 'AdvancePhase', data }, envelope);
  }

  @Mutation(() => SessionType, {
    description: 'Gives the phase more time: from its end, or from now if that is over. Who did it and why is kept.',
  })
  extendTimebox(@Args() { sessionId, minutes, reason, ...envelope }: ExtendTimeboxArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'ExtendTimebox', data: { minutes, reason } }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Gives somebody a role in the session. Doing it twice is harmless.' })
  assignRole(@Args() { sessionId, personId, role, ...envelope }: RoleArgs, @Viewer() viewer: Viewer) {
    const data = { personId: idOf('personId', personId), role };
    return this.sessions.ask(viewer, sessionId, { type: 'AssignRole', data }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Takes a role in the session from somebody. Twice is harmless.' })
  withdrawRole(@Args() { sessionId, personId, role, ...envelope }: RoleArgs, @Viewer() viewer: Viewer) {
    const data = { personId: idOf('personId', personId), role };
    return this.sessions.ask(viewer, sessionId, { type: 'WithdrawRole', data }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Goes back one phase: once from each, never behind what was shown.' })
  revertPhase(@Args() { sessionId, ...envelope }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'RevertPhase', data: {} }, envelope);
  }

  @Mutation(() => SessionType, {
    description: 'Records what was found, with the figures that it rests on. Its id is that of the command.',
  })
  recordFinding(
    @Args() { sessionId, summary, teamIds, severity, fromTeamId, toTeamId, ...envelope }: RecordFindingArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { findingId: envelope.commandId, summary, teamIds, severity, about: { fromTeamId, toTeamId } };
    return this.sessions.ask(viewer, sessionId, { type: 'RecordFinding', data }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Says which symptom a finding is evidence for.' })
  linkFinding(@Args() { sessionId, findingId, symptomId, ...envelope }: LinkFindingArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'LinkFinding', data: { findingId, symptomId } }, envelope);
  }

  @Mutation(() => SessionType)
  deferFinding(@Args() { sessionId, findingId, until, ...envelope }: DeferFindingArgs, @Viewer() viewer: Viewer) {
    const data = { findingId, until: until.toISOString() };
    return this.sessions.ask(viewer, sessionId, { type: 'DeferFinding', data }, envelope);
  }

  @Mutation(() => SessionType)
  dismissFinding(@Args() { sessionId, findingId, reason, ...envelope }: DismissFindingArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'DismissFinding', data: { findingId, reason } }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Ends the session, once every finding has its place.' })
  closeSession(@Args() { sessionId, ...envelope }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'CloseSession', data: {} }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Goes back to synthesis, within 7 days of the close.' })
  reopenSession(@Args() { sessionId, reason, ...envelope }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'ReopenSession', data: { reason } }, envelope);
  }

  @Mutation(() => SessionType)
  archiveSession(@Args() { sessionId, ...envelope }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'ArchiveSession', data: {} }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Calls the session off, at any time before it is closed.' })
  cancelSession(@Args() { sessionId, reason, ...envelope }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'CancelSession', data: { reason } }, envelope);
  }
}
