import type { AgreedTrace, Channel, Ending, Precision, Source } from './feedback-speed.events';
import { hoursBetween, hoursWide } from './trace.measures';

/** One hop in hours: the wait until it was received, then how long the receiver held it before the next hop. */
export interface Span {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly channel: Channel;
  readonly waitHours: number;
  readonly dwellHours: number;
  /** As few and as many hours as the precision of its times allows. */
  readonly leastHours: number;
  readonly mostHours: number;
  /** Whether the end of the wait, and the end of the hop, were seen: otherwise they last on. */
  readonly isReceived: boolean;
  readonly isOver: boolean;
}

/** A trace in hours. One that is open has lasted until the session looked. */
export interface TimedTrace {
  readonly traceId: string;
  readonly topic: string;
  readonly source: Source;
  readonly originTeamId: string;
  readonly originAt: string;
  /** Null while it is open. */
  readonly terminal: Ending | null;
  /** Before the first hop: the origin's own delay. */
  readonly originHours: number;
  readonly totalHours: number;
  readonly leastHours: number;
  readonly mostHours: number;
  /** Until whoever gave the feedback heard of it, or until now. */
  readonly loopHours: number;
  readonly isTold: boolean;
  /** How much arrived as meant, all hops multiplied; null if a hop was not rated. */
  readonly fidelity: number | null;
  readonly hops: readonly Span[];
}

/** The hours of a trace, its open ends counted until `asOf`. */
export function timed(trace: AgreedTrace, asOf: string): TimedTrace {
  const { traceId, topic, source, originTeamId, originAt, terminal, toldAt } = trace;
  const end = trace.terminalAt ?? latestOf(trace, asOf);
  const totalHours = hoursBetween(originAt, end);
  const ratings = trace.hops.map(({ fidelity }) => fidelity);
  return {
    traceId,
    topic,
    source,
    originTeamId,
    originAt,
    terminal: terminal ?? null,
    originHours: hoursBetween(originAt, trace.hops[0]?.sentAt ?? end),
    totalHours,
    ...range(totalHours, trace.precision, terminal ? trace.precision : 'exact'),
    loopHours: hoursBetween(originAt, toldAt ?? latestOf(trace, asOf)),
    isTold: toldAt !== undefined,
    fidelity: ratings.some((rating) => rating === undefined)
      ? null
      : ratings.reduce<number>((product, rating) => product * (rating! / 3), 1),
    hops: trace.hops.map((_, index) => spanOf(trace, index, end)),
  };
}

/** An open end lasts until now, or until the last that is known if the past is told out of order. */
const latestOf = ({ originAt, terminalAt, hops }: AgreedTrace, asOf: string) =>
  [
    asOf,
    originAt,
    terminalAt ?? asOf,
    ...hops.flatMap(({ sentAt, receivedAt = sentAt }) => [sentAt, receivedAt]),
  ].reduce((latest, time) => (hoursBetween(latest, time) > 0 ? time : latest));

function spanOf(trace: AgreedTrace, index: number, end: string): Span {
  const { fromTeamId, toTeamId, channel, sentAt, receivedAt, precision } = trace.hops[index]!;
  const next = trace.hops[index + 1];
  const handedOn = next?.sentAt ?? end;
  const endPrecision = next?.precision ?? (trace.terminal ? trace.precision : 'exact');
  return {
    fromTeamId,
    toTeamId,
    channel,
    waitHours: hoursBetween(sentAt, receivedAt ?? end),
    dwellHours: receivedAt ? hoursBetween(receivedAt, handedOn) : 0,
    ...range(hoursBetween(sentAt, handedOn), precision, endPrecision),
    isReceived: receivedAt !== undefined,
    isOver: next !== undefined || trace.terminal !== undefined,
  };
}

/** A time lies half its precision to either side of what was told. */
function range(hours: number, start: Precision, end: Precision) {
  const slack = (hoursWide[start] + hoursWide[end]) / 2;
  return { leastHours: Math.max(0, hours - slack), mostHours: hours + slack };
}
