import { decimal, decimalText, momentsOf, plus, writeMoments } from '@tandem/statistics';
import type { Metric } from './experiment/experiment.events';
import { type ExperimentResult, resultOf, type StoredMoments } from './experiment/result.measures';

/** What keeps a table from being analysed: where, which rule, and what to do. */
export class TableProblem extends Error {}

/** Which columns say what, and how it is tested. */
export interface Question {
  readonly unit: string;
  readonly variant: string;
  readonly metrics: readonly string[];
  /** Left out: `control` if a variant has that name, else the first by name. */
  readonly control?: string;
  /** By metric; one left out is guessed from its values. */
  readonly kinds: Readonly<Record<string, Metric['kind']>>;
  readonly alpha: number;
}

/** What a table of results says, with everything that was assumed about it. */
export interface Analysis {
  readonly rows: number;
  readonly control: string;
  readonly notes: readonly string[];
  readonly result: ExperimentResult;
}

/** A unit of the table; null stands for a unit that was seen in more than one variant. */
interface Unit {
  variant: string | null;
  readonly totals: number[];
}

/** Takes a table of results row by row, header first, and keeps one total a unit and metric. */
export class ResultsTable {
  private readonly units = new Map<string, Unit>();
  private readonly shares: boolean[];
  private columns: { unit: number; variant: number; metrics: readonly number[] } | undefined;
  private severalRows = 0;
  rows = 0;
  /** Where the last row that was taken ends. */
  lastLine = 0;

  constructor(private readonly question: Question) {
    this.shares = question.metrics.map(() => true);
  }

  /** Takes the header or a row, which ends at this line of the file. */
  add(cells: readonly string[], line: number): void {
    if (this.columns) this.addRow(this.columns, cells, line);
    else this.columns = this.columnsOf(cells);
    this.lastLine = line;
  }

  /** What the table says, by the same tests as a tracked experiment. */
  analysis(): Analysis {
    if (!this.columns) throw new TableProblem('The file is empty: its first line must name the columns.');
    if (this.rows === 0) throw new TableProblem('The file has a header and no rows: there is nothing to analyse.');
    const { variants, control } = this.arms();
    const metrics = this.question.metrics.map((key, i) => ({ key, kind: this.kindOf(key, i) }));
    const weighed = variants.map((key) => ({ key, weight: 1 }));
    const result = resultOf(weighed, metrics, this.moments(metrics), { level: 1 - this.question.alpha });
    return { rows: this.rows, control, notes: this.notes(metrics, control, result.excludedUnits), result };
  }

  private columnsOf(names: readonly string[]) {
    const at = (name: string, option: string) => {
      const index = names.indexOf(name);
      if (index === -1)
        throw new TableProblem(
          `line 1: there is no column "${name}" (${option}); the columns are ${names.join(', ')}.${separators(names)}`,
        );
      if (names.lastIndexOf(name) !== index)
        throw new TableProblem(`line 1: two columns are named "${name}": give each its own name.`);
      return index;
    };
    const { unit, variant, metrics } = this.question;
    return {
      unit: at(unit, '--unit'),
      variant: at(variant, '--variant'),
      metrics: metrics.map((name) => at(name, '--metric')),
    };
  }

  private addRow(columns: NonNullable<ResultsTable['columns']>, cells: readonly string[], line: number): void {
    const { question, units, shares } = this;
    const text = (index: number, column: string) => {
      const cell = cells[index]!;
      if (cell !== '') return cell;
      throw new TableProblem(`line ${line}, column "${column}": the cell is empty; every row needs its ${column}.`);
    };
    const unit = text(columns.unit, question.unit);
    const variant = text(columns.variant, question.variant);
    const values = columns.metrics.map((index, i) => valueOf(cells[index]!, line, question.metrics[i]!));
    for (const [i, value] of values.entries()) {
      if (value === 0 || value === 1) continue;
      shares[i] = false;
      if (question.kinds[question.metrics[i]!] === 'proportion')
        throw new TableProblem(
          `line ${line}, column "${question.metrics[i]}": a proportion is 0 or 1, TRUE or FALSE, not "${cells[columns.metrics[i]!]}"; for how much of it there was use --kind mean.`,
        );
    }
    this.rows++;
    const known = units.get(unit);
    if (!known) return void units.set(unit, { variant, totals: values });
    this.severalRows++;
    if (known.variant !== variant) known.variant = null;
    for (const [i, value] of values.entries()) known.totals[i] = exactSum(known.totals[i]!, value);
  }

  private arms(): { variants: string[]; control: string } {
    const found = new Set<string>();
    for (const { variant } of this.units.values()) if (variant !== null) found.add(variant);
    const names = [...found].sort();
    if (names.length < 2)
      throw new TableProblem(
        `column "${this.question.variant}": there ${names.length === 1 ? `is only "${names[0]}"` : 'is no variant with a unit of its own'}; a comparison needs two variants at least.`,
      );
    if (names.length > 50)
      throw new TableProblem(
        `column "${this.question.variant}": ${names.length} different values are no variants (50 at most); is it the right column?`,
      );
    const control = this.question.control ?? (found.has('control') ? 'control' : names[0]!);
    if (!found.has(control))
      throw new TableProblem(`--control "${control}": there is no such variant; there are ${names.join(', ')}.`);
    return { variants: [control, ...names.filter((name) => name !== control)], control };
  }

  private kindOf(metric: string, i: number): Metric['kind'] {
    return this.question.kinds[metric] ?? (this.shares[i] ? 'proportion' : 'mean');
  }

  /** As the sums of a tracked experiment are stored. */
  private moments(metrics: readonly Metric[]): StoredMoments[] {
    const byVariant = new Map<string, Unit[]>();
    for (const unit of this.units.values()) {
      const key = unit.variant ?? '*';
      const group = byVariant.get(key);
      if (group) group.push(unit);
      else byVariant.set(key, [unit]);
    }
    return [...byVariant].flatMap(([variant, group]) => [
      { variant, metric: '', n: group.length, happened: 0, sum: '0', sumOfSquares: '0' },
      ...metrics.map(({ key: metric }, i) => {
        const totals = group.map((unit) => unit.totals[i]!);
        const happened = totals.filter((total) => total !== 0).length;
        return { variant, metric, happened, ...writeMoments(momentsOf(totals)) };
      }),
    ]);
  }

  private notes(metrics: readonly Metric[], control: string, excluded: number): string[] {
    const { question, severalRows } = this;
    const guessed = metrics.filter(({ key }) => !question.kinds[key]);
    return [
      ...(question.control === undefined ? [`${control} is taken as the control: --control NAME says another.`] : []),
      ...guessed.map(({ key, kind }) =>
        kind === 'proportion'
          ? `${key} is taken as a proportion, since it holds nothing but 0 and 1: --kind ${key}=mean says otherwise.`
          : `${key} is taken as a mean, since it holds other values than 0 and 1.`,
      ),
      'The sample ratio is compared with equal shares.',
      ...(excluded > 0 ? [`${excluded} units are in more than one variant: they are left out of every figure.`] : []),
      ...(severalRows > 0 ? [`${severalRows} rows are of a unit that was there before: its values are added up.`] : []),
    ];
  }
}

const separators = (names: readonly string[]) =>
  names.length === 1 && /[;\t|]/.test(names[0]!) ? ' Is another character between them? --delimiter says which.' : '';

function valueOf(cell: string, line: number, column: string): number {
  if (/^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true' ? 1 : 0;
  const value = cell === '' ? NaN : Number(cell);
  if (Number.isFinite(value) && Math.abs(value) <= 1e15) return value;
  const told = cell === '' ? 'the cell is empty' : `"${cell.slice(0, 40)}" is no number between -1e15 and 1e15`;
  throw new TableProblem(
    `line ${line}, column "${column}": ${told}; write a number, TRUE or FALSE: 0 if nothing happened, and leave the row out if it is not known.`,
  );
}

/** As decimals: .1 and .2 are .3. */
function exactSum(a: number, b: number): number {
  const sum = a + b;
  return Number.isSafeInteger(sum) && Number.isInteger(a) ? sum : Number(decimalText(plus(decimal(a), decimal(b))));
}
