import { colours, ink, quietInk } from './palette';
import { type Caption, cleaned, drawn, legend, nothingToShow, numbers, shown, topOf } from './picture';

export interface LinePoint {
  readonly name: string;
  /** Null where nothing is known: the line has a gap. */
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  /** Stands out by a rule: it gets a mark of its own. */
  readonly signal?: boolean;
}

export interface LineWithBounds extends Caption {
  readonly unit?: string;
  readonly axis: string;
  readonly valueIs: string;
  /** What the band around the line is, as "95 % interval". */
  readonly boundsAre: string;
  readonly signalIs?: string;
  /** Lines across: a mean, its limits, no difference. */
  readonly levels?: readonly { readonly name: string; readonly at: number }[];
  /** In order of time. */
  readonly points: readonly LinePoint[];
}

/** A value as time goes on, with its bounds as a band, the levels to read it by, and what stands out. */
export function lineWithBounds(input: LineWithBounds): string {
  const { unit, axis, valueIs, boundsAre, signalIs = 'signal', levels = [], points, ...caption } = cleaned(input);
  if (!points.some(({ value }) => value !== null)) return nothingToShow(caption);

  const top = topOf(caption);
  const hasBounds = points.some(({ low, high }) => typeof low === 'number' && typeof high === 'number');
  const hasSignals = points.some(({ signal }) => signal);
  const bound = (which: 'low' | 'high') => ({
    type: 'line' as const,
    name: boundsAre,
    symbol: 'none',
    itemStyle: { color: colours.sky, opacity: 0 },
    lineStyle: { color: colours.sky, width: 1.5, type: 'dotted' as const },
    data: points.map((point) => point[which] ?? '-'),
  });
  const word = ({ value, low, high, signal }: LinePoint) =>
    value === null
      ? 'nothing known'
      : [
          shown(value, unit),
          typeof low === 'number' && typeof high === 'number' && `${boundsAre} ${shown(low)} to ${shown(high, unit)}`,
          signal && signalIs,
        ]
          .filter(Boolean)
          .join(', ');
  return drawn(caption, {
    height: top + 34 + 280 + 60,
    option: {
      grid: { left: 76, right: 120, top: top + 40, height: 270 },
      legend: legend([valueIs, ...(hasBounds ? [boundsAre] : []), ...(hasSignals ? [signalIs] : [])], caption, 76),
      xAxis: {
        type: 'category',
        boundaryGap: points.length < 2,
        data: points.map((_, index) => index),
        axisLabel: {
          color: quietInk,
          fontSize: 11,
          hideOverlap: true,
          formatter: (_: string, index: number) => points[index]?.name ?? '',
        },
        axisLine: { onZero: false, lineStyle: { color: quietInk } },
      },
      yAxis: {
        ...numbers(unit ? `${axis}, ${unit}` : axis),
        nameGap: 52,
        scale: true,
      },
      series: [
        // Makes the axis reach every level.
        { type: 'line', symbol: 'none', lineStyle: { opacity: 0 }, data: levels.map(({ at }) => [0, at]) },
        ...(hasBounds ? [bound('low'), bound('high'), band(points)] : []),
        {
          type: 'line',
          name: valueIs,
          symbol: 'circle',
          symbolSize: points.length > 60 ? 3 : 6,
          showAllSymbol: true,
          itemStyle: { color: colours.blue },
          lineStyle: { color: colours.blue, width: 2.2 },
          data: points.map(({ value }) => value ?? '-'),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: ink, type: 'dashed', width: 1 },
            label: { color: ink, fontSize: 11, position: 'end', formatter: ({ name }: { name: string }) => name },
            data: levels.map(({ name, at }) => ({ name: `${name} ${shown(at, unit)}`, yAxis: at })),
          },
        },
        {
          type: 'scatter',
          name: signalIs,
          symbol: 'diamond',
          symbolSize: 15,
          itemStyle: { color: 'transparent', borderColor: colours.vermilion, borderWidth: 2.5, opacity: 1 },
          data: points.flatMap(({ signal, value }, index) => (signal && value !== null ? [[index, value]] : [])),
        },
      ] as never,
    },
    says: [
      ...levels.map(({ name, at }) => `${name}: ${shown(at, unit)}`),
      ...points.map((point) => `${point.name}: ${word(point)}`),
    ],
  });
}

/** The ground between the bounds: a piece for each run of points where both are known. */
const band = (points: readonly LinePoint[]) => {
  const runs = runsOf(points);
  return {
    type: 'custom' as const,
    silent: true,
    z: 1,
    data: runs.map((_, index) => [index]),
    renderItem: ({ dataIndex }: { dataIndex: number }, api: { coord(at: number[]): number[] }) => {
      const run = runs[dataIndex]!;
      const upper = run.map(({ high, index }) => api.coord([index, high]));
      const lower = run.map(({ low, index }) => api.coord([index, low])).toReversed();
      return {
        type: 'polygon' as const,
        shape: { points: [...upper, ...lower] },
        style: { fill: colours.sky, opacity: 0.22 },
      };
    },
  };
};

interface Bounds {
  readonly index: number;
  readonly low: number;
  readonly high: number;
}

function runsOf(points: readonly LinePoint[]): readonly (readonly Bounds[])[] {
  const runs: Bounds[][] = [[]];
  for (const [index, { low, high }] of points.entries())
    if (typeof low === 'number' && typeof high === 'number') runs.at(-1)!.push({ index, low, high });
    else runs.push([]);
  return runs.filter(({ length }) => length > 0);
}
