import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CommandArgs, idOf, May, Viewer } from '@tandem/platform';
import { feedbackSpeedBoard } from './feedback-speed-board.projection';
import type { Account, Candidate } from './feedback-speed.events';
import { Sessions } from '../session-board.queries';
import { SessionType } from '../session.graphql';
import {
  AccountArgs,
  DisputeHopArgs,
  EndTraceArgs,
  FindHopCandidateArgs,
  HopCandidateArgs,
  FeedbackSpeedType,
  OpenTraceArgs,
  ReportHopArgs,
  type TraceType,
} from './trace.graphql';
import { hopStatus, type Trace } from './trace.measures';

/** What is entered in a Feedback Speed Test, and by whom: the rules are the session's own. */
@Resolver(() => FeedbackSpeedType)
@May('facilitator', 'product_lead', 'tech_lead', 'member')
export class FeedbackSpeedResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => FeedbackSpeedType, { nullable: true, description: 'What is being entered, and the result once shown.' })
  async feedbackSpeed(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const row = await this.sessions.on(feedbackSpeedBoard, viewer, idOf('sessionId', sessionId));
    const seesTraces = row && ((await this.sessions.seesWork(viewer, row.sessionId)) || row.result !== null);
    return (
      row && {
        ...row,
        traces: Object.entries(seesTraces ? row.traces : {}).map(([id, trace]) => traceType(id, trace)),
        result: row.result && { kind: 'feedback-speed' as const, sessionId: row.sessionId, ...row.result },
      }
    );
  }

  @Mutation(() => SessionType, {
    description: 'Enters a piece of feedback that reached my team. Its id is that of the command.',
  })
  openTrace(@Args() args: OpenTraceArgs, @Viewer() viewer: Viewer) {
    const { sessionId, source, topic, originTeamId, originAt, precision, ...envelope } = args;
    const origin = { source, topic, originTeamId, originAt: originAt.toISOString(), precision };
    const data = { traceId: envelope.commandId, ...origin };
    return this.sessions.ask(viewer, sessionId, { type: 'OpenTrace', data }, envelope);
  }

  @Mutation(() => SessionType, {
    description: 'Enters a hop that a tool has seen, for its teams to confirm. Its id is that of the command.',
  })
  @May('facilitator')
  findHopCandidate(@Args() args: FindHopCandidateArgs, @Viewer() viewer: Viewer) {
    const { sessionId, sentAt, receivedAt, commandId, occurredAt, expectedVersion, ...passage } = args;
    const times = { sentAt: sentAt.toISOString(), receivedAt: receivedAt.toISOString() };
    const data = { ...passage, ...times, candidateId: commandId, evidenceUrl: args.evidenceUrl ?? undefined };
    return this.sessions.ask(
      viewer,
      sessionId,
      { type: 'FindHopCandidate', data },
      { commandId, occurredAt, expectedVersion },
    );
  }

  @Mutation(() => SessionType, { description: 'Says for my team that a hop was as a tool has seen it.' })
  confirmHopCandidate(@Args() args: HopCandidateArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, candidateId } = args;
    return this.sessions.ask(
      viewer,
      sessionId,
      { type: 'ConfirmHopCandidate', data: { traceId, candidateId } },
      envelopeOf(args),
    );
  }

  @Mutation(() => SessionType, { description: 'Tells how my team sent or received the next hop of a trace.' })
  reportHop(@Args() args: ReportHopArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, seq, fromTeamId, toTeamId, channel } = args;
    const evidenceUrl = args.evidenceUrl ?? undefined;
    const data = { traceId, seq, fromTeamId, toTeamId, channel, evidenceUrl, account: accountOf(args) };
    return this.sessions.ask(viewer, sessionId, { type: 'ReportHop', data }, envelopeOf(args));
  }

  @Mutation(() => SessionType, { description: 'Tells the other side of a hop that somebody reported.' })
  confirmHop(@Args() args: AccountArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, seq } = args;
    const data = { traceId, seq, account: accountOf(args) };
    return this.sessions.ask(viewer, sessionId, { type: 'ConfirmHop', data }, envelopeOf(args));
  }

  @Mutation(() => SessionType, { description: 'Says that a hop of my team did not happen like that.' })
  disputeHop(@Args() { sessionId, traceId, seq, reason, ...envelope }: DisputeHopArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'DisputeHop', data: { traceId, seq, reason } }, envelope);
  }

  @Mutation(() => SessionType, { description: 'Settles the times of a hop on which the two sides do not agree.' })
  @May('facilitator')
  reconcileHop(@Args() args: AccountArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, seq } = args;
    const data = { traceId, seq, account: accountOf(args) };
    return this.sessions.ask(viewer, sessionId, { type: 'ReconcileHop', data }, envelopeOf(args));
  }

  @Mutation(() => SessionType, {
    description: 'Tells how a piece of feedback ended. One that is not told of stays open.',
  })
  endTrace(@Args() args: EndTraceArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, terminal, terminalAt, toldAt, ...envelope } = args;
    const data = { traceId, terminal, terminalAt: terminalAt.toISOString(), toldAt: toldAt?.toISOString() };
    return this.sessions.ask(viewer, sessionId, { type: 'EndTrace', data }, envelope);
  }
}

const envelopeOf = ({ commandId, occurredAt, expectedVersion }: CommandArgs): CommandArgs => ({
  commandId,
  occurredAt,
  expectedVersion,
});

const accountOf = ({ sentAt, receivedAt, precision, fidelity, clarifications }: AccountArgs): Account => ({
  sentAt: sentAt?.toISOString(),
  receivedAt: receivedAt?.toISOString(),
  precision,
  fidelity: fidelity ?? undefined,
  clarifications: clarifications ?? undefined,
});

function traceType(id: string, trace: Trace): TraceType {
  const { outcome, hops, candidates = [], ...origin } = trace;
  const isTold = ({ candidateId }: Candidate) =>
    hops.some((hop) => hop.candidateId === candidateId && hop.sender && hop.receiver);
  return {
    id,
    ...origin,
    terminal: outcome?.terminal ?? null,
    candidates: candidates.filter((candidate) => !isTold(candidate)),
    hops: hops.map(
      ({ sender = null, receiver = null, fromTeamId, toTeamId, channel, evidenceUrl, disputed }, index) => ({
        seq: index + 1,
        fromTeamId,
        toTeamId,
        channel,
        evidenceUrl,
        status: hopStatus(trace, index),
        disputed,
        ...(sender && receiver ? { sender, receiver } : { sender: null, receiver: null }),
      }),
    ),
  };
}
