import type { CustomSeriesRenderItem } from 'echarts';
import { colours, hatch, ink, quietInk, rule } from './palette';
import { type Caption, cleaned, drawn, legend, namesOf, nothingToShow, numbers, shown, topOf } from './picture';

export interface LaneSpan {
  readonly lane: string;
  readonly start: number;
  readonly end: number;
  /** Waiting to be noticed, or in somebody's hands. */
  readonly kind: 'waiting' | 'in hand';
}

export interface LaneItem {
  readonly name: string;
  /** In order of time. */
  readonly spans: readonly LaneSpan[];
  /** How it ended, in a word; null while it is open. */
  readonly ending: string | null;
}

export interface SwimLanes extends Caption {
  readonly unit: string;
  readonly axis: string;
  readonly lanes: readonly string[];
  readonly items: readonly LaneItem[];
}

/** What lay with whom, from when to when: a lane each, in it a numbered line for each item. Waits are hatched. */
export function swimLanes(input: SwimLanes): string {
  const { unit, axis, lanes, items, ...caption } = cleaned(input);
  if (!items.some(({ spans }) => spans.length > 0)) return nothingToShow(caption);

  const line = items.length > 10 ? 9 : 13;
  const laneHeight = items.length * line + 10;
  const top = topOf(caption);
  const rowOf = (lane: string, item: number) => lanes.indexOf(lane) * laneHeight + 5 + item * line + line / 2;
  const spans = items.flatMap((item, index) =>
    item.spans.map((span) => ({ ...span, row: rowOf(span.lane, index), number: index + 1 })),
  );
  const bars = (kind: LaneSpan['kind'], style: { color: string; decal?: object }) => {
    const renderItem: CustomSeriesRenderItem = (_, api) => {
      const [x, y] = api.coord([api.value(0), api.value(2)]) as [number, number];
      const [end] = api.coord([api.value(1), api.value(2)]) as [number, number];
      return {
        type: 'rect',
        shape: { x, y: y - line / 2 + 1, width: Math.max(1.5, end! - x), height: line - 2 },
        style: { fill: style.color, ...(style.decal && { decal: style.decal }) },
      };
    };
    return {
      type: 'custom' as const,
      name: kind,
      itemStyle: style,
      renderItem,
      encode: { x: [0, 1], y: 2 },
      data: spans.filter((span) => span.kind === kind).map(({ start, end, row }) => [start, end, row]),
    };
  };
  const handOvers = items.flatMap((item, index) =>
    item.spans.slice(1).flatMap((span, at) => {
      const before = item.spans[at]!;
      if (before.lane === span.lane) return [];
      return [[{ coord: [span.start, rowOf(before.lane, index)] }, { coord: [span.start, rowOf(span.lane, index)] }]];
    }),
  );
  const ends = items.flatMap(({ spans: parts, ending }, index) => {
    const last = parts.at(-1);
    return last ? [{ value: [last.end, rowOf(last.lane, index)], ending, number: index + 1 }] : [];
  });
  const numbered = { show: true, position: 'right' as const, formatter: '{b}', fontSize: 10, color: ink };
  const side = namesOf(lanes);
  const height = lanes.length * laneHeight;
  return drawn(caption, {
    height: top + 30 + height + 56,
    option: {
      grid: { left: side.room + 30, right: 90, top: top + 30, height },
      legend: legend(
        ['waiting', 'in hand', 'ended', ...(items.some(({ ending }) => ending === null) ? ['still open'] : [])],
        caption,
        side.room + 30,
      ),
      xAxis: { ...numbers(`${axis}, ${unit}`), min: 0 },
      yAxis: {
        type: 'value',
        inverse: true,
        min: 0,
        max: height,
        interval: laneHeight,
        splitLine: { lineStyle: { color: rule } },
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          ...side.axisLabel,
          formatter: (at: number) => lanes[Math.round(at / laneHeight)] ?? '',
          verticalAlign: 'top',
          padding: [laneHeight / 2 - 6, 0, 0, 0],
        },
      },
      series: [
        bars('waiting', { color: colours.orange, decal: hatch }),
        bars('in hand', { color: colours.blue }),
        {
          type: 'scatter',
          name: 'ended',
          symbol: 'diamond',
          symbolSize: line - 2,
          itemStyle: { color: ink, opacity: 1 },
          symbolOffset: ['50%', 0],
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: quietInk, type: 'solid', width: 0.8, opacity: 0.6 },
            data: handOvers as never,
          },
          data: ends.filter(({ ending }) => ending !== null).map(({ value, number }) => ({ value, name: `${number}` })),
          label: numbered,
        },
        {
          type: 'scatter',
          name: 'still open',
          symbol: 'path://M0 0L10 6L0 12Z',
          symbolSize: [line - 3, line - 1],
          symbolOffset: ['60%', 0],
          itemStyle: { color: colours.vermilion, opacity: 1 },
          data: ends.filter(({ ending }) => ending === null).map(({ value, number }) => ({ value, name: `${number}` })),
          label: numbered,
        },
      ],
    },
    says: items.map(({ name, spans: parts, ending }, index) => {
      const way = parts.map(({ lane, kind, start, end }) => `${lane} ${kind} ${shown(end - start, unit)}`).join(', ');
      return `${index + 1}. ${name}: ${way}; ${ending ?? 'still open'}.`;
    }),
  });
}
