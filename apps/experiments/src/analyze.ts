import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { reportOf } from './analysis-report.measures';
import type { Metric } from './experiment/experiment.events';
import { type Question, ResultsTable, TableProblem } from './results-table.measures';

const usage = `analyze FILE --unit COLUMN --variant COLUMN --metric COLUMN [--metric COLUMN …]
  FILE             comma-separated, its first line the names of the columns; - reads standard input
  --unit           who was given a variant: a user, an account
  --variant        which one
  --metric         what is compared: numbers, or TRUE and FALSE; several are allowed
  --control        the variant that the others are compared with
  --kind           mean or proportion, of all metrics, or of one: --kind rounds=mean
  --alpha .05      the share of false alarms that is accepted
  --delimiter ,    what is between the columns
  --json           the same for programs`;

/** Where the command runs, and where it says what. */
export interface Surroundings {
  readonly folder: string;
  readonly input: Readable;
  readonly output: Writable;
  readonly messages: Writable;
}

/** sysexits: the call is wrong, the data is wrong, there is no such file. */
const exitCodes = { usage: 64, data: 65, input: 66 } as const;

class UsageProblem extends Error {}

/**
 * Analyses a file of results by the very tests of a tracked experiment. Answers the exit code: 0, or 64 for a wrong
 * call, 65 for wrong data, 66 for a file that cannot be read; then what is wrong is in the messages, and no output.
 */
export async function analyze(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { output, messages } = surroundings;
  const refuse = (code: number, message: string) => (messages.write(`${message}\n`), code);
  let table: ResultsTable | undefined;
  try {
    const call = callOf(args);
    if (call === 'help') return (output.write(`${usage}\n`), 0);
    table = new ResultsTable(call.question);
    await read(call, table, surroundings);
    const analysis = table.analysis();
    output.write(call.asJson ? `${JSON.stringify({ file: call.file, ...analysis })}\n` : reportOf(call.file, analysis));
    return 0;
  } catch (error) {
    if (error instanceof UsageProblem) return refuse(exitCodes.usage, `${error.message}\n${usage}`);
    if (error instanceof TableProblem) return refuse(exitCodes.data, error.message);
    if (error instanceof CsvError) return refuse(exitCodes.data, brokenTable(error, table?.lastLine ?? 0));
    const { code, message } = error as NodeJS.ErrnoException;
    if (code && /^E[A-Z]+$/.test(code)) return refuse(exitCodes.input, `The file cannot be read: ${message}.`);
    throw error;
  }
}

interface Call {
  readonly file: string;
  readonly question: Question;
  readonly delimiter: string;
  readonly asJson: boolean;
}

function callOf(args: readonly string[]): Call | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageProblem('Name one file.');
  const { unit, variant, metric, control, alpha: alphaText = '.05', delimiter = ',' } = values;
  if (!unit || !variant || !metric) throw new UsageProblem('--unit, --variant and --metric must name columns.');
  const alpha = Number(alphaText);
  if (!(alpha > 0 && alpha <= 0.5))
    throw new UsageProblem(`--alpha must be a number above 0 and up to .5, not ${alphaText}.`);
  if (delimiter.length !== 1) throw new UsageProblem('--delimiter must be one character.');
  const metrics = [...new Set(metric)];
  const question = { unit, variant, metrics, ...(control === undefined ? {} : { control }), alpha };
  const asJson = values.json ?? false;
  return { file, question: { ...question, kinds: kindsOf(values.kind ?? [], metrics) }, delimiter, asJson };
}

function parsed(args: readonly string[]) {
  const [text, texts, flag] = [{ type: 'string' }, { type: 'string', multiple: true }, { type: 'boolean' }] as const;
  const columns = { unit: text, variant: text, metric: texts };
  const options = { ...columns, control: text, kind: texts, alpha: text, delimiter: text, json: flag, help: flag };
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageProblem((error as Error).message);
  }
}

function kindsOf(given: readonly string[], metrics: readonly string[]): Record<string, Metric['kind']> {
  const kinds: Record<string, Metric['kind']> = {};
  for (const text of given) {
    const parts = /^(?:(.*)=)?(mean|proportion)$/s.exec(text);
    if (!parts) throw new UsageProblem(`--kind must be mean or proportion, or METRIC=mean, not ${text}.`);
    const [, metric, kind] = parts;
    if (metric !== undefined && !metrics.includes(metric))
      throw new UsageProblem(`--kind ${text}: there is no --metric ${metric}.`);
    for (const key of metric === undefined ? metrics : [metric]) kinds[key] = kind as Metric['kind'];
  }
  return kinds;
}

const rowsBetweenSigns = 1_000_000;

async function read({ file, delimiter }: Call, table: ResultsTable, surroundings: Surroundings): Promise<void> {
  const { folder, input, messages } = surroundings;
  const parser = parse({
    ...{ bom: true, delimiter, skip_empty_lines: true, trim: true },
    onRecord: (cells: string[], { lines }: { readonly lines: number }) => {
      table.add(cells, lines);
      if (table.rows > 0 && table.rows % rowsBetweenSigns === 0)
        messages.write(`${table.rows.toLocaleString('en')} rows read\n`);
      return null; // nothing is kept but the totals
    },
  });
  await pipeline(file === '-' ? input : createReadStream(resolve(folder, file)), parser.resume());
}

function brokenTable({ code, message }: CsvError, after: number): string {
  const advice =
    {
      CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed: close it, or write "" for a quote inside a cell',
      INVALID_OPENING_QUOTE: 'a quote stands inside a cell: put the whole cell in quotes and write "" for it',
      CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote: write "" for a quote inside a cell',
      CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'a row has more or fewer cells than the header: quote cells with commas',
    }[code as string] ?? 'the file is no table of this form';
  return `after line ${after}: ${advice} (${message}).`;
}
