import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { analyze } from './analyze';
import type { Analysis } from './results-table.measures';

const folder = resolve(__dirname, '../../..', process.env['TANDEM_REFERENCE_DATA'] ?? '../shared/data', 'ab');
const columns = ['--unit', 'user', '--variant', 'group'];
const share = [...columns, '--metric', 'back'];

describe('A file of results', () => {
  it('of Cookie Cats gives the published figures', async () => {
    if (!existsSync(resolve(folder, 'cookie_cats.csv')))
      return void process.stderr.write(`NOT COMPARED: cookie_cats.csv is missing in ${folder}.\n`);
    const metrics = ['retention_7', 'retention_1', 'sum_gamerounds'].flatMap((metric) => ['--metric', metric]);
    const call = ['cookie_cats.csv', '--unit', 'userid', '--variant', 'version', ...metrics];
    const { code, output } = await run([...call, '--json']);
    const { rows, control, result } = JSON.parse(output) as Analysis;

    expect({ code, rows, control, units: result.units }).toEqual({
      ...{ code: 0, rows: 90_189, control: 'gate_30', units: 90_189 },
    });
    expect(result.sampleRatio).toMatchObject({ p: expect.closeTo(0.0086079878, 10), verdict: 'watch' });
    expect(result.metrics).toMatchObject([
      {
        kind: 'proportion',
        arms: [{ value: 8_502 / 44_700 }, { value: 8_279 / 45_489 }],
        comparisons: [{ statistic: expect.closeTo(-3.1643589127, 9), p: expect.closeTo(0.00155424998, 10) }],
      },
      { kind: 'proportion', comparisons: [{ statistic: expect.closeTo(-1.784086, 5) }] },
      { kind: 'mean', comparisons: [{ statistic: expect.closeTo(-0.8854374331, 9) }] },
    ]);
  });

  it('says what it assumed, and leaves out a unit that is in two variants', async () => {
    const { result, notes, control } = await analysed(
      `user,group,back
       1,new,1
       2,new,0
       3,control,1
       4,control,0
       5,new,1
       5,control,1`,
      share,
    );
    expect(control).toBe('control');
    expect(result).toMatchObject({ units: 4, excludedUnits: 1 });
    expect(result.metrics[0]!.arms).toMatchObject([
      { variant: 'control', n: 2, value: 0.5 },
      { variant: 'new', n: 2, value: 0.5 },
    ]);
    expect(notes.join('\n')).toMatch(/control is taken as the control[^]*proportion[^]*1 units are in more than one/);
  });

  it('adds up the rows of a unit, as decimals', async () => {
    const { result, notes } = await analysed('user,group,spent\n1,a,0.1\n1,a,0.2\n2,a,5\n3,b,1\n4,b,2', [
      ...columns,
      '--metric',
      'spent',
    ]);
    expect(result.metrics[0]!.arms[0]).toMatchObject({ n: 2, value: 2.65 });
    expect(notes.join('\n')).toContain('1 rows are of a unit that was there before');
  });

  it('is compared with the control that is named, at the level that is named', async () => {
    const table = `user,group,n\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'},${i % 7}`).join('\n')}`;
    const { control, result } = await analysed(table, [...columns, '--metric', 'n', '--control', 'b', '--alpha', '.1']);
    expect(control).toBe('b');
    expect(result.metrics[0]).toMatchObject({ level: 0.9, comparisons: [{ variant: 'a', control: 'b' }] });
  });

  it('reads quoted cells, another separator, a byte order mark and words for 0 and 1', async () => {
    const table = '\ufeffuser;group;back\r\n"a;1";x;TRUE\r\nb;x;false\r\nc;y;True\r\nd;y;1\r\n';
    const { result } = await analysed(table, [...share, '--delimiter', ';']);
    expect(result.metrics[0]).toMatchObject({ kind: 'proportion', arms: [{ value: 0.5 }, { value: 1 }] });
  });

  it('says why a metric cannot be tested, and tests the others', async () => {
    const table = 'user,group,same,n\n1,a,4,1\n2,a,4,2\n3,b,4,3\n4,b,4,5';
    const { result } = await analysed(table, [...columns, '--metric', 'same', '--metric', 'n']);
    expect(result.metrics).toMatchObject([
      { comparisons: [], untested: [{ variant: 'b', reason: 'no-variance' }] },
      { comparisons: [{ variant: 'b', difference: 2.5, lift: expect.closeTo(2.5 / 1.5, 12) }], untested: [] },
    ]);
  });

  it('is told to people as a table', async () => {
    const { output } = await run(['-', ...share], 'user,group,back\n1,a,1\n2,a,0\n3,b,0\n4,b,0');
    expect(output).toContain('-: 4 rows, 4 units');
    expect(output).toMatch(/ {2}a +2 +0\.5 .*\n {2}b +2 +0 /);
  });

  it.each([
    ['that is empty', '', 'The file is empty'],
    ['with a header alone', 'user,group,back\n', 'no rows'],
    [
      'without the column',
      'user,group,retained\n1,a,1',
      'no column "back" (--metric); the columns are user, group, retained.',
    ],
    ['separated otherwise', 'user;group;back\n1;a;1', '--delimiter'],
    ['with two columns of one name', 'user,group,back,back\n1,a,1,0', 'two columns are named "back"'],
    ['with a value that is no number', 'user,group,back\n1,a,1\n2,b,NaN', 'line 3, column "back": "NaN" is no number'],
    ['with a value that has no end', 'user,group,back\n1,a,Infinity', 'line 2, column "back"'],
    ['with an empty value', 'user,group,back\n1,a,', 'line 2, column "back": the cell is empty; write a number'],
    ['with a row of nobody', 'user,group,back\n,a,1', 'line 2, column "user": the cell is empty'],
    ['with one arm', 'user,group,back\n1,a,1\n2,a,0', 'column "group": there is only "a"'],
    ['whose units are all in two', 'user,group,back\n1,a,1\n1,b,0', 'no variant with a unit of its own'],
    [
      'with a quote that stays open',
      'user,group,back\n1,a,1\n2,"b,1\n3,a,0',
      'after line 2: a quote is opened and never closed',
    ],
    ['with a quote inside a cell', 'user,group,back\n1,a"b,1', 'after line 1: a quote stands inside a cell'],
    ['with a row too short', 'user,group,back\n1,a\n', 'after line 1: a row has more or fewer cells'],
  ])('%s is refused', async (_, table, message) => {
    const { code, output, messages } = await run(['-', ...share], table);
    expect({ code, output }).toEqual({ code: 65, output: '' });
    expect(messages).toContain(message);
  });

  it('with 51 variants is refused', async () => {
    const table = `user,group,back\n${Array.from({ length: 51 }, (_, i) => `${i},${i},1`).join('\n')}`;
    expect((await run(['-', ...share], table)).messages).toContain('51 different values are no variants');
  });

  it.each([
    [['--kind', 'proportion'], 'line 3, column "back": a proportion is 0 or 1'],
    [['--control', 'c'], '--control "c": there is no such variant; there are a, b.'],
  ])('that does not fit %j is refused', async (option, message) => {
    const { code, messages } = await run(['-', ...share, ...option], 'user,group,back\n1,a,1\n2,b,3');
    expect(code).toBe(65);
    expect(messages).toContain(message);
  });

  it.each([
    [[], 'Name one file.'],
    [['a.csv'], '--unit, --variant and --metric must name columns.'],
    [['a.csv', 'b.csv', ...share], 'Name one file.'],
    [['a.csv', ...share, '--alpha', '0'], '--alpha must be a number above 0'],
    [['a.csv', ...share, '--kind', 'ratio'], '--kind must be mean or proportion'],
    [['a.csv', ...share, '--kind', 'rounds=mean'], 'there is no --metric rounds'],
    [['a.csv', ...share, '--delimiter', ''], '--delimiter must be one character'],
    [['a.csv', ...share, '--metrik', 'x'], "Unknown option '--metrik'"],
  ])('is not read for a wrong call %j', async (args, message) => {
    const { code, messages } = await run(args);
    expect(code).toBe(64);
    expect(messages).toContain(message);
    expect(messages).toContain('analyze FILE --unit COLUMN');
  });

  it('that is not there is told', async () => {
    const { code, messages } = await run(['nowhere.csv', ...share]);
    expect(code).toBe(66);
    expect(messages).toContain('The file cannot be read: ENOENT');
  });
});

async function run(args: readonly string[], input = '') {
  const written = { output: '', messages: '' };
  const into = (key: keyof typeof written) =>
    new Writable({ write: (text, _, done) => ((written[key] += String(text)), done()) });
  const streams = { input: Readable.from([input]), output: into('output'), messages: into('messages') };
  return { code: await analyze(args, { folder, ...streams }), ...written };
}

async function analysed(table: string, options: readonly string[]): Promise<Analysis> {
  const { output, messages } = await run(['-', ...options, '--json'], table.replace(/^ +/gm, ''));
  return JSON.parse(output || JSON.stringify({ messages })) as Analysis;
}
