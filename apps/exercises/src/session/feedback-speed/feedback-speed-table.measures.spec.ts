import { describe, expect, it } from '@jest/globals';
import {
  feedbackSpeedTable,
  headline,
  matrixTable,
  swimLaneTable,
  totalsTable,
  waterfallTable,
} from './feedback-speed-table.measures';
import { feedbackSpeedOf } from './feedback-speed.measures';
import { goldenTraces, hoursAfter } from './golden-traces.fixture';

const tableOf = (traces: typeof goldenTraces) =>
  feedbackSpeedTable(feedbackSpeedOf({ asOf: hoursAfter(500), traces }), (id) => `Team ${id}`);

describe('The table of a Feedback Speed Test', () => {
  it('says what the picture shows', () =>
    expect(tableOf(goldenTraces)).toEqual({
      columns: [
        'From',
        'To',
        'Hops',
        'Share of the time',
        'Median hours',
        '90 % within hours',
        'Median wait, hours',
        'Median work days',
      ],
      rows: [
        ['Team D', 'Team E', '5', '56.5 %', '60', '73.2', '40', '2.3'],
        ['Team S', 'Team P', '5', '24.0 %', '24', '31.2', '20', '1'],
        ['Team P', 'Team D', '5', '15.4 %', '16', '18.4', '8', '1'],
        ['Team E', 'Team R', '5', '4.0 %', '4', '6.2', '2', '0'],
      ],
    }));

  it('says nothing where nothing is known, and "more than" where too much is open', () => {
    expect(tableOf(goldenTraces.slice(0, 2)).rows[0]).toEqual([
      'Team D',
      'Team E',
      '2',
      '53.0 %',
      null,
      null,
      null,
      null,
    ]);
    const open = goldenTraces.map(({ terminal: _, terminalAt: __, ...trace }) => ({
      ...trace,
      hops: trace.hops.slice(0, 1),
    }));
    expect(tableOf(open).rows[0]?.slice(4)).toEqual(['> 500', '> 500', '20', '> 15']);
  });
});

describe('The tables of the pictures', () => {
  const nameOf = (id: string) => `Team ${id}`;
  const result = feedbackSpeedOf({ asOf: hoursAfter(500), traces: goldenTraces });
  const firstCells = (rows: readonly (readonly (string | null)[])[]) => rows.map((row) => row.slice(0, 2).join(' '));

  it('follow the way: hop by hop in its order', () =>
    expect(firstCells(waterfallTable(result, nameOf).rows)).toEqual([
      'Team S Team P',
      'Team P Team D',
      'Team D Team E',
      'Team E Team R',
    ]));

  it('tell every hop', () => {
    const { rows } = swimLaneTable(result, nameOf);
    expect(rows).toHaveLength(20);
    expect(rows[2]).toEqual(['1. Feedback 1', '3', 'Team D', 'Team E', 'ticket', '40', '30', '16', '46', '46']);
  });

  it('count what is still open as at least so long', () => {
    const [first, second, ...rest] = goldenTraces;
    const { terminal: _, terminalAt: __, ...open } = second!;
    const { rows } = totalsTable(feedbackSpeedOf({ asOf: hoursAfter(111), traces: [first!, open, ...rest] }));
    expect(rows.map((row) => [row[1], row[4], row[5]])).toEqual([
      ['87', 'shipped', '20.0 %'],
      ['89', 'shipped', '40.0 %'],
      ['100', 'shipped', '60.0 %'],
      ['> 111', 'still open', '60.0 %'],
      ['133', 'shipped', '100.0 %'],
    ]);
  });

  it('go from each team to each other', () => {
    const { columns, rows } = matrixTable(result, nameOf);
    expect(columns.slice(1)).toEqual(['Team S', 'Team P', 'Team D', 'Team E', 'Team R']);
    expect(rows[2]).toEqual(['Team D', null, null, null, '60', null]);
  });

  it('have one sentence, which says when it is not certain', () => {
    expect(headline(result, nameOf)).toBe('Team D → Team E takes 57 % of the time.');
    const vague = goldenTraces.map((trace) => ({
      ...trace,
      hops: trace.hops.map((hop) => ({ ...hop, precision: 'week' as const })),
    }));
    expect(headline(feedbackSpeedOf({ asOf: hoursAfter(500), traces: vague }), nameOf)).toMatch(/57 %.*inconclusive/);
    expect(headline(feedbackSpeedOf({ asOf: hoursAfter(500), traces: [] }), nameOf)).toBeNull();
  });
});
