import { colours, ink } from './palette';
import { type Caption, cleaned, drawn, nothingToShow, shown, topOf } from './picture';

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly value: number;
}

export interface Sankey extends Caption {
  readonly unit?: string;
  /** What stands left and right. */
  readonly fromIs: string;
  readonly toIs: string;
  readonly flows: readonly Flow[];
}

const inTurn = [
  colours.blue,
  colours.orange,
  colours.green,
  colours.purple,
  colours.sky,
  colours.vermilion,
  colours.yellow,
];

/** How much goes from each on the left to each on the right: as wide as it is much. The same name may stand on both sides. */
export function sankey(input: Sankey): string {
  const { unit, fromIs, toIs, flows: given, ...caption } = cleaned(input);
  const flows = given.filter(({ value }) => value > 0);
  if (flows.length === 0) return nothingToShow(caption);

  const [left, right] = [[...new Set(flows.map(({ from }) => from))], [...new Set(flows.map(({ to }) => to))]];
  const sum = (among: readonly Flow[]) => among.reduce((total, { value }) => total + value, 0);
  const top = topOf(caption);
  const rows = Math.max(left.length, right.length);
  const node = (side: 'left' | 'right', name: string, value: number, index: number) => ({
    name: `${side} ${name}`,
    depth: side === 'left' ? 0 : 1,
    itemStyle: { color: side === 'left' ? inTurn[index % inTurn.length] : '#6e7781', borderWidth: 0 },
    label: {
      position: side === 'left' ? ('right' as const) : ('left' as const),
      formatter: `${name}  ${shown(value, unit)}`.replace(/[{}]/g, ''),
      color: ink,
      fontSize: 12,
      textBorderColor: '#ffffff',
      textBorderWidth: 3,
    },
  });
  const side = (text: string, at: object) => ({
    type: 'text' as const,
    top: top + 2,
    ...at,
    style: { text, fill: ink, font: 'bold 12px Helvetica, Arial, sans-serif' },
  });
  return drawn(caption, {
    height: top + 40 + Math.max(200, rows * 44) + 20,
    option: {
      graphic: [side(fromIs, { left: 20 }), side(toIs, { right: 20 })],
      series: [
        {
          type: 'sankey',
          left: 20,
          right: 20,
          top: top + 30,
          height: Math.max(200, rows * 44),
          silent: true,
          nodeWidth: 14,
          nodeGap: 14,
          layoutIterations: 32,
          draggable: false,
          data: [
            ...left.map((name, index) => node('left', name, sum(flows.filter(({ from }) => from === name)), index)),
            ...right.map((name, index) => node('right', name, sum(flows.filter(({ to }) => to === name)), index)),
          ],
          links: flows.map(({ from, to, value }) => ({ source: `left ${from}`, target: `right ${to}`, value })),
          lineStyle: { color: 'source', opacity: 0.4, curveness: 0.5 },
        },
      ],
    },
    says: flows.map(({ from, to, value }) => `${from} → ${to}: ${shown(value, unit)}`),
  });
}
