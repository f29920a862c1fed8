import { usualWorkingTime, workDaysBetween } from '@tandem/statistics';
import type { AgreedTrace, Channel, Ending, Precision, Revealed, Source, Yardstick } from './feedback-speed.events';
import { hoursBetween, hoursWide } from './trace.measures';
import { shortestPath } from './yardstick.measures';

/** One hop in hours: the wait until it was received, then how long the receiver held it before the next hop. */
export interface Span {
  readonly fromTeamId: string;
  readonly toTeamId: string;
  readonly channel: Channel;
  readonly waitHours: number;
  readonly dwellHours: number;
  /** The same from sending to sending on, in days of work of the team that received. */
  readonly workDays: number;
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
  /** Each part in days of work of the team that had it. */
  readonly totalWorkDays: number;
  /** Until whoever gave the feedback heard of it, or until now. */
  readonly loopHours: number;
  /** The same in days of work of the team where it began. */
  readonly loopWorkDays: number;
  readonly isTold: boolean;
  /** How much arrived as meant, all hops multiplied; null if a hop was not rated. */
  readonly fidelity: number | null;
  /** How many hops it took for each that the shortest declared way needs; null if none leads there. */
  readonly detour: number | null;
  readonly hops: readonly Span[];
}

/** The hours of a trace, its open ends counted until `asOf`. */
export function timed(trace: AgreedTrace, { asOf, ...yardstick }: Omit<Revealed, 'traces'>): TimedTrace {
  const { traceId, topic, source, originTeamId, originAt, terminal, toldAt } = trace;
  const end = trace.terminalAt ?? latestOf(trace, asOf);
  const totalHours = hoursBetween(originAt, end);
  const told = toldAt ?? latestOf(trace, asOf);
  const workDays = (teamId: string, start: string, until: string) =>
    workDaysBetween(start, until, yardstick.workingTimes?.[teamId] ?? usualWorkingTime);
  const hops = trace.hops.map((_, index) => spanOf(trace, index, end, workDays));
  const firstSent = trace.hops[0]?.sentAt ?? end;
  const ratings = trace.hops.map(({ fidelity }) => fidelity);
  return {
    traceId,
    topic,
    source,
    originTeamId,
    originAt,
    terminal: terminal ?? null,
    originHours: hoursBetween(originAt, firstSent),
    totalHours,
    ...range(totalHours, trace.precision, terminal ? trace.precision : 'exact'),
    totalWorkDays: hops.reduce((sum, hop) => sum + hop.workDays, workDays(originTeamId, originAt, firstSent)),
    loopHours: hoursBetween(originAt, told),
    loopWorkDays: workDays(originTeamId, originAt, told),
    isTold: toldAt !== undefined,
    fidelity: ratings.some((rating) => rating === undefined)
      ? null
      : ratings.reduce<number>((product, rating) => product * (rating! / 3), 1),
    detour: detourOf(trace, yardstick),
    hops,
  };
}

function detourOf({ originTeamId, hops }: AgreedTrace, yardstick: Yardstick): number | null {
  const last = hops.at(-1)?.toTeamId;
  const shortest = last === undefined ? null : shortestPath(yardstick, originTeamId, last);
  return shortest ? hops.length / shortest : null;
}

type WorkDays = (teamId: string, start: string, until: string) => number;

/** An open end lasts until now, or until the last that is known if the past is told out of order. */
const latestOf = ({ originAt, terminalAt, hops }: AgreedTrace, asOf: string) =>
  [
    asOf,
    originAt,
    terminalAt ?? asOf,
    ...hops.flatMap(({ sentAt, receivedAt = sentAt }) => [sentAt, receivedAt]),
  ].reduce((latest, time) => (hoursBetween(latest, time) > 0 ? time : latest));

function spanOf(trace: AgreedTrace, index: number, end: string, workDays: WorkDays): Span {
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
    workDays: workDays(toTeamId, sentAt, handedOn),
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
