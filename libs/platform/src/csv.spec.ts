import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvOf } from './csv';

describe('A table as CSV', () => {
  it('is read back as it was', () => {
    const rows = [
      ['a,b', 'says "no"', 'two\r\nlines'],
      ['−5', '-5.25', 'it’s'],
    ];
    expect(parse(csvOf(['x', 'y', 'z'], rows))).toEqual([['x', 'y', 'z'], ...rows]);
  });

  it('leaves the cell empty where nothing is known, and writes numbers as numbers', () =>
    expect(csvOf(['a', 'b'], [[null, -1.5]])).toBe('a,b\r\n,-1.5\r\n'));

  it.each(['=1+1', '+49 30', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('gives a spreadsheet no formula: %j', (text) =>
    expect(parse(csvOf(['a'], [[text]]))[1]).toEqual([`'${text}`]),
  );
});
