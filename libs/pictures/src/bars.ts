import { colours, hatch, ink, quietInk } from './palette';
import { type Caption, cleaned, drawn, legend, namesOf, nothingToShow, numbers, shown, topOf, width } from './picture';

export interface Bar {
  readonly name: string;
  /** Null where nothing is known. */
  readonly value: number | null;
  /** Rests on too little: its bar is hatched. */
  readonly lowSample?: boolean;
}

export interface Bars extends Caption {
  readonly unit?: string;
  readonly axis: string;
  readonly bars: readonly Bar[];
}

const rowHeight = 30;

/** A bar for each, in the order given, its number at its end. */
export function bars(input: Bars): string {
  const { unit, axis, bars: all, ...caption } = cleaned(input);
  if (!all.some(({ value }) => value !== null)) return nothingToShow(caption);

  const top = topOf(caption);
  const side = namesOf(all.map(({ name }) => name));
  const hasLow = all.some(({ lowSample }) => lowSample);
  const word = ({ value, lowSample }: Bar) =>
    value === null ? 'nothing known' : `${shown(value, unit)}${lowSample ? ' (few)' : ''}`;
  return drawn(caption, {
    height: top + (hasLow ? 34 : 8) + all.length * rowHeight + 56,
    option: {
      grid: { left: side.room + 30, right: 70, top: top + (hasLow ? 34 : 8), height: all.length * rowHeight },
      ...(hasLow && { legend: legend(['rests on few'], caption, side.room + 30) }),
      xAxis: numbers(unit ? `${axis}, ${unit}` : axis),
      yAxis: {
        type: 'category',
        inverse: true,
        data: all.map((_, index) => index),
        axisLabel: { ...side.axisLabel, formatter: (_: string, index: number) => all[index]?.name ?? '' },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: ink } },
      },
      series: [
        {
          type: 'bar',
          barWidth: '62%',
          silent: true,
          itemStyle: { color: colours.blue },
          data: all.map((bar) => ({
            value: bar.value ?? 0,
            ...(bar.lowSample && { itemStyle: { color: colours.sky, decal: hatch } }),
            label: {
              show: true,
              position: (bar.value ?? 0) < 0 ? ('left' as const) : ('right' as const),
              formatter: word(bar),
              color: bar.value === null ? quietInk : ink,
            },
          })),
        },
        { type: 'bar', name: 'rests on few', itemStyle: { color: colours.sky, decal: hatch }, data: [] },
      ],
    },
    says: all.map((bar) => `${bar.name}: ${word(bar)}`),
  });
}

/** The greatest first, and above them the part of the whole that they make together. For counts and amounts. */
export function pareto(input: Bars): string {
  const { unit, axis, bars: given, ...caption } = cleaned(input);
  const all = given
    .map(({ name, value }) => ({ name, value: value ?? 0 }))
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => b.value - a.value);
  const whole = all.reduce((sum, { value }) => sum + value, 0);
  if (whole === 0) return nothingToShow(caption);

  let soFar = 0;
  const lines = all.map(({ name, value }) => ({ name, value, part: (soFar += value) / whole }));
  const top = topOf(caption);
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  return drawn(caption, {
    height: top + 34 + 300 + 60,
    option: {
      grid: { left: 70, right: 70, top: top + 44, height: 270 },
      legend: legend([axis, 'together, part of all'], caption, 70),
      xAxis: {
        type: 'category',
        data: lines.map((_, index) => index),
        axisLabel: {
          interval: 0,
          color: ink,
          width: (width - 150) / lines.length - 6,
          overflow: 'break',
          formatter: (_: string, index: number) => lines[index]?.name ?? '',
        },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: ink } },
      },
      yAxis: [
        { ...numbers(unit ? `${axis}, ${unit}` : axis), nameGap: 44, max: whole },
        {
          ...numbers('Together'),
          nameGap: 44,
          min: 0,
          max: 1,
          splitLine: { show: false },
          axisLabel: { formatter: percent, color: quietInk, fontSize: 11 },
        },
      ],
      series: [
        {
          type: 'bar',
          name: axis,
          barCategoryGap: '18%',
          itemStyle: { color: colours.blue },
          label: {
            show: true,
            position: 'top',
            color: ink,
            formatter: ({ dataIndex }) => shown(lines[dataIndex]!.value, unit),
          },
          data: lines.map(({ value }) => value),
        },
        {
          type: 'line',
          name: 'together, part of all',
          yAxisIndex: 1,
          symbol: 'circle',
          symbolSize: 7,
          itemStyle: { color: colours.vermilion },
          lineStyle: { color: colours.vermilion, width: 2, type: 'dashed' },
          data: lines.map(({ part }) => part),
        },
      ],
    },
    says: lines.map(({ name, value, part }) => `${name}: ${shown(value, unit)}, together ${percent(part)}`),
  });
}
