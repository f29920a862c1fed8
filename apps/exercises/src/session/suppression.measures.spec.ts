import { describe, expect, it } from '@jest/globals';
import { type Random, seededRandom } from '@tandem/statistics';
import { equationsOf, rowSpace, unionsFound } from './subtraction.fixture';
import { type Cell, type IsShown, mayShowAgain, shownCells, shownParts } from './suppression.measures';

const k = 5;
const people = (from: number, n: number) => Array.from({ length: n }, (_, i) => `c${from + i}`);

/** A table of so many people in each cell, all different; its sums are what each of them gave, added up. */
function table(counts: readonly (readonly number[])[], points?: readonly (readonly number[])[]): Cell[] {
  let from = 0;
  return counts.flatMap((line, r) =>
    line.map((n, c) => {
      const cell = { row: `r${r}`, column: `c${c}`, contributionIds: people(from, n), sums: [points?.[r]?.[c] ?? n] };
      from += n;
      return cell;
    }),
  );
}

const hiddenOf = (cells: readonly Cell[], isShown: IsShown) =>
  cells.filter(({ row, column }) => !isShown(row, column)).map(({ row, column }) => row + column);

describe('A table that is shown', () => {
  it('is shown as a whole when every cell has k people or none', () => {
    const cells = table([
      [5, 9],
      [0, 7],
    ]);
    const isShown = shownCells(cells, k);
    expect(hiddenOf(cells, isShown)).toEqual([]);
    expect([isShown('r0', null), isShown(null, 'c0'), isShown(null, null)]).toEqual([true, true, true]);
  });

  it('hides with one small cell the smallest other three that would give it away, and keeps the totals', () => {
    const cells = table([
      [2, 9, 6],
      [8, 7, 20],
      [5, 30, 12],
    ]);
    const isShown = shownCells(cells, k);
    expect(hiddenOf(cells, isShown)).toEqual(['r0c0', 'r0c2', 'r2c0', 'r2c2']);
    expect([isShown('r0', null), isShown(null, 'c0'), isShown(null, null)]).toEqual([true, true, true]);
  });

  it('hides the total where no other cell is left to hide', () => {
    const isShown = shownCells(table([[2], [9]]), k);
    expect([isShown('r0', 'c0'), isShown('r0', null), isShown('r1', null), isShown(null, null)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('counts somebody who stands behind two small cells once', () => {
    const parts = [
      { part: 'a', contributionIds: people(0, 3) },
      { part: 'b', contributionIds: people(0, 3) },
      { part: 'c', contributionIds: people(0, 9) },
    ];
    const isShown = shownParts(parts, k);
    expect([isShown('a'), isShown('b'), isShown('c'), isShown(null)]).toEqual([false, false, false, true]);
  });

  it('needs no more than k strangers in the union of what it hides', () => {
    const parts = [3, 2, 9].map((n, i) => ({ part: `p${i}`, contributionIds: people(i * 10, n) }));
    const isShown = shownParts(parts, k);
    expect([isShown('p0'), isShown('p1'), isShown('p2'), isShown(null)]).toEqual([false, false, true, true]);
  });

  it('hides everything of fewer than k people', () => {
    const isShown = shownParts([{ part: 'a', contributionIds: people(0, 4) }], k);
    expect([isShown('a'), isShown(null)]).toEqual([false, false]);
  });

  it('hides more where a sum of 0 would tell what each of its parts is', () => {
    const counts = [
      [2, 6, 9],
      [8, 8, 9],
      [9, 8, 9],
    ];
    const none = [
      [0, 0, 7],
      [3, 5, 9],
      [5, 2, 9],
    ];
    const some = none.map((line, r) => line.map((value) => value + (r === 0 ? 1 : 0)));
    expect(hiddenOf(table(counts, some), shownCells(table(counts, some), k))).toHaveLength(4);
    const cells = table(counts, none);
    const isShown = shownCells(cells, k);
    expect(hiddenOf(cells, isShown)).toContain('r0c2');
    expect(solutions(cells, isShown, 'r0c0').size).toBeGreaterThan(1);
  });
});

describe('Whoever subtracts what is shown', () => {
  const tables = (seed: string, count: number, most: number): Cell[][] => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, () => {
      const [rows, columns] = [1 + (random() % most), 1 + (random() % most)];
      return table(Array.from({ length: rows }, () => Array.from({ length: columns }, () => sizeOf(random))));
    });
  };
  const sizeOf = (random: Random) => (random() % 3 === 0 ? random() % k : random() % 12);

  it('finds no cell, and no union of cells, of fewer than k people', () => {
    for (const cells of tables('unions', 300, 4)) expect(unionsFound(cells, shownCells(cells, k), k)).toEqual([]);
  });

  it('finds none where people stand behind several cells either', () => {
    const random = seededRandom('overlaps');
    for (let round = 0; round < 200; round++) {
      const cells = table(Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => 0))).map((cell) => ({
        ...cell,
        contributionIds: people(0, 14).filter(() => random() % 3 === 0),
      }));
      expect(unionsFound(cells, shownCells(cells, k), k)).toEqual([]);
    }
  });

  it('finds no single cell in large tables', () => {
    for (const cells of tables('large', 12, 9)) {
      const isShown = shownCells(cells, k);
      const small = cells.filter(({ contributionIds: { length } }) => length > 0 && length < k);
      const known = rowSpace(equationsOf(cells, isShown));
      expect(small.filter((cell) => known(cells.map((one) => Number(one === cell))))).toEqual([]);
    }
  });

  it('finds no value by the fact that none is below 0', () => {
    const random = seededRandom('values');
    for (let round = 0; round < 150; round++) {
      const counts = Array.from({ length: 2 + (random() % 2) }, () => Array.from({ length: 3 }, () => sizeOf(random)));
      const points = counts.map((line) => line.map((n) => (n === 0 || random() % 2 ? 0 : random() % 3)));
      const cells = table(counts, points);
      const isShown = shownCells(cells, k);
      for (const { row, column, contributionIds } of cells) {
        if (contributionIds.length === 0 || contributionIds.length >= k) continue;
        expect(solutions(cells, isShown, row + column).size).toBeGreaterThan(1);
      }
    }
  });

  it('finds cells where only the small ones are hidden', () => {
    const found = tables('unions', 300, 4).map((cells) => {
      const small = ({ contributionIds: { length } }: Cell) => length > 0 && length < k;
      const naive: IsShown = (row, column) =>
        !cells.some((cell) => cell.row === row && cell.column === column && small(cell));
      return unionsFound(cells, naive, k).length;
    });
    expect(found.filter((count) => count > 0).length).toBeGreaterThan(100);
  });
});

describe('A figure that is shown again', () => {
  const earlier = [people(0, 10)];

  it.each<[string, boolean, string[]]>([
    ['of the same people', true, people(0, 10)],
    ['of k more', true, people(0, 15)],
    ['of one more', false, people(0, 11)],
    ['of k - 1 fewer', false, people(4, 6)],
    ['of k others', true, people(5, 10)],
    ['of k - 1 in all, who were some others', false, people(20, 4)],
    ['of others', true, people(20, 10)],
  ])('%s: %s', (_, may, now) => expect(mayShowAgain(earlier, now, k)).toBe(may));

  it('is not shown when two earlier ones together leave one person', () => {
    expect(mayShowAgain([people(0, 5), people(5, 5)], people(0, 11), k)).toBe(false);
    expect(mayShowAgain([people(0, 5), people(5, 5)], people(0, 10), k)).toBe(true);
  });
});

/** Every value, up to the sum of the table, that the named cell may have if none is below 0 and what is shown is true. */
function solutions(cells: readonly Cell[], isShown: IsShown, name: string): Set<number> {
  const wanted = cells.findIndex(({ row, column }) => row + column === name);
  const truth = cells.map(({ sums }) => sums![0]!);
  const most = truth.reduce((sum, value) => sum + value, 1);
  const empty = cells.map(({ contributionIds }) => contributionIds.length === 0);
  const equations = equationsOf(cells, isShown).map((line) => ({
    line,
    value: line.reduce((sum, times, i) => sum + times * truth[i]!, 0),
  }));
  const values = new Set<number>();
  const fill = (at: number, filled: readonly number[]) => {
    if (values.size > 1 || (at > wanted && values.has(filled[wanted]!))) return;
    const sums = equations.map(({ line }) => line.reduce((sum, times, i) => sum + times * (filled[i] ?? 0), 0));
    if (equations.some(({ value }, i) => sums[i]! > value)) return;
    const isDone = (line: readonly number[]) => line.every((times, i) => times === 0 || i < at);
    if (equations.some(({ line, value }, i) => isDone(line) && sums[i] !== value)) return;
    if (at === cells.length) return void values.add(filled[wanted]!);
    for (let value = 0; value <= (empty[at] ? 0 : most); value++) fill(at + 1, [...filled, value]);
  };
  fill(0, []);
  return values;
}
