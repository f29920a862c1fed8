import { colours, hatch, ink, quietInk } from './palette';
import { type Caption, cleaned, drawn, legend, namesOf, nothingToShow, numbers, shown, topOf } from './picture';

export interface WaterfallStep {
  readonly name: string;
  /** The usual length of the step; null where too little is known. */
  readonly value: number | null;
  /** The part of it, from its start, that is waiting. */
  readonly waiting?: number | null;
  /** How long it takes when it takes long. */
  readonly upTo?: number | null;
  /** All that is known of `upTo`, or of `value` without it: more than this. */
  readonly moreThan?: number;
}

export interface Waterfall extends Caption {
  readonly unit: string;
  readonly axis: string;
  /** What `value` and `upTo` are, as "p50" and "p90". */
  readonly valueIs: string;
  readonly upToIs: string;
  readonly steps: readonly WaterfallStep[];
}

const rowHeight = 40;

/** Steps one after the other, each beginning where the usual length of the one before it ends. */
export function waterfall(input: Waterfall): string {
  const { unit, axis, valueIs, upToIs, steps, ...caption } = cleaned(input);
  if (!steps.some(({ value, moreThan }) => value !== null || moreThan !== undefined))
    return nothingToShow(caption, steps.length > 0 ? 'Not enough is known of any step yet.' : undefined);

  let end = 0;
  const placed = steps.map((step) => {
    const start = end;
    end += step.value ?? 0;
    return { ...step, start, waits: Math.min(step.waiting ?? 0, step.value ?? 0) };
  });
  const words = ({ value, upTo, moreThan }: WaterfallStep) =>
    [
      value !== null ? `${valueIs} ${shown(value, unit)}` : moreThan === undefined && 'not enough is known',
      upTo !== null && upTo !== undefined && `${upToIs} ${shown(upTo, unit)}`,
      moreThan !== undefined && `${value === null ? valueIs : upToIs} more than ${shown(moreThan, unit)}`,
    ]
      .filter(Boolean)
      .join(', ');
  const hasWaits = placed.some(({ waits }) => waits > 0);
  const names = steps.map(({ name }) => name);
  const side = namesOf(names);
  const top = topOf(caption);
  const stacked = { type: 'bar' as const, stack: 'steps', barWidth: 18, silent: true };
  const long = placed.flatMap((step) =>
    typeof step.upTo === 'number' ? [{ ...step, tip: step.start + step.upTo }] : [],
  );
  const longer = placed.flatMap((step) =>
    step.moreThan === undefined ? [] : [{ ...step, tip: step.start + step.moreThan }],
  );
  const shownMarks = [
    ...(hasWaits ? ['of it waiting'] : []),
    valueIs,
    ...(long.length ? [upToIs] : []),
    ...(longer.length ? ['more than'] : []),
  ];
  return drawn(caption, {
    height: top + 34 + steps.length * rowHeight + 50,
    option: {
      grid: { left: side.room + 30, right: 30, top: top + 34, height: steps.length * rowHeight },
      legend: legend(shownMarks, caption, side.room + 30),
      xAxis: { ...numbers(`${axis}, ${unit}`), min: 0 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: names,
        axisLabel: side.axisLabel,
        axisTick: { show: false },
      },
      series: [
        { ...stacked, itemStyle: { color: 'transparent' }, data: placed.map(({ start }) => start) },
        {
          ...stacked,
          name: 'of it waiting',
          itemStyle: { color: colours.orange, decal: hatch },
          data: placed.map(({ waits }) => waits),
        },
        {
          ...stacked,
          name: valueIs,
          itemStyle: { color: colours.blue },
          data: placed.map(({ value, waits }) => (value ?? 0) - waits),
        },
        {
          ...whisker('solid', long),
          name: upToIs,
          symbol: 'diamond',
          symbolSize: 10,
          itemStyle: { color: ink, opacity: 1 },
        },
        {
          ...whisker('dashed', longer),
          name: 'more than',
          symbol: 'path://M0 0L10 6L0 12Z',
          symbolSize: 10,
          itemStyle: { color: colours.vermilion, opacity: 1 },
        },
        {
          type: 'scatter',
          symbolSize: 0.001,
          silent: true,
          itemStyle: { opacity: 1 },
          data: placed.map((step) => ({ value: [step.start, step.name], name: words(step) })),
          label: {
            show: true,
            position: 'right',
            offset: [0, -16],
            formatter: ({ name }: { name: string }) => name,
            fontSize: 11,
            color: ink,
            padding: 0,
          },
        },
      ],
    },
    says: steps.map((step) => `${step.name}: ${words(step)}`),
  });
}

interface Tipped extends WaterfallStep {
  readonly start: number;
  readonly tip: number;
}

/** A line from the end of each bar to a mark at its tip. */
const whisker = (type: 'solid' | 'dashed', steps: readonly Tipped[]) => ({
  type: 'scatter' as const,
  data: steps.map(({ tip, name }) => [tip, name]),
  markLine: {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: quietInk, type, width: 1.2 },
    data: steps.map(({ start, value, name, tip }) => [{ coord: [start + (value ?? 0), name] }, { coord: [tip, name] }]),
  } as object,
});
