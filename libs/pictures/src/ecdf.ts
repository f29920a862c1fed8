import { colours, ink, quietInk } from './palette';
import { type Caption, cleaned, drawn, legend, nothingToShow, numbers, shown, topOf } from './picture';

export interface Ecdf extends Caption {
  readonly unit: string;
  readonly axis: string;
  /** By when which part has ended, from 0 to 1: the curve rises there. In order. */
  readonly steps: readonly { readonly at: number; readonly share: number }[];
  /** What is still open, how long it has lasted and how high the curve is there. */
  readonly open: readonly { readonly at: number; readonly share: number }[];
  /** Lines to read the curve by, as { name: 'p50', at: 100 }. */
  readonly marks: readonly { readonly name: string; readonly at: number }[];
}

/** By when which part had ended. What is still open is marked with a cross, never left out. */
export function ecdf(input: Ecdf): string {
  const { unit, axis, steps, open, marks, ...caption } = cleaned(input);
  if (steps.length + open.length === 0) return nothingToShow(caption);

  const top = topOf(caption);
  const last = Math.max(...[...steps, ...open].map(({ at }) => at));
  const curve = [{ at: 0, share: 0 }, ...steps, { at: last, share: steps.at(-1)?.share ?? 0 }];
  return drawn(caption, {
    height: top + 360,
    option: {
      grid: { left: 70, right: 40, top: top + 40, height: 260 },
      legend: legend(open.length > 0 ? ['ended', 'still open'] : ['ended'], caption, 70),
      xAxis: { ...numbers(`${axis}, ${unit}`), min: 0 },
      yAxis: {
        ...numbers('Part that has ended'),
        nameGap: 44,
        min: 0,
        max: 1,
        axisLabel: { color: quietInk, fontSize: 11, formatter: (share: number) => `${Math.round(share * 100)} %` },
      },
      series: [
        {
          type: 'line',
          name: 'ended',
          step: 'end',
          symbol: 'none',
          lineStyle: { color: colours.blue, width: 2.5 },
          itemStyle: { color: colours.blue, opacity: 0 },
          data: curve.map(({ at, share }) => [at, share]),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: ink, type: 'dashed', width: 1 },
            label: { formatter: ({ name }: { name: string }) => name, color: ink, fontSize: 11, position: 'end' },
            data: marks.map(({ name, at }) => ({ name: `${name} ${shown(at, unit)}`, xAxis: at })),
          },
        },
        {
          type: 'scatter',
          name: 'still open',
          symbol: 'path://M0 0L10 10M10 0L0 10',
          symbolSize: 10,
          itemStyle: { color: 'none', borderColor: colours.vermilion, borderWidth: 2.5, opacity: 1 },
          data: open.map(({ at, share }) => [at, share]),
        },
      ],
    },
    says: [
      ...steps.map(({ at, share }) => `${Math.round(share * 100)} % ended within ${shown(at, unit)}`),
      ...open.map(({ at }) => `One still open after ${shown(at, unit)}`),
      ...marks.map(({ name, at }) => `${name}: ${shown(at, unit)}`),
    ],
  });
}
