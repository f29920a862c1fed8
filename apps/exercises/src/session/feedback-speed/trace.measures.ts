import type {
  Account,
  AgreedHop,
  AgreedTrace,
  Candidate,
  FeedbackSpeedEvent,
  HopKey,
  Origin,
  Outcome,
  Passage,
  Precision,
} from './feedback-speed.events';

/** A hop as it was entered: what each side told, and what the facilitator settled. */
export interface Hop extends Passage {
  readonly sender?: Account;
  readonly receiver?: Account;
  readonly disputed?: string;
  readonly reconciled?: Account;
}

export interface Trace extends Origin {
  readonly hops: readonly Hop[];
  readonly outcome?: Outcome;
  readonly candidates?: readonly Candidate[];
}

export type Traces = Readonly<Record<string, Trace>>;

export type HopStatus = 'waiting' | 'under-way' | 'disputed' | 'differing' | 'out-of-order' | 'agreed';

/** How many hours wide the span is in which a time of this precision lies. */
export const hoursWide: Readonly<Record<Precision, number>> = { exact: 0, hour: 1, day: 24, week: 168 };

export const hoursBetween = (start: string, end: string) => (Date.parse(end) - Date.parse(start)) / 3_600_000;

const coarser = (a: Precision, b: Precision) => (hoursWide[a] >= hoursWide[b] ? a : b);

/** The traces after one more event. */
export function withEvent(traces: Traces, { type, data }: FeedbackSpeedEvent): Traces {
  switch (type) {
    case 'TraceOpened': {
      const { traceId, ...origin } = data;
      return { ...traces, [traceId]: { ...origin, hops: [] } };
    }
    case 'HopCandidateFound': {
      const { traceId, ...candidate } = data;
      return onTrace(traces, traceId, (trace) => ({ ...trace, candidates: [...(trace.candidates ?? []), candidate] }));
    }
    case 'HopReported': {
      const { traceId, seq, side, account, ...passage } = data;
      return onHop(traces, { traceId, seq }, () => ({ ...passage, [side]: account }));
    }
    case 'HopConfirmed':
      return onHop(traces, data, (hop) => ({ ...hop, [hop.sender ? 'receiver' : 'sender']: data.account }));
    case 'HopDisputed':
      return onHop(traces, data, (hop) => ({ ...hop, disputed: data.reason }));
    case 'HopReconciled':
      return onHop(traces, data, (hop) => ({ ...hop, reconciled: data.account }));
    case 'TraceEnded': {
      const { traceId, ...outcome } = data;
      return onTrace(traces, traceId, (trace) => ({ ...trace, outcome }));
    }
    case 'SubjectSelected':
    case 'TracesRevealed':
      return traces;
  }
}

const onTrace = (traces: Traces, traceId: string, change: (trace: Trace) => Trace): Traces => {
  const trace = Object.hasOwn(traces, traceId) ? traces[traceId] : undefined;
  return trace ? { ...traces, [traceId]: change(trace) } : traces;
};

const onHop = (traces: Traces, { traceId, seq }: HopKey, change: (hop: Hop) => Hop) =>
  onTrace(traces, traceId, (trace) => ({
    ...trace,
    hops: trace.hops.toSpliced(seq - 1, 1, change(trace.hops[seq - 1]!)),
  }));

/**
 * The times that stand: the facilitator's if there are any, otherwise each side's own. Null while a side is missing or
 * disputes it, or while both name the same time and differ by more than the coarser of their precisions.
 */
export function agreedAccount({ sender, receiver, disputed, reconciled }: Hop): Account | null {
  if (reconciled) return { ...receiver, ...reconciled };
  if (disputed || !sender || !receiver) return null;
  const precision = coarser(sender.precision, receiver.precision);
  const differ = (a?: string, b?: string) => a && b && Math.abs(hoursBetween(a, b)) > hoursWide[precision];
  if (differ(sender.sentAt, receiver.sentAt) || differ(sender.receivedAt, receiver.receivedAt)) return null;
  return { ...receiver, sentAt: sender.sentAt, precision };
}

/** Whether the times of a hop stand, and if not, why. Only a hop that is still under way needs no receiver. */
export function hopStatus(trace: Trace, index: number): HopStatus {
  const hop = trace.hops[index]!;
  const isUnderWay = !trace.outcome && index === trace.hops.length - 1;
  const { sentAt, receivedAt } = standing(hop);

  if (hop.disputed && !hop.reconciled) return 'disputed';
  if (!sentAt) return hop.sender && hop.receiver ? 'differing' : 'waiting';
  if (!receivedAt && !isUnderWay) return 'waiting';
  const earlier = index === 0 ? trace.originAt : standing(trace.hops[index - 1]).receivedAt;
  const later = index === trace.hops.length - 1 ? trace.outcome?.terminalAt : undefined;
  if (!inOrder(earlier, sentAt, receivedAt, later)) return 'out-of-order';
  return receivedAt ? 'agreed' : 'under-way';
}

/** The trace as it will be shown, or null while one of its hops does not stand. */
export function agreedTrace(traceId: string, trace: Trace): AgreedTrace | null {
  if (!trace.hops.every((_, index) => ['agreed', 'under-way'].includes(hopStatus(trace, index)))) return null;
  const { hops, outcome, candidates: _, ...origin } = trace;
  return { traceId, ...origin, ...outcome, hops: hops.map((hop) => agreedHop(hop, standing(hop))) };
}

const agreedHop = ({ fromTeamId, toTeamId, channel, evidenceUrl }: Hop, account: Partial<Account>) =>
  ({ fromTeamId, toTeamId, channel, ...(evidenceUrl && { evidenceUrl }), ...account }) as AgreedHop;

/** The agreed times, or those of the sender while nothing has arrived: nobody can disagree yet. */
function standing(hop: Hop | undefined): Partial<Account> {
  const { sentAt, precision } = (!hop?.receiver && !hop?.disputed && hop?.sender) || {};
  return (hop && agreedAccount(hop)) ?? { sentAt, precision };
}

function inOrder(...moments: (string | undefined)[]) {
  const times = moments.filter((moment) => moment !== undefined).map((moment) => Date.parse(moment));
  return times.every((time, index) => index === 0 || times[index - 1]! <= time);
}
