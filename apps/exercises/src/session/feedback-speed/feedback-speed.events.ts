import type { Event } from '@tandem/core';

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

/** What the session shows from here on. Traces that are still open had lasted until `asOf`. */
export interface Revealed {
  readonly asOf: string;
  readonly traces: readonly AgreedTrace[];
}

export type FeedbackSpeedEvent =
  | Event<'SubjectSelected', { subject: string }>
  | Event<'TraceOpened', Origin & { traceId: string }>
  | Event<'HopReported', HopKey & Passage & { side: Side; account: Account }>
  | Event<'HopConfirmed', HopKey & { account: Account }>
  | Event<'HopDisputed', HopKey & { reason: string }>
  | Event<'HopReconciled', HopKey & { account: Account }>
  | Event<'TraceEnded', Outcome & { traceId: string }>
  | Event<'TracesRevealed', Revealed>;
