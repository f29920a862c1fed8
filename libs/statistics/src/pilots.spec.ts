import { describe, expect, it } from '@jest/globals';
import {
  agrestiCaffo,
  agrestiCoull,
  clopperPearson,
  type Count,
  differenceInDifferences,
  fisherExact,
  type Interval,
  isFigure,
  mannWhitney,
  miettinenNurminen,
  permutationTest,
  seededRandom,
  taskTime,
  tTest,
} from './index';
import { comparedWith } from './reference-data';

type Pair = readonly [number, number];
type Known = { x: number; n: number };
type Case =
  | (Known & { kind: 'one_proportion'; alpha: number; clopper_pearson: Pair; agresti_coull: Pair })
  | {
      kind: 'two_proportions_small';
      control: Known;
      treatment: Known;
      agresti_caffo_95: Pair;
    }
  | {
      kind: 'two_samples_small';
      control: number[];
      treatment: number[];
      mann_whitney_exact_p: number;
      hodges_lehmann: number;
    }
  | {
      kind: 'pilot_diff_in_diff';
      rows: { team: number; treated: boolean; post: boolean; y: number }[];
      did: number;
      se_welch: number;
      p_welch: number;
    };

const count = ({ x, n }: Known): Count => ({ successes: x, n });

function expectEnds(interval: Interval | null, [low, high]: Pair, most: number) {
  expect(Math.abs(interval!.low - low)).toBeLessThan(most);
  expect(Math.abs(interval!.high - high)).toBeLessThan(most);
}

/**
 * The file's own score intervals are those of statsmodels 0.13.5, whose cubic has the successes where the paper has the
 * size of the sample: off by up to .04. So the ends are held to the definition, the likelihood searched for its top.
 */
function expectScoreInterval(a: Count, b: Count) {
  const interval = miettinenNurminen(a, b)!;
  for (const difference of [interval.low, interval.high]) {
    const logLikelihood = (rate: number) =>
      [
        [a.successes, rate],
        [a.n - a.successes, 1 - rate],
        [b.successes, rate + difference],
        [b.n - b.successes, 1 - rate - difference],
      ].reduce((sum, [times, chance]) => sum + (times === 0 ? 0 : times! * Math.log(Math.max(0, chance!))), 0);
    let [low, high] = [Math.max(0, -difference), Math.min(1, 1 - difference)];
    while (high - low > 1e-9) {
      const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
      if (logLikelihood(left) < logLikelihood(right)) low = left;
      else high = right;
    }
    const variance = (low * (1 - low)) / a.n + ((low + difference) * (1 - low - difference)) / b.n;
    const score = (b.successes / b.n - a.successes / a.n - difference) ** 2 / variance;
    expect(score / ((a.n + b.n) / (a.n + b.n - 1))).toBeCloseTo(1.959963984540054 ** 2, 5);
  }
}

describe('Small samples and pilots, as statsmodels and scipy have them', () =>
  comparedWith<{ cases: Case[] }>('experiments/small_n_and_pilots.json', ({ cases }) => {
    it.each(cases.map((each, i) => [`${each.kind} ${i}`, each] as const))('%s', (_, each) => {
      switch (each.kind) {
        case 'one_proportion':
          expectEnds(clopperPearson(count(each), 1 - each.alpha), each.clopper_pearson, 1e-8);
          return expectEnds(agrestiCoull(count(each), 1 - each.alpha), each.agresti_coull, 1e-8);
        case 'two_proportions_small': {
          const [control, treatment] = [count(each.control), count(each.treatment)];
          expectEnds(agrestiCaffo(control, treatment), each.agresti_caffo_95, 1e-8);
          return expectScoreInterval(control, treatment);
        }
        case 'two_samples_small': {
          const test = mannWhitney(each.control, each.treatment)!;
          expect(Math.abs(test.p - each.mann_whitney_exact_p)).toBeLessThan(1e-8);
          expect(Math.abs(test.shift - each.hodges_lehmann)).toBeLessThan(1e-8);
          return expect(test.isExact).toBe(true);
        }
        case 'pilot_diff_in_diff': {
          const pilot = differenceInDifferences(
            each.rows.map(({ team, treated, post, y }) => ({
              ...{ cluster: team, isTreated: treated, isAfter: post, value: y },
            })),
          );
          if (!isFigure(pilot) || !isFigure(pilot.effect)) throw new Error('Each reference pilot has a figure.');
          expect(Math.abs(pilot.difference - each.did)).toBeLessThan(1e-8);
          expect(Math.abs(pilot.effect.standardError - each.se_welch)).toBeLessThan(1e-8);
          expect(Math.abs(tTest(pilot.effect).p - each.p_welch)).toBeLessThan(1e-8);
          return expect(pilot.permutation.isExact).toBe(true);
        }
      }
    });
  }));

describe('Intervals of shares', () => {
  const nobody = { successes: 0, n: 0 };
  const some = { successes: 3, n: 8 };

  it('reach the end where nobody or everybody did it: 1 - .025^(1/5) by Clopper and Pearson', () => {
    const none = clopperPearson({ successes: 0, n: 5 })!;
    expect(none).toMatchObject({ low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 5), 12) });
    expect(clopperPearson({ successes: 5, n: 5 })).toMatchObject({ low: expect.closeTo(1 - none.high, 12), high: 1 });
    expect(agrestiCoull({ successes: 0, n: 5 })?.low).toBe(0);
  });

  it('hold by Clopper and Pearson every truth in 95 of 100 at least', () => {
    for (const rate of [0.02, 0.13, 0.5, 0.77]) {
      let held = 0;
      let chance = (1 - rate) ** 20;
      for (let successes = 0; successes <= 20; successes++) {
        const { low, high } = clopperPearson({ successes, n: 20 })!;
        if (low <= rate && rate <= high) held += chance;
        chance *= ((20 - successes) / (successes + 1)) * (rate / (1 - rate));
      }
      expect(held).toBeGreaterThan(0.95);
    }
  });

  it('turn with the sides and hold what was seen, at every count of 7 and 5', () => {
    for (let i = 0; i <= 7; i++)
      for (let k = 0; k <= 5; k++) {
        const [a, b] = [
          { successes: i, n: 7 },
          { successes: k, n: 5 },
        ];
        const [there, back] = [miettinenNurminen(a, b)!, miettinenNurminen(b, a)!];
        expect(there.low).toBeCloseTo(-back.high, 12);
        expect(there.low).toBeLessThanOrEqual(k / 5 - i / 7 + 1e-12);
        expect(there.high).toBeGreaterThanOrEqual(k / 5 - i / 7 - 1e-12);
        expect(there.low).toBeGreaterThanOrEqual(-1);
        expect(there.high).toBeLessThanOrEqual(1);
      }
  });

  it('are those of Newcombe 1998, table II: 56 of 70 less 48 of 80, 9 of 10 less 3 of 10 by Miettinen and Nurminen', () => {
    expectEnds(miettinenNurminen({ successes: 48, n: 80 }, { successes: 56, n: 70 }), [0.0528, 0.3382], 5e-5);
    expectEnds(miettinenNurminen({ successes: 3, n: 10 }, { successes: 9, n: 10 }), [0.17, 0.8406], 5e-5);
  });

  it('say nothing of nobody and refuse what no sample has', () => {
    expect([clopperPearson(nobody), agrestiCoull(nobody), agrestiCaffo(nobody, some)]).toEqual([null, null, null]);
    expect(miettinenNurminen(some, nobody)).toBeNull();
    expect(() => clopperPearson({ successes: 3, n: 2 })).toThrow('successes must be a whole number between 0 and n');
    expect(() => miettinenNurminen(some, { successes: 0.5, n: 2 })).toThrow(RangeError);
  });
});

describe('Fisher\u2019s test of one side', () => {
  it('is that of the lady with 3 of 4 cups: 17 / 70; R, fisher.test(alternative = "greater")', () => {
    const [a, b] = [
      { successes: 1, n: 4 },
      { successes: 3, n: 4 },
    ];
    expect(fisherExact(a, b, 'greater')).toBeCloseTo(17 / 70, 12);
    expect(fisherExact(a, b, 'less')).toBeCloseTo(69 / 70, 12);
    expect(fisherExact(b, a, 'less')).toBeCloseTo(17 / 70, 12);
  });
});

describe('Ranks of two small samples', () => {
  it('count every way to give them out: 1 2 against 3 4', () =>
    expect(mannWhitney([1, 2], [3, 4])).toEqual({ u: 4, p: 2 / 6, shift: 2, interval: null, isExact: true }));

  it('with ties are as the permutation of mean ranks has it', () => {
    const [a, b] = [
      [1, 2, 2, 3, 5],
      [2, 4, 5, 5, 5, 6],
    ];
    const [ranksOfA, ranksOfB] = [
      [1, 3, 3, 5, 8.5],
      [3, 6, 8.5, 8.5, 8.5, 11],
    ];
    const test = mannWhitney(a, b)!;
    expect(test.p).toBeCloseTo(permutationTest(ranksOfA, ranksOfB)!.p, 12);
    expect(test).toMatchObject({ u: 25.0 - 0.5, shift: 2 });
  });

  it('of one side are half of both, where nothing ties', () => {
    const [a, b] = [
      [1, 4, 6, 2],
      [3, 7, 8, 9, 5],
    ];
    const [both, greater, less] = (['two-sided', 'greater', 'less'] as const).map((side) =>
      mannWhitney(a, b, { side })!,
    );
    expect(both!.p).toBeCloseTo(2 * greater!.p, 12);
    expect(less!.p).toBeGreaterThan(1 - greater!.p);
  });

  it('leave a shift in the interval that they do not refuse: 23 and 24 of 25 pairs lie inside', () => {
    const [a, b] = [
      [0, 10, 20, 30, 40],
      [1, 12, 23, 34, 45],
    ];
    const { interval } = mannWhitney(a, b)!;
    expect(interval).toEqual({ low: -28, high: 34, level: 0.95 });
    const shifted = (by: number) =>
      mannWhitney(
        a,
        b.map((value) => value - by),
      )!.p;
    expect(shifted(-28 - 0.5)).toBeLessThan(0.05);
    expect(shifted(-28 + 0.5)).toBeGreaterThan(0.05);
  });

  it('are near the exact ones where they are approximated', () => {
    const random = seededRandom('ranks');
    const draw = (n: number, more: number) => Array.from({ length: n }, () => more + random() / 2 ** 32);
    const [a, b] = [draw(30, 0), draw(30, 0.15)];
    const few = mannWhitney(a, b)!;
    const many = mannWhitney([...a, 0.5, 0.5], [...b, 0.6, 0.7])!;
    expect([few.isExact, many.isExact]).toEqual([true, false]);
    expect(Math.abs(many.p - few.p)).toBeLessThan(0.02);
    expect(Math.abs(many.interval!.low - few.interval!.low)).toBeLessThan(0.03);
    expect(Math.abs(many.interval!.high - few.interval!.high)).toBeLessThan(0.03);
  });

  it('say nothing of nobody, and refuse what has no rank', () => {
    expect([mannWhitney([], [1]), mannWhitney([1], [])]).toEqual([null, null]);
    expect(mannWhitney([1, 1], [1, 1, 1])).toMatchObject({ p: 1, shift: 0, interval: null });
    expect(mannWhitney(Array<number>(40).fill(1), Array<number>(40).fill(1))?.p).toBe(1);
    expect(() => mannWhitney([NaN], [1])).toThrow('must be finite numbers, not NaN');
  });
});

describe('A pilot', () => {
  const value = (cluster: string, isTreated: boolean, isAfter: boolean, ...values: number[]) =>
    values.map((one) => ({ cluster, isTreated, isAfter, value: one }));
  const alone = [...value('a', false, false, 1, 3), ...value('a', false, true, 4), ...value('d', true, false, 9)];

  it('counts a team once, and only one that was there before and after', () =>
    expect(
      differenceInDifferences([...alone, ...value('b', true, false, 5), ...value('b', true, true, 9, 11)]),
    ).toEqual({
      ...{ treated: 1, untreated: 1, difference: 3, effect: { reason: 'too-few' } },
      permutation: { difference: 3, p: 1, ways: 2, isExact: true },
    }));

  it('says nothing without a team on each side, and refuses one on both', () => {
    expect(differenceInDifferences(alone)).toEqual({ reason: 'too-few' });
    expect(differenceInDifferences([])).toEqual({ reason: 'too-few' });
    expect(() => differenceInDifferences([...alone, ...value('a', true, true, 1)])).toThrow('not both for a');
  });
});

describe('The time of a task', () => {
  it('is typically the geometric mean: 1, 10 and 100 seconds are 10, with t of 2 degrees of freedom', () => {
    const half = Math.exp((4.302652729749464 * Math.log(10)) / Math.sqrt(3));
    expect(taskTime([1, 10, 100])).toEqual({
      ...{ n: 3, typical: expect.closeTo(10, 12) },
      interval: { low: expect.closeTo(10 / half, 10), high: expect.closeTo(10 * half, 6), level: 0.95 },
    });
  });

  it('needs two that differ, each above 0', () => {
    expect(taskTime([4])).toEqual({ reason: 'too-few' });
    expect(taskTime([4, 4])).toEqual({ reason: 'no-variance' });
    expect(() => taskTime([4, 0])).toThrow('times must be above 0 and finite, not 0.');
  });
});
