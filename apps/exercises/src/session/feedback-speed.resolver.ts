import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { May, Viewer } from '@tandem/platform';
import type { FeedbackSpeedRow } from './feedback-speed-board.projection';
import type { Account } from './feedback-speed.events';
import { FeedbackSpeedResultType } from './feedback-speed.graphql';
import { Sessions } from './session-board.queries';
import { SessionType } from './session.graphql';
import {
  AccountArgs,
  DisputeHopArgs,
  EndTraceArgs,
  FeedbackSpeedType,
  OpenTraceArgs,
  ReportHopArgs,
  SelectSubjectArgs,
  type TraceType,
} from './trace.graphql';
import { hopStatus, type Trace } from './trace.measures';

/** What is entered in a Feedback Speed Test, and by whom: the rules are the session's own. */
@Resolver(() => FeedbackSpeedType)
export class FeedbackSpeedResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => FeedbackSpeedType, { nullable: true, description: 'What is being entered, and the result once shown.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  async feedbackSpeed(@Args('sessionId', { type: () => ID }) sessionId: string, @Viewer() viewer: Viewer) {
    const row = await this.sessions.feedbackSpeed(viewer, sessionId);
    return (
      row && {
        ...row,
        traces: Object.entries(row.traces).map(([id, trace]) => traceType(id, trace)),
        result: resultType(row),
      }
    );
  }

  @Mutation(() => SessionType, { description: 'Chooses the decision or project to look at.' })
  @May('facilitator')
  selectSubject(@Args() { sessionId, subject, ...command }: SelectSubjectArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'SelectSubject', data: { subject } }, command);
  }

  @Mutation(() => SessionType, { description: 'Enters a piece of feedback that reached my team.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  openTrace(@Args() args: OpenTraceArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, source, topic, originTeamId, originAt, precision, ...command } = args;
    const data = { traceId, source, topic, originTeamId, originAt: originAt.toISOString(), precision };
    return this.sessions.ask(viewer, sessionId, { type: 'OpenTrace', data }, command);
  }

  @Mutation(() => SessionType, { description: 'Tells how my team sent or received the next hop of a trace.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  reportHop(@Args() args: ReportHopArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, seq, fromTeamId, toTeamId, channel } = args;
    const data = { traceId, seq, fromTeamId, toTeamId, channel, account: accountOf(args) };
    return this.sessions.ask(viewer, sessionId, { type: 'ReportHop', data }, commandOf(args));
  }

  @Mutation(() => SessionType, { description: 'Tells the other side of a hop that somebody reported.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  confirmHop(@Args() args: AccountArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, seq } = args;
    const data = { traceId, seq, account: accountOf(args) };
    return this.sessions.ask(viewer, sessionId, { type: 'ConfirmHop', data }, commandOf(args));
  }

  @Mutation(() => SessionType, { description: 'Says that a hop of my team did not happen like that.' })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  disputeHop(@Args() { sessionId, traceId, seq, reason, ...command }: DisputeHopArgs, @Viewer() viewer: Viewer) {
    return this.sessions.ask(viewer, sessionId, { type: 'DisputeHop', data: { traceId, seq, reason } }, command);
  }

  @Mutation(() => SessionType, { description: 'Settles the times of a hop on which the two sides do not agree.' })
  @May('facilitator')
  reconcileHop(@Args() args: AccountArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, seq } = args;
    const data = { traceId, seq, account: accountOf(args) };
    return this.sessions.ask(viewer, sessionId, { type: 'ReconcileHop', data }, commandOf(args));
  }

  @Mutation(() => SessionType, {
    description: 'Tells how a piece of feedback ended. One that is not told of stays open.',
  })
  @May('facilitator', 'product_lead', 'tech_lead', 'member')
  endTrace(@Args() args: EndTraceArgs, @Viewer() viewer: Viewer) {
    const { sessionId, traceId, terminal, terminalAt, toldAt, ...command } = args;
    const data = { traceId, terminal, terminalAt: terminalAt.toISOString(), toldAt: toldAt?.toISOString() };
    return this.sessions.ask(viewer, sessionId, { type: 'EndTrace', data }, command);
  }
}

const commandOf = ({ commandId, occurredAt, expectedVersion }: AccountArgs) => ({
  commandId,
  occurredAt,
  expectedVersion,
});

const accountOf = ({ sentAt, receivedAt, precision, fidelity, clarifications }: AccountArgs): Account => ({
  sentAt: sentAt?.toISOString(),
  receivedAt: receivedAt?.toISOString(),
  precision,
  fidelity,
  clarifications,
});

/** A result with the kind that tells GraphQL its type. */
export const resultType = ({ result }: FeedbackSpeedRow): FeedbackSpeedResultType | null =>
  result && { kind: 'feedback-speed', ...result };

function traceType(id: string, trace: Trace): TraceType {
  const { outcome, hops, ...origin } = trace;
  return {
    id,
    ...origin,
    terminal: outcome?.terminal ?? null,
    hops: hops.map(({ sender = null, receiver = null, fromTeamId, toTeamId, channel, disputed }, index) => ({
      seq: index + 1,
      fromTeamId,
      toTeamId,
      channel,
      status: hopStatus(trace, index),
      disputed,
      ...(sender && receiver ? { sender, receiver } : { sender: null, receiver: null }),
    })),
  };
}
