import { describe, expect, it } from '@jest/globals';
import { feedbackSpeedTable } from './feedback-speed-table.measures';
import { feedbackSpeedOf } from './feedback-speed.measures';
import { goldenTraces, hoursAfter } from './golden-traces.fixture';

const tableOf = (traces: typeof goldenTraces) =>
  feedbackSpeedTable(feedbackSpeedOf({ asOf: hoursAfter(500), traces }), (id) => `Team ${id}`);

describe('The table of a Feedback Speed Test', () => {
  it('says what the picture shows', () =>
    expect(tableOf(goldenTraces)).toEqual({
      columns: ['From', 'To', 'Hops', 'Share of the time', 'Median hours', '90 % within hours', 'Median wait, hours'],
      rows: [
        ['Team D', 'Team E', '5', '56.5 %', '60', '73.2', '40'],
        ['Team S', 'Team P', '5', '24.0 %', '24', '31.2', '20'],
        ['Team P', 'Team D', '5', '15.4 %', '16', '18.4', '8'],
        ['Team E', 'Team R', '5', '4.0 %', '4', '6.2', '2'],
      ],
    }));

  it('says nothing where nothing is known, and "more than" where too much is open', () => {
    expect(tableOf(goldenTraces.slice(0, 2)).rows[0]).toEqual(['Team D', 'Team E', '2', '53.0 %', null, null, null]);
    const open = goldenTraces.map(({ terminal: _, terminalAt: __, ...trace }) => ({
      ...trace,
      hops: trace.hops.slice(0, 1),
    }));
    expect(tableOf(open).rows[0]?.slice(4)).toEqual(['> 500', '> 500', '20']);
  });
});
