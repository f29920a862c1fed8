import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { May, PageArgs, Viewer } from '@tandem/platform';
import { Sessions } from './session-board.queries';
import type { SessionRow } from './session-board.projection';
import {
  DeferFindingArgs,
  DismissFindingArgs,
  FindingType,
  LinkFindingArgs,
  ReasonArgs,
  RecordFindingArgs,
  ScheduleSessionArgs,
  SessionArgs,
  SessionConnection,
  SessionType,
} from './session.graphql';

/** The course of a session, and what is done with its findings. Who drives it is a rule of the session itself. */
@Resolver(() => SessionType)
export class SessionResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => SessionType, { nullable: true })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  session(@Args('id', { type: () => ID }) id: string, @Viewer() viewer: Viewer) {
    return this.sessions.one(viewer, id);
  }

  @Query(() => SessionConnection, { name: 'sessions', description: 'Every session of my organisation, last changed first.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'coach', 'member', 'viewer')
  page(@Args() page: PageArgs, @Viewer() viewer: Viewer) {
    return this.sessions.page(viewer, page);
  }

  @ResolveField(() => [FindingType], { description: 'What was found, in the order in which it was recorded.' })
  findings(@Parent() { id, findings }: SessionRow) {
    return findings.map((finding) => ({ ...finding, sessionId: id }));
  }

  @Mutation(() => SessionType)
  @May('facilitator')
  scheduleSession(@Args() { sessionId, startsAt, ...command }: ScheduleSessionArgs, @Viewer() viewer: Viewer) {
    const data = { startsAt: startsAt.toISOString() };
    return this.sessions.ask(viewer, sessionId, { type: 'ScheduleSession', data }, command);
  }

  @Mutation(() => SessionType, { description: 'Begins with the first phase.' })
  @May('facilitator')
  openSession(@Args() { sessionId, ...command }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'OpenSession', data: {} }, command);
  }

  @Mutation(() => SessionType, { description: 'Says that I am done with this phase. Saying it twice is harmless.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  markReady(@Args() { sessionId, ...command }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'MarkReady', data: {} }, command);
  }

  @Mutation(() => SessionType, { description: 'Ends the phase and begins the next; after the last comes synthesis.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  advancePhase(@Args() { sessionId, ...command }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'AdvancePhase', data: {} }, command);
  }

  @Mutation(() => SessionType, { description: 'Goes back one phase: once from each, never behind what was shown.' })
  @May('facilitator')
  revertPhase(@Args() { sessionId, ...command }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'RevertPhase', data: {} }, command);
  }

  @Mutation(() => SessionType, { description: 'Records what was found, with the figures that it rests on.' })
  @May('facilitator')
  recordFinding(
    @Args() { sessionId, findingId, summary, teamIds, severity, fromTeamId, toTeamId, ...command }: RecordFindingArgs,
    @Viewer() viewer: Viewer,
  ) {
    const data = { findingId, summary, teamIds, severity, about: { fromTeamId, toTeamId } };
    return this.sessions.ask(viewer, sessionId, { type: 'RecordFinding', data }, command);
  }

  @Mutation(() => SessionType, { description: 'Says which symptom a finding is evidence for.' })
  @May('facilitator')
  linkFinding(@Args() { sessionId, findingId, symptomId, ...command }: LinkFindingArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'LinkFinding', data: { findingId, symptomId } }, command);
  }

  @Mutation(() => SessionType)
  @May('facilitator')
  deferFinding(@Args() { sessionId, findingId, until, ...command }: DeferFindingArgs, @Viewer() viewer: Viewer) {
    const data = { findingId, until: until.toISOString() };
    return this.sessions.ask(viewer, sessionId, { type: 'DeferFinding', data }, command);
  }

  @Mutation(() => SessionType)
  @May('facilitator')
  dismissFinding(@Args() { sessionId, findingId, reason, ...command }: DismissFindingArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'DismissFinding', data: { findingId, reason } }, command);
  }

  @Mutation(() => SessionType, { description: 'Ends the session, once every finding has its place.' })
  @May('facilitator')
  closeSession(@Args() { sessionId, ...command }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'CloseSession', data: {} }, command);
  }

  @Mutation(() => SessionType, { description: 'Goes back to synthesis, within 7 days of the close.' })
  @May('facilitator')
  reopenSession(@Args() { sessionId, reason, ...command }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'ReopenSession', data: { reason } }, command);
  }

  @Mutation(() => SessionType)
  @May('facilitator')
  archiveSession(@Args() { sessionId, ...command }: SessionArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'ArchiveSession', data: {} }, command);
  }

  @Mutation(() => SessionType, { description: 'Calls the session off, at any time before it is closed.' })
  @May('facilitator')
  cancelSession(@Args() { sessionId, reason, ...command }: ReasonArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'CancelSession', data: { reason } }, command);
  }
}
