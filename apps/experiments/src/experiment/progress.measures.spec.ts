import { describe, expect, it } from '@jest/globals';
import { sequentialBounds } from '@tandem/statistics';
import { looksUntil, progressOf } from './progress.measures';
import type { StoredMoments } from './result.measures';

const plan = { units: 90_000, days: 14, lookDays: [7, 14], minimumEffect: 0.01, power: 0.8 };
const variants = [
  { key: 'gate_30', weight: 1 },
  { key: 'gate_40', weight: 1 },
];
const metrics = [{ key: 'retention_7', kind: 'proportion' } as const, { key: 'rounds', kind: 'mean' } as const];
const start = '2016-06-01T00:00:00.000Z';

describe('The looks of a plan', () => {
  it.each([
    ['2016-06-07T23:59:59.000Z', []],
    ['2016-06-08T00:00:00.000Z', ['2016-06-08T00:00:00.000Z']],
    ['2016-06-15T00:00:00.000Z', ['2016-06-08T00:00:00.000Z', '2016-06-15T00:00:00.000Z']],
    ['2016-07-01T00:00:00.000Z', ['2016-06-08T00:00:00.000Z', '2016-06-15T00:00:00.000Z', '2016-07-01T00:00:00.000Z']],
  ])('that have come by %s', (now, looks) => expect(looksUntil(plan, start, now)).toEqual(looks));

  it('are one at its end where it names none', () =>
    expect(looksUntil({ units: 10, days: 14 }, start, '2016-06-15T00:00:00.000Z')).toEqual([
      '2016-06-15T00:00:00.000Z',
    ]));
});

describe('The progress of Cookie Cats', () => {
  const looks = [
    { at: 'half', stored: moments(22_350, 4_251, 22_745, 4_140) },
    { at: 'end', stored: moments(44_700, 8_502, 45_489, 8_279) },
  ];
  const [retention, rounds] = progressOf({ variants, metrics, plan }, looks, looks[1]!.stored);

  it('finds at the planned end what it did not find half-way', () => {
    const [half, end] = retention!.looks;
    expect(half).toMatchObject({ at: 'half', fraction: 45_095 / 90_000, crossed: false });
    expect(end).toMatchObject({ at: 'end', fraction: 90_189 / 90_000, z: expect.closeTo(-3.16397, 4), crossed: true });
    expect(end!.bound).toBeCloseTo(sequentialBounds([45_095 / 90_000, 90_189 / 90_000])[1]!, 10);
    expect(end!.ciLow).toBeLessThan(-0.013282);
    expect(end!.ciHigh).toBeLessThan(0);
    expect(retention).toMatchObject({ metric: 'retention_7', variant: 'gate_40', foundAt: 'end', reason: null });
    expect(retention!.p).toBeGreaterThan(0.00155);
    expect(retention!.p).toBeLessThan(0.05);
  });

  it('says at any moment what may be said then: less surely', () => {
    expect(retention!.anytimeP).toBeGreaterThan(retention!.p!);
    expect(retention!.anytimeLow).toBeLessThan(retention!.looks[1]!.ciLow);
  });

  it('foresees whether the least effect that matters will be found', () => {
    expect(retention!.power).toBeGreaterThan(0.95);
    expect(retention!.unitsToCome).toBe(0);
    const [now] = progressOf({ variants, metrics, plan: { ...plan, minimumEffect: 0.005 } }, [], looks[0]!.stored);
    // (1.96 + .8416)² · 2 · .1861 · .8139 / .005² units an arm, of which 45,095 in both are in
    expect(now!.unitsToCome! / (2 * 95_110 - 45_095)).toBeCloseTo(1, 1);
  });

  it('says of each metric why there is nothing, and of the others what there is', () => {
    expect(rounds).toMatchObject({ looks: [], foundAt: null, p: null, anytimeP: null, reason: 'no-variance' });
    const [none] = progressOf({ variants, metrics, plan }, [], []);
    expect(none).toMatchObject({ looks: [], p: null, anytimeLow: null, power: null, reason: 'too-few' });
  });

  it('needs more from each of several variants', () => {
    const three = [...variants, { key: 'gate_50', weight: 1 }];
    const [one] = progressOf({ variants: three, metrics, plan: { ...plan, units: 135_000 } }, looks, looks[1]!.stored);
    expect(one!.looks[1]!.bound).toBeGreaterThan(retention!.looks[1]!.bound);
  });
});

/** The sums of both gates, with no rounds played at all. */
function moments(n30: number, back30: number, n40: number, back40: number): StoredMoments[] {
  const row = (variant: string, metric: string, n: number, happened: number) => ({
    ...{ variant, metric, n, happened, sum: String(happened), sumOfSquares: String(happened) },
  });
  return [
    ...[row('gate_30', '', n30, 0), row('gate_30', 'retention_7', back30, back30)],
    ...[row('gate_40', '', n40, 0), row('gate_40', 'retention_7', back40, back40)],
  ];
}
