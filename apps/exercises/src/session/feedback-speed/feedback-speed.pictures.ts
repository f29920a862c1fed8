import { ecdf, heatMap, swimLanes, waterfall } from '@tandem/pictures';
import { kaplanMeierCurve } from '@tandem/statistics';
import {
  headline,
  inOrderOfTheWay,
  matrixTable,
  placedHops,
  swimLaneTable,
  teamsOnTheWay,
  totalsTable,
  waterfallTable,
} from './feedback-speed-table.measures';
import type { FeedbackSpeedResult } from './feedback-speed.measures';
import type { Picture, PictureName } from '../picture.measures';

/** What a Feedback Speed Test shows: the way of each piece, hop by hop, how long all took, and from team to team. */
export function feedbackSpeedPictures(
  result: FeedbackSpeedResult,
  nameOf: (teamId: string) => string,
): Partial<Record<PictureName, Picture>> {
  const summary = [headline(result, nameOf), basis(result)].filter(Boolean).join(' ');
  return {
    swim_lanes: { table: swimLaneTable(result, nameOf), svg: () => lanesOf(result, summary, nameOf) },
    waterfall: { table: waterfallTable(result, nameOf), svg: () => hopsOf(result, summary, nameOf) },
    ecdf: { table: totalsTable(result), svg: () => totalsOf(result, summary) },
    matrix: { table: matrixTable(result, nameOf), svg: () => matrixOf(result, summary, nameOf) },
  };
}

const basis = ({ traces, workP50, speedBand, bands, lossRate, lossBand }: FeedbackSpeedResult) => {
  const open = traces.filter(({ terminal }) => terminal === null).length;
  const dropped = traces.filter(({ terminal }) => terminal === 'dropped').length;
  const median = days(workP50.value ?? workP50.moreThan ?? 0);
  return [
    `${traces.length === 1 ? '1 trace' : `${traces.length} traces`} of feedback${open > 0 ? `, ${open} still open` : ''}.`,
    speedBand &&
      `The median is ${workP50.value === null ? 'more than ' : ''}${median}: ${speedBand} (green up to ${bands.greenWorkDays}, yellow up to ${bands.yellowWorkDays}).`,
    lossBand && dropped > 0 && `${Math.round((lossRate.value ?? 0) * 100)} % was dropped: ${lossBand}.`,
    'The hours are those on the wall clock.',
  ]
    .filter(Boolean)
    .join(' ');
};

const days = (value: number) => `${Number(value.toFixed(1))} work days`;

function lanesOf(result: FeedbackSpeedResult, summary: string, nameOf: (teamId: string) => string) {
  return swimLanes({
    title: 'The way of each piece of feedback',
    summary,
    unit: 'h',
    axis: 'Since the feedback was given',
    lanes: teamsOnTheWay(result).map(nameOf),
    items: result.traces.map((trace) => ({
      name: trace.topic,
      ending: trace.terminal,
      spans: [
        { lane: nameOf(trace.originTeamId), start: 0, end: trace.originHours, kind: 'in hand' as const },
        ...placedHops(trace).flatMap(({ hop, start }) => {
          const [lane, received] = [nameOf(hop.toTeamId), start + hop.waitHours];
          return [
            { lane, start, end: received, kind: 'waiting' as const },
            { lane, start: received, end: received + hop.dwellHours, kind: 'in hand' as const },
          ];
        }),
      ].filter(({ start, end }) => end > start),
    })),
  });
}

function hopsOf(result: FeedbackSpeedResult, summary: string, nameOf: (teamId: string) => string) {
  return waterfall({
    title: 'Hop by hop: how long it takes as a rule, and when it takes long',
    summary,
    unit: 'h',
    axis: 'Median hours, one hop after the other',
    valueIs: 'p50',
    upToIs: 'p90',
    steps: inOrderOfTheWay(result).map(({ fromTeamId, toTeamId, p50, p90, waitP50 }) => ({
      name: `${nameOf(fromTeamId)} → ${nameOf(toTeamId)}`,
      value: p50.value,
      waiting: waitP50.value,
      upTo: p90.value,
      moreThan: p90.moreThan ?? p50.moreThan,
    })),
  });
}

function totalsOf({ traces, p50, p90 }: FeedbackSpeedResult, summary: string) {
  const curve = kaplanMeierCurve(
    traces.map(({ totalHours, terminal }) => ({ duration: totalHours, observed: terminal !== null })),
  ).map(({ duration, observed, ended }) => ({ at: duration, share: ended, observed }));
  return ecdf({
    title: 'How long feedback takes from end to end',
    summary,
    unit: 'h',
    axis: 'Since the feedback was given',
    steps: curve.filter(({ observed }) => observed),
    open: curve.filter(({ observed }) => !observed),
    marks: Object.entries({ p50, p90 }).flatMap(([name, { value }]) => (value === null ? [] : [{ name, at: value }])),
  });
}

function matrixOf(result: FeedbackSpeedResult, summary: string, nameOf: (teamId: string) => string) {
  const teamIds = teamsOnTheWay(result);
  return heatMap({
    title: 'Median hours from team to team',
    summary,
    unit: 'h',
    rowsAre: 'From',
    columnsAre: 'To',
    rows: teamIds.map(nameOf),
    columns: teamIds.map(nameOf),
    cells: teamIds.map((from) =>
      teamIds.map((to) => {
        const pair = result.pairs.find(({ fromTeamId, toTeamId }) => fromTeamId === from && toTeamId === to);
        if (!pair) return null;
        const { value, moreThan } = pair.p50;
        return value ?? (moreThan === undefined ? 'suppressed' : { moreThan });
      }),
    ),
  });
}
