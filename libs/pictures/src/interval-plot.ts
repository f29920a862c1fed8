import type { CustomSeriesRenderItem } from 'echarts';
import { colours, ink, quietInk } from './palette';
import { type Caption, cleaned, drawn, namesOf, nothingToShow, numbers, shown, topOf } from './picture';

export interface Interval {
  readonly name: string;
  /** Null where nothing is known. */
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  /** Rests on too little: its mark is hollow. */
  readonly lowSample?: boolean;
  /** A word behind the numbers, as the verdict. */
  readonly note?: string;
}

export interface IntervalPlot extends Caption {
  readonly unit?: string;
  readonly axis: string;
  /** The line that means "no difference". 0 if it is not given. */
  readonly reference?: number;
  readonly referenceIs: string;
  readonly intervals: readonly Interval[];
}

const rowHeight = 42;

/** A point and how sure one can be of it, against a line of no difference. */
export function intervalPlot(input: IntervalPlot): string {
  const { unit, axis, reference = 0, referenceIs, intervals, ...caption } = cleaned(input);
  if (!intervals.some(({ value }) => value !== null)) return nothingToShow(caption);

  const top = topOf(caption);
  const side = namesOf(intervals.map(({ name }) => name));
  const known = intervals.flatMap((one, index) => (one.value === null ? [] : [{ ...one, value: one.value, index }]));
  const bounds = known.map(({ low, high, index }) => [low ?? NaN, index, high ?? NaN]);
  const isApart = ({ low, high }: Interval) => (low ?? -Infinity) > reference || (high ?? Infinity) < reference;
  const whisker: CustomSeriesRenderItem = ({ dataIndex }, api) => {
    const [low, index, high] = bounds[dataIndex]!;
    if (Number.isNaN(low) || Number.isNaN(high)) return null;
    const [x1, y] = api.coord([low, index]) as [number, number];
    const [x2] = api.coord([high, index]) as [number, number];
    const line = (from: number, y1: number, to: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1: from, y1, x2: to, y2 },
      style: { stroke: isApart(known[dataIndex]!) ? colours.blue : quietInk, lineWidth: 2.5 },
    });
    return {
      type: 'group',
      children: [line(x1, y, x2!, y), line(x1, y - 6, x1, y + 6), line(x2!, y - 6, x2!, y + 6)],
    };
  };
  const word = ({ value, low, high, lowSample, note }: Interval) => {
    if (value === null) return ['nothing known', note].filter(Boolean).join(', ');
    const range = low !== undefined && low !== null && ` (${shown(low)} to ${shown(high ?? Infinity, unit)})`;
    return [`${shown(value, unit)}${range || ''}`, lowSample && 'few', note].filter(Boolean).join(', ');
  };
  return drawn(caption, {
    height: top + 26 + intervals.length * rowHeight + 56,
    option: {
      grid: { left: side.room + 30, right: 40, top: top + 26, height: intervals.length * rowHeight },
      xAxis: { ...numbers(unit ? `${axis}, ${unit}` : axis), boundaryGap: ['8%', '8%'] },
      yAxis: {
        type: 'category',
        inverse: true,
        data: intervals.map((_, index) => index),
        axisLabel: { ...side.axisLabel, formatter: (_: string, index: number) => intervals[index]?.name ?? '' },
        axisTick: { show: false },
        axisLine: { show: false },
      },
      series: [
        { type: 'custom', renderItem: whisker, encode: { x: [0, 2], y: 1 }, data: bounds },
        {
          type: 'scatter',
          symbolSize: 11,
          data: known.map((one) => ({
            value: [one.value, one.index],
            symbol: isApart(one) ? 'diamond' : 'circle',
            itemStyle: {
              color: one.lowSample ? '#ffffff' : isApart(one) ? colours.blue : quietInk,
              borderColor: isApart(one) ? colours.blue : quietInk,
              borderWidth: 2,
              opacity: 1,
            },
          })),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: ink, type: 'dashed', width: 1.2 },
            label: { formatter: referenceIs, color: ink, fontSize: 11, position: 'start' },
            data: [{ xAxis: reference }],
          },
        },
        {
          type: 'scatter',
          symbolSize: 0.001,
          silent: true,
          z: 10,
          itemStyle: { opacity: 1 },
          data: intervals.map((one, index) => ({ value: [one.value ?? reference, index], name: word(one) })),
          label: {
            show: true,
            position: 'inside',
            offset: [0, -15],
            formatter: ({ name }: { name: string }) => name,
            fontSize: 11,
            color: ink,
            backgroundColor: '#ffffff',
          },
        },
      ],
    },
    says: intervals.map((one) => `${one.name}: ${word(one)}`),
  });
}
