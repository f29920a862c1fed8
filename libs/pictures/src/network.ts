import { colours, ink, quietInk, shade } from './palette';
import { type Caption, cleaned, drawn, legend, nothingToShow, shown, topOf, width } from './picture';

export interface NetworkNode {
  readonly name: string;
  /** The greater, the larger the circle; without it all are alike. */
  readonly size?: number;
}

export interface NetworkEdge {
  readonly from: string;
  readonly to: string;
  /** As wide as this. */
  readonly value: number;
  /** As dark as this, from 0 to 1; null where it is not known. */
  readonly strength?: number | null;
  readonly dashed?: boolean;
}

export interface Network extends Caption {
  readonly unit?: string;
  /** What width, darkness and dashes mean, as "need", "tie" and "unaware". */
  readonly widthIs: string;
  readonly strengthIs: string;
  readonly dashedIs: string;
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
}

const drawingHeight = 460;
const widest = 9;

/** Who points to whom: the nodes on a circle, an arrow for each direction, its number on it. */
export function network(input: Network): string {
  const { unit, widthIs, strengthIs, dashedIs, nodes, edges, ...caption } = cleaned(input);
  if (nodes.length === 0) return nothingToShow(caption);

  const top = topOf(caption);
  const most = Math.max(...edges.map(({ value }) => value), Number.MIN_VALUE);
  const largest = Math.max(...nodes.map(({ size = 0 }) => size));
  const hasStrength = edges.some(({ strength }) => typeof strength === 'number');
  const hasDashes = edges.some(({ dashed }) => dashed);
  const colourOf = ({ strength }: NetworkEdge) =>
    typeof strength === 'number' ? shade(0.3 + 0.7 * strength) : hasStrength ? '#8c959f' : colours.blue;
  const center = { x: width / 2, y: top + 60 + drawingHeight / 2, radius: drawingHeight / 2 - 40 };
  const placeOf = (index: number) => {
    const angle = (2 * Math.PI * index) / nodes.length - Math.PI / 2;
    return { x: center.x + 1.25 * center.radius * Math.cos(angle), y: center.y + center.radius * Math.sin(angle) };
  };
  const key = [
    `wider: more ${widthIs}`,
    ...(hasStrength ? [`dark: ${strengthIs} 1`, `pale: ${strengthIs} 0`] : []),
    ...(hasDashes ? [`dashed: ${dashedIs}`] : []),
  ];
  const keyStyle = [
    { color: quietInk, width: 5 },
    ...(hasStrength
      ? [
          { color: shade(1), width: 3 },
          { color: shade(0.3), width: 3 },
        ]
      : []),
    ...(hasDashes ? [{ color: quietInk, width: 2.5, type: 'dashed' as const }] : []),
  ];
  const none = { show: false, type: 'value' as const, min: 0, max: 1 };
  return drawn(caption, {
    height: top + 60 + drawingHeight + 10,
    option: {
      legend: { ...legend(key, caption, 30), itemWidth: 28 },
      grid: { left: 0, top: 0, width: 1, height: 1 },
      xAxis: none,
      yAxis: none,
      series: [
        ...key.map((name, index) => ({
          type: 'line' as const,
          name,
          data: [],
          symbol: 'none',
          lineStyle: keyStyle[index]!,
          itemStyle: { color: keyStyle[index]!.color, opacity: 0 },
        })),
        {
          type: 'graph',
          layout: 'none',
          left: center.x - 1.25 * center.radius,
          top: center.y - center.radius,
          width: 2.5 * center.radius,
          height: 2 * center.radius,
          preserveAspect: true,
          silent: true,
          edgeSymbol: ['none', 'arrow'],
          data: nodes.map(({ name, size = 0 }, index) => ({
            id: name,
            name,
            ...placeOf(index),
            symbolSize: largest > 0 ? 16 + 26 * Math.sqrt(Math.max(0, size) / largest) : 26,
            itemStyle: { color: '#ffffff', borderColor: ink, borderWidth: 2, opacity: 1 },
            label: {
              show: true,
              position: placeOf(index).y > center.y + 1 ? 'bottom' : 'top',
              fontSize: 13,
              color: ink,
            },
          })),
          edges: edges.map((edge) => ({
            source: edge.from,
            target: edge.to,
            symbolSize: [0, 8 + (widest * edge.value) / most],
            lineStyle: {
              color: colourOf(edge),
              width: 1.2 + ((widest - 1.2) * edge.value) / most,
              type: edge.dashed ? 'dashed' : 'solid',
              curveness: 0.18,
              opacity: 1,
            },
            label: {
              show: true,
              formatter: shown(edge.value, unit),
              fontSize: 11,
              color: ink,
              backgroundColor: '#ffffff',
              padding: [1, 3],
              borderRadius: 3,
            },
          })),
        },
      ] as never,
    },
    says: edges.map(
      ({ from, to, value, strength, dashed }) =>
        `${from} → ${to}: ${widthIs} ${shown(value, unit)}${
          typeof strength === 'number' ? `, ${strengthIs} ${shown(strength)}` : ''
        }${dashed ? `, ${dashedIs}` : ''}`,
    ),
  });
}
