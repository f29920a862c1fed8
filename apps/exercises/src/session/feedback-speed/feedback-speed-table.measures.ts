import { kaplanMeierCurve } from '@tandem/statistics';
import type { FeedbackSpeedResult, PairFigures } from './feedback-speed.measures';
import type { Figure } from '../figure.measures';
import type { Table } from '../table.measures';

type NameOf = (teamId: string) => string;

/** The pairs of teams, slowest first, as people read them. */
export const feedbackSpeedTable = ({ pairs }: FeedbackSpeedResult, nameOf: NameOf): Table => pairTable(pairs, nameOf);

/** The pairs of teams in the order in which feedback comes to them. */
export const waterfallTable = (result: FeedbackSpeedResult, nameOf: NameOf): Table =>
  pairTable(inOrderOfTheWay(result), nameOf);

function pairTable(pairs: readonly PairFigures[], nameOf: NameOf): Table {
  return {
    columns: [
      'From',
      'To',
      'Hops',
      'Share of the time',
      'Median hours',
      '90 % within hours',
      'Median wait, hours',
      'Median work days',
    ],
    rows: pairs.map(({ fromTeamId, toTeamId, n, share, p50, p90, waitP50, workP50 }) => [
      nameOf(fromTeamId),
      nameOf(toTeamId),
      String(n),
      share.value === null ? null : `${(share.value * 100).toFixed(1)} %`,
      hours(p50),
      hours(p90),
      hours(waitP50),
      hours(workP50),
    ]),
  };
}

/** Sorted by when, on the whole, their hops begin: on average, counted from the origin. */
export function inOrderOfTheWay({ pairs, traces }: FeedbackSpeedResult): readonly PairFigures[] {
  const placed = traces.flatMap(placedHops);
  const begin = ({ fromTeamId, toTeamId }: PairFigures) => {
    const own = placed.filter(({ hop }) => hop.fromTeamId === fromTeamId && hop.toTeamId === toTeamId);
    return own.reduce((sum, { seq }) => sum + seq, 0) / own.length;
  };
  return pairs.toSorted((a, b) => begin(a) - begin(b));
}

/** The hops of a trace with their number and the hours from the origin until each was sent. */
export function placedHops({ originHours, hops }: FeedbackSpeedResult['traces'][number]) {
  let sent = originHours;
  return hops.map((hop, index) => {
    const start = sent;
    sent += hop.waitHours + hop.dwellHours;
    return { hop, seq: index + 1, start };
  });
}

/** Every hop of every trace: with whom it lay, and for how long. */
export function swimLaneTable({ traces }: FeedbackSpeedResult, nameOf: NameOf): Table {
  return {
    columns: [
      'Feedback',
      'Hop',
      'From',
      'To',
      'Channel',
      'Sent after, hours',
      'Waited, hours',
      'In hand, hours',
      'Hours, at least',
      'Hours, at most',
    ],
    rows: traces.flatMap((trace, index) =>
      placedHops(trace).map(({ hop, seq, start }) => [
        `${index + 1}. ${trace.topic}`,
        String(seq),
        nameOf(hop.fromTeamId),
        nameOf(hop.toTeamId),
        hop.channel,
        rounded(start),
        rounded(hop.waitHours),
        hop.isReceived ? rounded(hop.dwellHours) : null,
        rounded(hop.leastHours),
        rounded(hop.mostHours),
      ]),
    ),
  };
}

/** How long each piece of feedback took, quickest first, and which part of all had ended by then. */
export function totalsTable({ traces }: FeedbackSpeedResult): Table {
  const sorted = traces.toSorted(
    (a, b) => a.totalHours - b.totalHours || Number(a.terminal === null) - Number(b.terminal === null),
  );
  const curve = kaplanMeierCurve(
    sorted.map(({ totalHours, terminal }) => ({ duration: totalHours, observed: terminal !== null })),
  );
  return {
    columns: ['Feedback', 'Hours', 'Hours, at least', 'Hours, at most', 'Ended', 'Part of all that has ended'],
    rows: sorted.map(({ topic, totalHours, leastHours, mostHours, terminal }, index) => [
      topic,
      terminal === null ? `> ${rounded(totalHours)}` : rounded(totalHours),
      rounded(leastHours),
      terminal === null ? null : rounded(mostHours),
      terminal ?? 'still open',
      `${(curve[index]!.ended * 100).toFixed(1)} %`,
    ]),
  };
}

/** The median hours from each team to each other. */
export function matrixTable({ pairs, traces }: FeedbackSpeedResult, nameOf: NameOf): Table {
  const teamIds = teamsOnTheWay({ pairs, traces });
  return {
    columns: ['From \\ To', ...teamIds.map(nameOf)],
    rows: teamIds.map((from) => [
      nameOf(from),
      ...teamIds.map((to) => {
        const pair = pairs.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to);
        return pair ? hours(pair.p50) : null;
      }),
    ]),
  };
}

/** Every team that feedback began at or came to, in the order of the way. */
export function teamsOnTheWay({ traces }: Pick<FeedbackSpeedResult, 'traces' | 'pairs'>): readonly string[] {
  const places = traces.flatMap(({ originTeamId, hops }) => [
    { teamId: originTeamId, place: 0 },
    ...hops.map(({ toTeamId }, index) => ({ teamId: toTeamId, place: index + 1 })),
  ]);
  const first = new Map<string, number>();
  for (const { teamId, place } of places) first.set(teamId, Math.min(place, first.get(teamId) ?? place));
  return [...first.keys()].toSorted((a, b) => first.get(a)! - first.get(b)!);
}

/** What the result comes to, in a sentence; null where no pair has enough hops. */
export function headline({ bottleneck, pairs }: FeedbackSpeedResult, nameOf: NameOf): string | null {
  const share = bottleneck && pairs.find((pair) => isSamePair(pair, bottleneck))?.share.value;
  if (!bottleneck || typeof share !== 'number') return null;
  const takes = `${nameOf(bottleneck.fromTeamId)} → ${nameOf(bottleneck.toTeamId)} takes ${Math.round(share * 100)} % of the time`;
  return bottleneck.conclusive
    ? `${takes}.`
    : `${takes}, but this is inconclusive: another pair may hold it up longer.`;
}

type Pair = Pick<PairFigures, 'fromTeamId' | 'toTeamId'>;
const isSamePair = (a: Pair, b: Pair) => a.fromTeamId === b.fromTeamId && a.toTeamId === b.toTeamId;

const hours = ({ value, moreThan }: Figure) =>
  value === null ? (moreThan === undefined ? null : `> ${rounded(moreThan)}`) : rounded(value);

const rounded = (value: number) => String(Number(value.toFixed(1)));
