import { describe, expect, it } from '@jest/globals';
import { isFigure, meanEffect, sequentialSampleRatio, sequentialTest, summaryOfCount } from '@tandem/statistics';
import type { Metric, Variant } from './experiment.events';
import { type DaySums, trendOf } from './trend.measures';
import { cumulativeEffectPicture, cumulativeEffectTable, sampleRatioPicture } from './trend.pictures';

const variants: Variant[] = ['a', 'b', 'c'].map((key) => ({ key, weight: 1 }));
const metrics: Metric[] = [{ key: 'back', kind: 'proportion' }];
const plan = { units: 3_000 };

describe('The trend of an experiment', () => {
  it('gives each variant the bounds of all looks, its share of the planned units counted', () => {
    const { effects } = trendOf({ variants, metrics, plan }, [
      ...sums(1, { a: [100, 20], b: [100, 22], c: [100, 30] }),
      ...sums(2, { a: [500, 100], b: [500, 105], c: [500, 170] }),
    ]);
    const looks = [
      [100, 20, 30],
      [500, 100, 170],
    ].map(([n, a, c]) => meanEffect(count(n!, a!), count(n!, c!)));
    const test = sequentialTest(looks.filter(isFigure), { plannedUnits: 2_000 });
    if (!isFigure(test)) throw new Error(test.reason);

    const [toB, toC] = effects;
    expect(toC).toMatchObject({ variant: 'c', control: 'a', p: test.p, crossedOn: 2, reason: null });
    expect(toC!.points.map(({ sequentialLow }) => sequentialLow)).toEqual(
      test.looks.map(({ interval }) => interval.low),
    );
    expect(toC!.points[1]).toMatchObject({ day: 2, n: 1_000, difference: expect.closeTo(0.14, 12), crossed: true });
    expect(toB).toMatchObject({ variant: 'b', crossedOn: null });
  });

  it('has a point for a day without news, and says that its bounds count once', () => {
    const [effect] = trendOf({ variants, metrics, plan }, [
      ...sums(1, { a: [100, 20], b: [100, 22] }),
      ...sums(3, { a: [200, 40], b: [200, 44] }),
    ]).effects;

    expect(effect!.points.map(({ day, n, reason }) => [day, n, reason])).toEqual([
      [1, 200, null],
      [2, 200, 'no-new-units'],
      [3, 400, null],
    ]);
    expect(effect!.points[1]).toMatchObject({ difference: effect!.points[0]!.difference, sequentialLow: null });
    expect(cumulativeEffectTable(effect!).rows[1]!.at(-1)).toBe('no unit is new since the look before');
  });

  it('says why nothing can be said', () => {
    const reasons = (days: DaySums[], planned: typeof plan | null = plan) => {
      const [effect] = trendOf({ variants, metrics, plan: planned }, days).effects;
      return [effect!.p, effect!.reason, ...effect!.points.map(({ reason }) => reason)];
    };
    expect(reasons([])).toEqual([null, 'too-few']);
    expect(reasons(sums(1, { a: [1, 1] }))).toEqual([null, 'too-few', 'too-few']);
    expect(reasons(sums(1, { a: [100, 0], b: [100, 0] }))).toEqual([null, 'no-variance', 'no-variance']);
    expect(reasons(sums(1, { a: [100, 20], b: [100, 22] }), null)).toEqual([null, 'no-plan', 'no-plan']);
    const mean = { variants, metrics: [{ key: 'back', kind: 'mean' as const }], plan };
    const broken = sums(1, { a: [100, 20], b: [100, 22] }).map((row) => ({ ...row, sum: 'NaN' }));
    expect(trendOf(mean, broken).effects[0]!.points[0]).toMatchObject({ difference: null, reason: 'not-finite' });
  });

  it('raises an alarm on the first day that all looks together make one, and it stays', () => {
    const counts = [
      [100, 100],
      [900, 300],
      [1_000, 1_000],
    ];
    const { sampleRatio } = trendOf({ variants: variants.slice(0, 2), metrics, plan }, [
      ...counts.flatMap(([a, b], i) => sums(i + 1, { a: [a!, 0], b: [b!, 0] })),
    ]);
    const all = sequentialSampleRatio(counts, [1, 1]);

    expect(sampleRatio).toMatchObject({ alarmOn: 2, points: [{ verdict: 'ok' }, { verdict: 'alarm' }, { p: 1 }] });
    expect(isFigure(all) && all.p).toBe(sampleRatio.points[2]!.sequentialP);
    expect(sampleRatioPicture(sampleRatio)).toContain('Alarm on day 2');
  });

  it('tells in its picture what stands in its table', () => {
    const days = [sums(1, { a: [4, 1], b: [4, 2] }), sums(2, { a: [900, 100], b: [900, 200] })].flat();
    const [effect] = trendOf({ variants: variants.slice(0, 2), metrics, plan: { units: 2_000 } }, days).effects;
    const svg = cumulativeEffectPicture(effect!);

    expect(svg).toContain('An effect is found on day 2');
    expect(svg).toContain('Early bounds that are far wider than this picture stand in the table.');
    expect(svg).toContain(`day 2: ${Number(cumulativeEffectTable(effect!).rows[1]![2]).toFixed(1)}`);
  });
});

const count = (n: number, successes: number) => summaryOfCount({ n, successes });

/** What is known of variants at the end of a day: units, and of them those who came back. */
function sums(day: number, of: Record<string, readonly [n: number, back: number]>): DaySums[] {
  return Object.entries(of).flatMap(([variant, [n, back]]) => [
    { day, variant, metric: '', n, happened: 0, sum: '0', sumOfSquares: '0' },
    { day, variant, metric: 'back', n: back, happened: back, sum: String(back), sumOfSquares: String(back) },
  ]);
}
