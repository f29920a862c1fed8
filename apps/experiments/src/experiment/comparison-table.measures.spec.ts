import { describe, expect, it } from '@jest/globals';
import { noMoments } from '@tandem/statistics';
import { comparisonTable } from './comparison-table.measures';
import { means, proportions } from './comparison.measures';
import { comparisonPicture } from './comparison.pictures';

const arm = (variant: string, n: number, happened: number) => ({
  variant,
  observed: n,
  happened,
  moments: { ...noMoments, n },
});

/** Cookie Cats: seven days later 8502 of 44700 and 8279 of 45489 players were still there. */
const retention = proportions('retention_7', [arm('gate_30', 44_700, 8_502), arm('gate_40', 45_489, 8_279)]);

describe('The picture of one metric', () => {
  it('is drawn from this table', () => {
    const { columns, rows } = comparisonTable(retention);
    expect(columns).toHaveLength(10);
    expect(rows[0]?.slice(0, 4)).toEqual(['gate_30', '44700', '44700', '19.0201']);
    expect(rows[0]?.slice(6)).toEqual([null, null, null, null]);
    expect(rows[1]?.slice(6)).toEqual(['-0.82013', '-1.32816', '-0.312104', '0.00155']);
  });

  it('says in words what it shows', () => {
    const svg = comparisonPicture(retention);
    expect(svg).toContain('gate_40 differs from gate_30 at the 95 % level.');
    expect(svg).toContain('gate_40: −0.82\u00a0pp (−1.33 to −0.312\u00a0pp), p 0.002');
    const same = proportions('retention_1', [arm('gate_30', 100, 44), arm('gate_40', 100, 45)]);
    expect(comparisonPicture(same)).toContain('No variant differs from gate_30');
  });

  it('of nothing says so', () => {
    const nothing = means('rounds', [arm('a', 0, 0), arm('b', 0, 0)]);
    expect(comparisonPicture(nothing)).toContain('There is no data to show yet.');
    expect(comparisonTable(nothing).rows[1]?.slice(3)).toEqual([null, null, null, null, null, null, null]);
  });
});
