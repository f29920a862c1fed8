import type { Event } from '@tandem/core';
import type { WorkingTime } from '@tandem/statistics';

export type Source = 'user' | 'customer_support' | 'analytics' | 'technical_evaluation' | 'ops' | 'stakeholder';
export type Channel = 'chat' | 'mail' | 'meeting' | 'ticket' | 'review' | 'doc' | 'other';

/** How a piece of feedback ended. One that has not ended is open. */
export type Ending = 'decided' | 'acted' | 'shipped' | 'informed' | 'dropped';

/** How well a time is remembered: to the moment, the hour, the day, the week. */
export type Precision = 'exact' | 'hour' | 'day' | 'week';

/** How the receiver found what arrived: 3 as meant, 0 not at all; and how often it had to ask back. */
export interface Reception {
  readonly fidelity?: number;
  readonly clarifications?: number;
}

/** A hop as one side remembers it. Each side knows its own time; the other's it may know. */
export interface Account extends Reception {
  readonly sentAt?: string;
  readonly receivedAt?: string;
  readonly precision: Precision;
}

export interface HopKey {
  readonly traceId: string;
  /** 1 for the first hop of its trace. */
  readonly seq: number;
}

/** Where a piece of feedback came from, and when. */
export interface Origin {
  readonly source: Source;
  readonly topic: string;
  readonly originTeamId: string;
  readonly originAt: string;
  readonly precision: Precision;
}

/** The two ends of a hop. */
export type Side = 'sender' | 'receiver';

/** From whom to whom, and by what. */
export interface Passage {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly channel: Channel;
  /** Where it can be looked up. */
  readonly evidenceUrl?: string;
  /** What a tool had seen of it, if it was taken from there. */
  readonly candidateId?: string;
}

/** A hop as a tool has seen it: an issue link, a mention, a review that was asked for and answered. */
export interface Candidate extends Passage {
  readonly candidateId: string;
  readonly tool: string;
  readonly sentAt: string;
  readonly receivedAt: string;
  readonly precision: Precision;
}

/** How a trace ended; `toldAt` is when whoever gave the feedback heard of it. */
export interface Outcome {
  readonly terminal: Ending;
  readonly terminalAt: string;
  readonly toldAt?: string;
}

/** A hop on whose times both sides agree. Without `receivedAt` it has not arrived yet. */
export interface AgreedHop extends Passage, Reception {
  readonly sentAt: string;
  readonly receivedAt?: string;
  readonly precision: Precision;
}

/** A trace as the session agreed on it. Without an outcome it is still open. */
export interface AgreedTrace extends Origin, Partial<Outcome> {
  readonly traceId: string;
  readonly hops: readonly AgreedHop[];
}

/** Up to where a median in work days and a part that is dropped are green, and up to where yellow; then red. */
export interface Bands {
  readonly greenWorkDays: number;
  readonly yellowWorkDays: number;
  readonly greenLoss: number;
  readonly yellowLoss: number;
}

/** What the result is measured by, settled with the subject, so that it reads the same for ever. */
export interface Yardstick {
  /** By team: a team that has said nothing has none. */
  readonly workingTimes?: Readonly<Record<string, WorkingTime>>;
  /** The ways that feedback is meant to take: each a list of teams. */
  readonly declaredPaths?: readonly (readonly string[])[];
  readonly bands?: Bands;
}

/** What the session shows from here on. Traces that are still open had lasted until `asOf`. */
export interface Revealed extends Yardstick {
  readonly asOf: string;
  readonly traces: readonly AgreedTrace[];
}

export type FeedbackSpeedEvent =
  | Event<'SubjectSelected', Yardstick & { subject: string }>
  | Event<'TraceOpened', Origin & { traceId: string }>
  | Event<'HopCandidateFound', Candidate & { traceId: string }>
  | Event<'HopReported', HopKey & Passage & { side: Side; account: Account }>
  | Event<'HopConfirmed', HopKey & { account: Account }>
  | Event<'HopDisputed', HopKey & { reason: string }>
  | Event<'HopReconciled', HopKey & { account: Account }>
  | Event<'TraceEnded', Outcome & { traceId: string }>
  | Event<'TracesRevealed', Revealed>;
