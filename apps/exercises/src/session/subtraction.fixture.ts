import type { Cell, IsShown } from './suppression.measures';

/** What an attacker writes down of a table: the sum of which cells each shown number is. */
export function equationsOf(cells: readonly Cell[], isShown: IsShown): number[][] {
  const rows = [...new Set(cells.map(({ row }) => row)), null];
  const columns = [...new Set(cells.map(({ column }) => column)), null];
  return rows.flatMap((row) =>
    columns
      .filter((column) => isShown(row, column))
      .map((column) =>
        cells.map((cell) => Number((row ?? cell.row) === cell.row && (column ?? cell.column) === cell.column)),
      ),
  );
}

/** Solves: whether a combination of cells follows from the equations, by Gauss' elimination. */
export function rowSpace(equations: readonly (readonly number[])[]): (combination: readonly number[]) => boolean {
  const basis: { pivot: number; line: number[] }[] = [];
  const reduce = (line: readonly number[]) =>
    basis.reduce<number[]>(
      (rest, { pivot, line: by }) => rest.map((value, i) => value - (rest[pivot]! / by[pivot]!) * by[i]!),
      [...line],
    );
  const isZero = (value: number) => Math.abs(value) < 1e-7;
  for (const equation of equations) {
    const line = reduce(equation);
    const pivot = line.findIndex((value) => !isZero(value));
    if (pivot >= 0) basis.push({ pivot, line });
  }
  return (combination) => reduce(combination).every(isZero);
}

/** Every union of hidden cells with fewer than k people that follows from what is shown. */
export function unionsFound(cells: readonly Cell[], isShown: IsShown, k: number): string[] {
  const known = rowSpace(equationsOf(cells, isShown));
  const small = cells.filter(({ contributionIds: { length } }) => length > 0 && length < k);
  const found: string[] = [];
  const look = (at: number, chosen: readonly Cell[]) => {
    if (new Set(chosen.flatMap(({ contributionIds }) => contributionIds)).size >= k) return;
    if (chosen.length > 0 && known(cells.map((cell) => Number(chosen.includes(cell)))))
      found.push(chosen.map(({ row, column }) => row + column).join());
    for (let next = at; next < small.length; next++) look(next + 1, [...chosen, small[next]!]);
  };
  look(0, []);
  return found;
}
