import { colours, ink, quietInk } from './palette';
import { type Caption, cleaned, drawn, legend, namesOf, nothingToShow, numbers, shown, topOf } from './picture';

export interface DotPair {
  readonly name: string;
  /** Null where nothing is known. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface DotPlot extends Caption {
  readonly unit?: string;
  readonly axis: string;
  /** What the two dots are: "before" and "after", "guess" and "fact". */
  readonly beforeIs: string;
  readonly afterIs: string;
  readonly pairs: readonly DotPair[];
}

const rowHeight = 34;

/** Two values each, joined by a line: a ring for the first, a filled diamond for the second. */
export function dotPlot(input: DotPlot): string {
  const { unit, axis, beforeIs, afterIs, pairs, ...caption } = cleaned(input);
  if (!pairs.some(({ before, after }) => before !== null || after !== null)) return nothingToShow(caption);

  const top = topOf(caption);
  const side = namesOf(pairs.map(({ name }) => name));
  const word = (value: number | null) => (value === null ? 'nothing known' : shown(value, unit));
  const dots = (which: 'before' | 'after', other: 'before' | 'after') =>
    pairs.flatMap((pair, index) => {
      const value = pair[which];
      if (value === null) return [];
      const isRight = value > (pair[other] ?? -Infinity) || (value === pair[other] && which === 'after');
      return [{ value: [value, index], label: { position: isRight ? ('right' as const) : ('left' as const) } }];
    });
  const label = {
    show: true,
    color: ink,
    fontSize: 11,
    formatter: ({ value }: { value: unknown }) => shown((value as number[])[0]!, unit),
  };
  return drawn(caption, {
    height: top + 34 + pairs.length * rowHeight + 56,
    option: {
      grid: { left: side.room + 50, right: 60, top: top + 34, height: pairs.length * rowHeight },
      legend: legend([beforeIs, afterIs], caption, side.room + 50),
      xAxis: { ...numbers(unit ? `${axis}, ${unit}` : axis), scale: true, boundaryGap: ['8%', '8%'] },
      yAxis: {
        type: 'category',
        inverse: true,
        data: pairs.map((_, index) => index),
        axisLabel: { ...side.axisLabel, formatter: (_: string, index: number) => pairs[index]?.name ?? '' },
        axisTick: { show: false },
        axisLine: { show: false },
      },
      series: [
        {
          type: 'scatter',
          name: beforeIs,
          symbol: 'circle',
          symbolSize: 11,
          itemStyle: { color: '#ffffff', borderColor: colours.vermilion, borderWidth: 2.5, opacity: 1 },
          label: label as never,
          data: dots('before', 'after'),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: quietInk, type: 'solid', width: 2 },
            data: pairs.flatMap(({ before, after }, index) =>
              before === null || after === null ? [] : [[{ coord: [before, index] }, { coord: [after, index] }]],
            ) as never,
          },
        },
        {
          type: 'scatter',
          name: afterIs,
          symbol: 'diamond',
          symbolSize: 13,
          itemStyle: { color: colours.blue, opacity: 1 },
          label: label as never,
          data: dots('after', 'before'),
        },
      ],
    },
    says: pairs.map(({ name, before, after }) => `${name}: ${beforeIs} ${word(before)}, ${afterIs} ${word(after)}`),
  });
}
