/** One cell of a table: who stands behind it, and what it shows. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  /** The contributions that the cell is made of, one a person. */
  readonly contributionIds: readonly string[];
  /**
   * Every number shown of the cell that adds up over rows and columns, none below 0. For a score that is the points
   * above its least value and those below its most (4 of 1 to 5: 3 and 1): a mean at the end of its scale tells all.
   */
  readonly sums?: readonly number[];
}

/** Whether a cell may be shown. With null for the row, the total of the column is asked for, and the other way round. */
export type IsShown = (row: string | null, column: string | null) => boolean;

/**
 * Which cells and totals of a table may be shown, so that nobody can work out from them anything that fewer than `k`
 * people stand behind: small cells are hidden, then the smallest others that would betray them, at last totals. Each
 * cell, and each union of cells, that sums and differences of what is shown yield has k people or more, also where a
 * sum of 0 gives its parts away. Empty cells are shown. Whoever stands behind several cells does not add to k in their
 * union: one of them alone must have k people.
 *
 * Source: a hidden cell is safe if k people can flow around it in the graph of rows and columns. Gusfield, A graph
 * theoretic approach to statistical data security, SIAM J. Comput. 17 (1988) 552; Ford and Fulkerson (1956).
 */
export function shownCells(cells: readonly Cell[], k: number): IsShown {
  const numbers = numbersOf(cells);
  const hidden = new Set(numbers.filter(({ n }) => n < k));
  const capacity = areDisjoint(cells) ? ({ n }: TableNumber) => n : ({ n }: TableNumber) => (n < k ? 0 : k);
  const measures = [...Array(Math.max(1, ...numbers.map(({ sums }) => sums.length))).keys()];
  const nextToHide = () => {
    for (const measure of measures) {
      const gap = firstGap([...hidden], measure, k, capacity);
      if (gap)
        return cheapestBridge(
          gap,
          numbers.filter((number) => !hidden.has(number)),
          measure,
        );
    }
    return [];
  };
  for (let next = nextToHide(); next.length > 0; next = nextToHide()) next.forEach((number) => hidden.add(number));

  const names = new Set([...hidden].map(({ row, column }) => JSON.stringify([row, column])));
  return (row, column) => !names.has(JSON.stringify([rowNode(row), columnNode(column)]));
}

/** A list of parts and their total: as `shownCells`, for a table with one row. With null the total is asked for. */
export function shownParts(
  parts: readonly (Omit<Cell, 'row' | 'column'> & { readonly part: string })[],
  k: number,
): (part: string | null) => boolean {
  const isShown = shownCells(
    parts.map(({ part, ...cell }) => ({ ...cell, row: '', column: part })),
    k,
  );
  return (part) => isShown('', part) && isShown(null, part);
}

/**
 * Whether figures of these contributions may be shown beside those shown earlier of the same thing: not if fewer than
 * k people make the difference, also between sums of earlier ones.
 */
export function mayShowAgain(
  earlier: readonly (readonly string[])[],
  contributionIds: readonly string[],
  k: number,
): boolean {
  const plus = (sum: ReadonlyMap<string, number>, ids: readonly string[], times: number) =>
    [...new Set(ids)].reduce((all, id) => all.set(id, (all.get(id) ?? 0) + times), new Map(sum));
  const distinct = new Map(earlier.map((ids) => [[...new Set(ids)].toSorted().join(), ids]));
  const sums = [...distinct.values()].reduce(
    (all, ids) => all.flatMap((sum) => [sum, plus(sum, ids, -1), plus(sum, ids, 1)]),
    [plus(new Map(), contributionIds, 1)],
  );
  return sums.every((sum) => {
    const people = [...sum.values()].filter((times) => times !== 0).length;
    return people === 0 || people >= k;
  });
}

/** A number of the table: an edge between its row and its column. */
interface TableNumber {
  readonly row: string;
  readonly column: string;
  readonly n: number;
  readonly sums: readonly number[];
  readonly isTotal: boolean;
  /** Rows and columns stay in balance: when it grows, something must give way on a path from the second to the first. */
  readonly grows: Arc;
}

type Arc = readonly [from: string, to: string];

const rowNode = (row: string | null) => (row === null ? 'all rows' : `row ${row}`);
const columnNode = (column: string | null) => (column === null ? 'all columns' : `column ${column}`);

const areDisjoint = (cells: readonly Cell[]) => {
  const ids = cells.flatMap(({ contributionIds }) => [...new Set(contributionIds)]);
  return new Set(ids).size === ids.length;
};

/** The cells that somebody stands behind, and their totals. */
function numbersOf(cells: readonly Cell[]): TableNumber[] {
  const numberOf = (row: string | null, column: string | null): TableNumber => {
    const under = cells.filter((cell) => (row ?? cell.row) === cell.row && (column ?? cell.column) === cell.column);
    const arc: Arc = [rowNode(row), columnNode(column)];
    const isMargin = (row === null) !== (column === null);
    return {
      row: arc[0],
      column: arc[1],
      n: new Set(under.flatMap(({ contributionIds }) => contributionIds)).size,
      sums: under.reduce<number[]>((all, { sums = [] }) => sums.map((sum, i) => sum + (all[i] ?? 0)), []),
      isTotal: row === null || column === null,
      grows: isMargin ? [arc[1], arc[0]] : arc,
    };
  };
  const rows = [...new Set(cells.map(({ row }) => row)), null].toSorted();
  const columns = [...new Set(cells.map(({ column }) => column)), null].toSorted();
  return rows.flatMap((row) => columns.map((column) => numberOf(row, column))).filter(({ n }) => n > 0);
}

/** A small cell that is not safe: what is hidden leads nowhere from one of its ends to the other. */
interface Gap {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Arc[];
}

/** The first gap. A number that cannot differ, since no sum is below 0, is as good as shown. */
function firstGap(
  hidden: readonly TableNumber[],
  measure: number,
  k: number,
  capacity: (number: TableNumber) => number,
): Gap | undefined {
  const fixed = new Map(hidden.map((number) => [number, gapOfValue(number, hidden, measure)]));
  const free = hidden.filter((number) => !fixed.get(number));
  for (const number of hidden.filter(({ n, isTotal }) => n < k && !isTotal)) {
    const gap = fixed.get(number) ?? gapOfPeople(number, free, k, capacity);
    if (gap) return gap;
  }
  return undefined;
}

/** If this number can be neither larger nor smaller, the others being what they may be: no change comes around to it. */
function gapOfValue(number: TableNumber, hidden: readonly TableNumber[], measure: number): Gap | undefined {
  const ways = hidden.filter((other) => other !== number).flatMap((other) => changes(other, measure));
  const [to, from] = number.grows;
  const isFree = changes(number, measure).some(([start, end]) => reachable(end, ways).has(start));
  return isFree ? undefined : { from, to, ways };
}

/**
 * If fewer than k people flow around this cell: the hidden cells between the nodes that are reached and the others are
 * then what is shown on the one side less what is shown on the other, and too few stand behind them.
 */
function gapOfPeople(
  cell: TableNumber,
  free: readonly TableNumber[],
  k: number,
  capacity: (number: TableNumber) => number,
): Gap | undefined {
  const left = new Map(free.map((number) => [number, number.isTotal ? Infinity : capacity(number)]));
  const { row: from, column: to } = cell;
  for (let flow = 0; flow < k;) {
    const steps = free.flatMap((by): Step[] => [
      ...(left.get(by)! > 0 ? [{ from: by.row, to: by.column, by, sign: -1, cost: 0 } as const] : []),
      { from: by.column, to: by.row, by, sign: 1, cost: 0 },
    ]);
    const path = cheapestPath(from, to, steps);
    if (!path) return { from, to, ways: steps.map((step) => [step.from, step.to]) };
    const more = Math.min(...path.map(({ by, sign }) => (sign < 0 ? left.get(by)! : Infinity)));
    for (const { by, sign } of path) left.set(by, left.get(by)! + sign * more);
    flow += more;
  }
  return undefined;
}

/** The shown numbers with the fewest people that close a gap once they are hidden; totals only where no cells do. */
function cheapestBridge({ from, to, ways }: Gap, shown: readonly TableNumber[], measure: number): TableNumber[] {
  const cost = ({ n, isTotal, sums }: TableNumber) => n + (isTotal ? 1e9 : 0) + (sums[measure] === 0 ? 1e6 : 0);
  const steps = [
    ...ways.map(([start, end]) => ({ from: start, to: end, by: undefined, cost: 0 })),
    ...shown.flatMap((by) =>
      changes(by, measure).map(([start, end]) => ({ from: start, to: end, by, cost: cost(by) })),
    ),
  ];
  return cheapestPath(from, to, steps)?.flatMap(({ by }) => by ?? []) ?? [...shown];
}

/** Where a number may move to: always up, and down unless it is 0. */
const changes = ({ grows, sums }: TableNumber, measure: number): Arc[] =>
  measure >= sums.length || sums[measure]! > 0 ? [grows, [grows[1], grows[0]]] : [grows];

interface Step {
  readonly from: string;
  readonly to: string;
  readonly cost: number;
  readonly by: TableNumber;
  /** Along a row's number its room for people shrinks, against it it grows. */
  readonly sign: 1 | -1;
}

/** The path of least cost, its last step first. */
function cheapestPath<S extends Pick<Step, 'from' | 'to' | 'cost'>>(from: string, to: string, steps: readonly S[]) {
  const best = new Map<string, { readonly cost: number; readonly step?: S }>([[from, { cost: 0 }]]);
  for (let changed = true; changed;) {
    changed = false;
    for (const step of steps) {
      const cost = (best.get(step.from)?.cost ?? Infinity) + step.cost;
      if (cost >= (best.get(step.to)?.cost ?? Infinity)) continue;
      best.set(step.to, { cost, step });
      changed = true;
    }
  }
  if (!best.has(to)) return undefined;
  const path: S[] = [];
  for (let step = best.get(to)!.step; step; step = best.get(step.from)!.step) path.push(step);
  return path;
}

function reachable(from: string, arcs: readonly Arc[]): ReadonlySet<string> {
  const found = new Set([from]);
  for (const node of found) for (const [start, end] of arcs) if (start === node) found.add(end);
  return found;
}
