import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Metric, Variant } from './experiment.events';
import { resultOf, type StoredMoments } from './result.measures';

const variants: Variant[] = [
  { key: 'gate_30', weight: 1 },
  { key: 'gate_40', weight: 1 },
];
const retention: Metric = { key: 'retention_7', kind: 'proportion' };
const rounds: Metric = { key: 'gamerounds', kind: 'mean' };

describe('The result of Cookie Cats', () => {
  const result = resultOf(
    variants,
    [retention, rounds],
    [
      ...arm('gate_30', 44_700, { retention_7: 8_502 }),
      ...arm('gate_40', 45_489, { retention_7: 8_279 }),
      moments('gate_30', 'gamerounds', { n: 44_700, happened: 42_763, sum: '2344795', sumOfSquares: '3068811771' }),
      moments('gate_40', 'gamerounds', { n: 45_489, happened: 43_432, sum: '2333530', sumOfSquares: '605052202' }),
    ],
  );

  it('is 19.02 % against 18.20 % back on day 7: z = -3.164, p = .00155', () => {
    const { arms, comparisons } = result.metrics[0]!;

    expect(arms).toEqual([share('gate_30', 44_700, 8_502), share('gate_40', 45_489, 8_279)]);
    expect(arms.map(({ value }) => value?.toFixed(4))).toEqual(['0.1902', '0.1820']);
    expect(comparisons).toEqual([
      {
        variant: 'gate_40',
        control: 'gate_30',
        difference: expect.closeTo(-0.008201, 6),
        statistic: expect.closeTo(-3.164359, 6),
        p: expect.closeTo(0.00155425, 8),
        ciLow: expect.closeTo(-0.013282, 6),
        ciHigh: expect.closeTo(-0.003121, 6),
        lift: expect.closeTo(-0.04311903, 8),
        liftLow: expect.closeTo(-0.069245, 5),
        liftHigh: expect.closeTo(-0.016993, 5),
        chanceToWin: expect.closeTo(0.00077791, 8),
        variantRisk: expect.closeTo(0.00820185, 8),
        controlRisk: expect.closeTo(5.4831e-7, 10),
      },
    ]);
  });

  it('is told although the sums of another metric cannot be read', () => {
    const stored = [
      ...arm('gate_30', 44_700, { retention_7: 8_502 }),
      ...arm('gate_40', 45_489, { retention_7: 8_279 }),
      moments('gate_40', 'gamerounds', { n: 1, happened: 1, sum: 'NaN', sumOfSquares: 'NaN' }),
    ];
    expect(resultOf(variants, [rounds, retention], stored).metrics).toMatchObject([
      { metric: 'gamerounds', comparisons: [], untested: [{ variant: 'gate_40', reason: 'not-finite' }] },
      { metric: 'retention_7', comparisons: [{ p: expect.closeTo(0.00155425, 8) }], untested: [] },
    ]);
  });

  it('has the other winner where less is better', () => {
    const less = { ...retention, direction: 'decrease' as const };
    const stored = [
      ...arm('gate_30', 44_700, { retention_7: 8_502 }),
      ...arm('gate_40', 45_489, { retention_7: 8_279 }),
    ];
    expect(resultOf(variants, [less], stored).metrics[0]!.comparisons[0]).toMatchObject({
      chanceToWin: expect.closeTo(1 - 0.00077791, 8),
      variantRisk: expect.closeTo(5.4831e-7, 10),
    });
  });

  it('is no different in rounds played: t = -0.885, p = .376', () =>
    expect(result.metrics[1]!.comparisons).toMatchObject([
      {
        difference: expect.closeTo(-1.157488, 6),
        statistic: expect.closeTo(-0.885437, 6),
        p: expect.closeTo(0.375924, 6),
        ciLow: expect.closeTo(-3.719705, 6),
        ciHigh: expect.closeTo(1.404728, 6),
      },
    ]));

  it('is to be watched: the groups differ in size with p = .0086', () =>
    expect(result).toMatchObject({
      units: 90_189,
      excludedUnits: 0,
      sampleRatio: { dof: 1, p: expect.closeTo(0.0086, 4), verdict: 'watch' },
    }));

  it('names its methods, level and edition', () =>
    expect(result).toMatchObject({
      metrics: [
        { metric: 'retention_7', kind: 'proportion', method: expect.stringMatching(/pooled z.*Wilson/), level: 0.95 },
        { metric: 'gamerounds', kind: 'mean', method: expect.stringMatching(/Welch t.*Student t/), level: 0.95 },
      ],
      statsVersion: expect.any(String),
    }));
});

describe('The result of any experiment', () => {
  it('agrees with plain arithmetic on shares and sizes', () =>
    fc.assert(
      fc.property(counts(), counts(), (a, b) => {
        const { metrics, sampleRatio } = resultOf(
          variants,
          [retention],
          [...arm('gate_30', a.n, { retention_7: a.x }), ...arm('gate_40', b.n, { retention_7: b.x })],
        );
        const pooled = (a.x + b.x) / (a.n + b.n);
        const z = (b.x / b.n - a.x / a.n) / Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
        expect(metrics[0]!.comparisons[0]!.statistic).toBeCloseTo(z, 8);
        expect(sampleRatio!.chiSquare).toBeCloseTo((a.n - b.n) ** 2 / (a.n + b.n), 6);
      }),
    ));

  it('agrees with plain arithmetic on means, where who has no observation counts with 0', () => {
    const control = [3, 0, 5.5, 4, 0, 0];
    const other = [9, 2, 7, 8.25];
    const [result] = resultOf(variants, [rounds], [...sums('gate_30', control), ...sums('gate_40', other)]).metrics;
    const error = Math.sqrt(variance(control) / 6 + variance(other) / 4);
    const difference = mean(other) - mean(control);

    expect(result).toMatchObject({
      arms: [
        { n: 6, observed: 3, value: mean(control) },
        { n: 4, observed: 4, value: mean(other) },
      ],
      comparisons: [{ difference: expect.closeTo(difference, 12), statistic: expect.closeTo(difference / error, 12) }],
    });
    const { ciLow, ciHigh } = result!.arms[0]!;
    const t5 = 2.570581835636314; // two-sided 5 % of Student's t with 5 degrees of freedom, from tables
    const half = t5 * Math.sqrt(variance(control) / 6);
    expect(ciLow).toBeCloseTo(mean(control) - half, 10);
    expect(ciHigh).toBeCloseTo(mean(control) + half, 10);
  });

  it('leaves units of several variants out, and counts them', () =>
    expect(resultOf(variants, [retention], [...arm('gate_30', 7, {}), moments('*', '', { n: 3 })])).toMatchObject({
      units: 7,
      excludedUnits: 3,
    }));

  it('fits the shares that were meant', () => {
    const uneven = [
      { key: 'gate_30', weight: 9 },
      { key: 'gate_40', weight: 1 },
    ];
    const { sampleRatio } = resultOf(uneven, [], [...arm('gate_30', 900, {}), ...arm('gate_40', 100, {})]);

    expect(sampleRatio).toMatchObject({ chiSquare: 0, p: 1, verdict: 'ok' });
  });

  it('compares each other variant with the first', () => {
    const three = [...variants, { key: 'gate_50', weight: 1 }];
    const [result] = resultOf(
      three,
      [retention],
      [
        ...arm('gate_30', 100, { retention_7: 50 }),
        ...arm('gate_40', 100, { retention_7: 60 }),
        ...arm('gate_50', 100, { retention_7: 40 }),
      ],
    ).metrics;

    expect(result!.comparisons).toMatchObject([
      { variant: 'gate_40', control: 'gate_30', difference: expect.closeTo(0.1, 12) },
      { variant: 'gate_50', control: 'gate_30', difference: expect.closeTo(-0.1, 12) },
    ]);
  });

  it('is null, never 0, without data', () =>
    expect(resultOf(variants, [retention, rounds], [])).toMatchObject({
      units: 0,
      sampleRatio: null,
      metrics: [nothing, nothing],
    }));

  it('tells the share of a variant although the other is empty, but compares nothing', () =>
    expect(resultOf(variants, [retention], arm('gate_30', 4, { retention_7: 1 })).metrics).toMatchObject([
      {
        arms: [
          { n: 4, value: 0.25 },
          { n: 0, value: null, ciLow: null },
        ],
        comparisons: [],
      },
    ]));

  it('tells the mean of one unit, without an interval', () =>
    expect(resultOf(variants, [rounds], sums('gate_30', [5])).metrics[0]!.arms[0]).toEqual({
      variant: 'gate_30',
      n: 1,
      observed: 1,
      value: 5,
      ciLow: null,
      ciHigh: null,
    }));

  it('tells 0 where units were exposed and nothing happened', () =>
    expect(resultOf(variants, [retention, rounds], arm('gate_30', 4, {})).metrics).toMatchObject([
      { arms: [{ n: 4, observed: 0, value: 0 }, {}] },
      { arms: [{ n: 4, observed: 0, value: 0 }, {}] },
    ]));

  it('does not take a unit whose total is 0 for one to which it happened', () =>
    expect(
      resultOf(
        variants,
        [retention],
        [
          ...arm('gate_30', 10, {}),
          moments('gate_30', 'retention_7', { n: 4, happened: 3, sum: '3', sumOfSquares: '3' }),
        ],
      ).metrics[0]!.arms[0],
    ).toMatchObject({ observed: 4, value: 0.3 }));
});

const nothing = {
  arms: [
    { variant: 'gate_30', n: 0, observed: 0, value: null, ciLow: null, ciHigh: null },
    { variant: 'gate_40', n: 0, observed: 0, value: null, ciLow: null, ciHigh: null },
  ],
  comparisons: [],
};

function moments(variant: string, metric: string, figures: Partial<StoredMoments>): StoredMoments {
  return { variant, metric, n: 0, happened: 0, sum: '0', sumOfSquares: '0', ...figures };
}

/** So many units, and to how many of them something happened once. */
function arm(variant: string, units: number, happened: Record<string, number>): StoredMoments[] {
  const once = Object.entries(happened).filter(([, n]) => n > 0);
  return [
    moments(variant, '', { n: units }),
    ...once.map(([metric, n]) => moments(variant, metric, { n, happened: n, sum: String(n), sumOfSquares: String(n) })),
  ];
}

/** Units with these totals; those with 0 were not observed. */
function sums(variant: string, totals: readonly number[]): StoredMoments[] {
  const n = totals.filter((total) => total !== 0).length;
  const sum = String(total(totals));
  const sumOfSquares = String(total(totals.map((each) => each ** 2)));
  return [
    moments(variant, '', { n: totals.length }),
    moments(variant, 'gamerounds', { n, happened: n, sum, sumOfSquares }),
  ];
}

/** The share x of n with the interval of Wilson, as its formula stands in textbooks. */
function share(variant: string, n: number, x: number) {
  const z = 1.959963984540054;
  const centre = (x + z ** 2 / 2) / (n + z ** 2);
  const half = (z / (n + z ** 2)) * Math.sqrt((x * (n - x)) / n + z ** 2 / 4);
  const ends = { ciLow: expect.closeTo(centre - half, 12), ciHigh: expect.closeTo(centre + half, 12) };
  return { variant, n, observed: x, value: expect.closeTo(x / n, 12), ...ends };
}

function total(values: readonly number[]) {
  return values.reduce((sum, value) => sum + value, 0);
}
const mean = (values: readonly number[]) => total(values) / values.length;
const variance = (values: readonly number[]) =>
  total(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1);

function counts() {
  return fc
    .integer({ min: 2, max: 10_000 })
    .chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 1, max: n - 1 }) }));
}
