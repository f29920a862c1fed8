import type { CustomSeriesRenderItem } from 'echarts';
import { hatch, ink, inkOn, paper, quietInk, rule, shade, twoSided } from './palette';
import { type Caption, cleaned, drawn, font, legend, namesOf, nothingToShow, shown, topOf, width } from './picture';

/**
 * A number, or all that is known of it: that it is more; `silent` where nothing flows, `suppressed` where too few would
 * be shown, null where there can be nothing.
 */
export type Cell = number | { readonly moreThan: number } | 'silent' | 'suppressed' | null;

export interface HeatMap extends Caption {
  readonly unit?: string;
  readonly rowsAre: string;
  readonly rows: readonly string[];
  readonly columnsAre: string;
  readonly columns: readonly string[];
  /** A row of cells for each of `rows`. */
  readonly cells: readonly (readonly Cell[])[];
  /** The value that is neither good nor bad, where there is one: below it in vermilion, above it in blue. */
  readonly middle?: number;
}

const cellHeight = 38;
const silence = 'silent: nothing flows';

/** A table whose cells are as dark as their number is great. The numbers stand in the cells; silence is hatched. */
export function heatMap(input: HeatMap): string {
  const { rows, columns, cells, unit, middle, rowsAre, columnsAre, ...caption } = cleaned(input);
  const values = cells.flat().flatMap((cell) => numberOf(cell) ?? []);
  if (cells.flat().every((cell) => cell === null)) return nothingToShow(caption);

  const colourOf = colouring(values, middle);
  const data = cells.flatMap((line, y) => line.map((cell, x) => ({ x, y, cell }))).filter(({ cell }) => cell !== null);
  const word = (cell: Cell) => {
    const number = numberOf(cell);
    if (number === null) return cell === 'silent' ? 'silent' : 'too few to show';
    return `${typeof cell === 'object' ? '> ' : ''}${shown(number, unit)}`;
  };
  const among = (isOfKind: (one: Cell) => boolean, decal?: object) => {
    const some = data.filter(({ cell }) => isOfKind(cell));
    const renderItem: CustomSeriesRenderItem = ({ dataIndex }, api) => {
      const { cell } = some[dataIndex]!;
      const [x, y] = api.coord([api.value(0), api.value(1)]) as [number, number];
      const [wide, high] = api.size!([1, 1]) as [number, number];
      const number = numberOf(cell);
      const fill = number === null ? paper : colourOf(number);
      const text = {
        text: word(cell),
        fill: inkOn(fill),
        fontSize: 12,
        fontFamily: font,
        width: wide - 8,
        overflow: 'truncate' as const,
      };
      return {
        type: 'rect',
        shape: { x: x - wide / 2 + 1, y: y - high / 2 + 1, width: wide - 2, height: high - 2, r: 2 },
        style: { fill, stroke: rule, ...(decal && { decal }) },
        textContent: {
          type: 'text',
          style: { ...text, ...(decal && { backgroundColor: paper, padding: 2, width: undefined }) },
        },
        textConfig: { position: 'inside' },
      };
    };
    const encode = { x: 0, y: 1 };
    return { type: 'custom' as const, renderItem, encode, data: some.map(({ x, y }) => [x, y]) };
  };
  const top = topOf(caption);
  const side = namesOf(rows, 180);
  const columnRoom = (width - side.room - 60) / columns.length;
  const hasSilent = data.some((one) => one.cell === 'silent');
  const names = { color: quietInk, fontSize: 12 };
  return drawn(caption, {
    height: top + 56 + rows.length * cellHeight + (hasSilent ? 34 : 14),
    option: {
      grid: { left: side.room + 30, right: 20, top: top + 48, height: rows.length * cellHeight },
      legend: hasSilent ? { ...legend([silence], caption, side.room + 30), top: undefined, bottom: 8 } : undefined,
      xAxis: {
        type: 'category',
        position: 'top',
        data: [...columns],
        name: columnsAre,
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: names,
        axisLabel: { interval: 0, color: ink, fontSize: 12, width: columnRoom - 6, overflow: 'truncate' },
        axisTick: { show: false },
        axisLine: { show: false },
      },
      yAxis: {
        type: 'category',
        data: [...rows],
        inverse: true,
        name: rowsAre,
        nameLocation: 'start',
        nameGap: 12,
        nameTextStyle: { ...names, align: 'right', padding: [0, 8, 0, 0] },
        axisLabel: side.axisLabel,
        axisTick: { show: false },
        axisLine: { show: false },
      },
      series: [
        among((one) => one !== 'silent'),
        {
          ...among((one) => one === 'silent', hatch),
          name: silence,
          itemStyle: { color: paper, decal: hatch, borderColor: rule },
        },
      ],
    },
    says: data.map(({ x, y, cell: one }) => `${rows[y]} → ${columns[x]}: ${word(one)}`),
  });
}

const numberOf = (cell: Cell) =>
  typeof cell === 'number' ? cell : typeof cell === 'object' ? (cell?.moreThan ?? null) : null;

function colouring(values: readonly number[], middle: number | undefined): (value: number) => string {
  if (middle !== undefined) {
    const most = Math.max(...values.map((value) => Math.abs(value - middle)), Number.MIN_VALUE);
    return (value) => twoSided((value - middle) / most);
  }
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return (value) => shade(high > low ? (value - low) / (high - low) : 0);
}
