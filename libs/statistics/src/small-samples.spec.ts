import { describe, expect, it } from '@jest/globals';
import {
  binomialTest,
  type Count,
  fisherExact,
  jeffreys,
  newcombe,
  permutationTest,
  signFlipTest,
  welch,
} from './index';
import { comparedWith } from './reference-data';
import { summaryOf, momentsOf } from './moments';

type Pair = readonly [number, number];
type Case =
  | { kind: 'one_proportion'; x: number; n: number; alpha: number; jeffreys: Pair }
  | {
      kind: 'two_proportions_small';
      control: { x: number; n: number };
      treatment: { x: number; n: number };
      newcombe_95: Pair;
      fisher_two_sided: number;
    }
  | { kind: 'two_samples_small'; control: number[]; treatment: number[]; permutation_exact_two_sided_p: number }
  | {
      kind: 'pilot_diff_in_diff';
      rows: { team: number; treated: boolean; post: boolean; y: number }[];
      did: number;
      p_welch: number;
    };

const count = ({ x, n }: { x: number; n: number }): Count => ({ successes: x, n });

describe('Few cases, as statsmodels, scipy and exhaustive permutation have them', () =>
  comparedWith<{ cases: Case[] }>('experiments/small_n_and_pilots.json', ({ cases }) => {
    it.each(cases.map((each, i) => [`${each.kind} ${i}`, each] as const))('%s', (_, each) => {
      switch (each.kind) {
        case 'one_proportion': {
          const interval = jeffreys(count(each), 1 - each.alpha)!;
          // The reference does not stretch the interval to the end at 0 and n of n.
          if (each.x > 0) expect(interval.low).toBeCloseTo(each.jeffreys[0], 8);
          if (each.x < each.n) expect(interval.high).toBeCloseTo(each.jeffreys[1], 8);
          return;
        }
        case 'two_proportions_small': {
          const [control, treatment] = [count(each.control), count(each.treatment)];
          const interval = newcombe(control, treatment)!;
          expect(interval.low).toBeCloseTo(each.newcombe_95[0], 8);
          expect(interval.high).toBeCloseTo(each.newcombe_95[1], 8);
          return expect(fisherExact(control, treatment)).toBeCloseTo(each.fisher_two_sided, 8);
        }
        case 'two_samples_small':
          return expect(permutationTest(each.control, each.treatment)?.p).toBeCloseTo(
            each.permutation_exact_two_sided_p,
            8,
          );
        case 'pilot_diff_in_diff': {
          const changes = (treated: boolean) =>
            [...new Set(each.rows.filter((row) => row.treated === treated).map(({ team }) => team))].map((team) => {
              const at = (post: boolean) => each.rows.find((row) => row.team === team && row.post === post)!.y;
              return at(true) - at(false);
            });
          const test = permutationTest(changes(false), changes(true))!;
          const t = welch(summaryOf(momentsOf(changes(false)))!, summaryOf(momentsOf(changes(true)))!);
          expect(test.difference).toBeCloseTo(each.did, 8);
          return expect(t).toMatchObject({ p: expect.closeTo(each.p_welch, 8) });
        }
      }
    });
  }));

describe('Few cases', () => {
  it('stretch Jeffreys to the end where nobody or everybody did it', () => {
    expect(jeffreys({ successes: 0, n: 5 })?.low).toBe(0);
    expect(jeffreys({ successes: 5, n: 5 })?.high).toBe(1);
  });

  it('say nothing of nobody', () => {
    const nobody = { successes: 0, n: 0 };
    const some = { successes: 1, n: 2 };
    expect([jeffreys(nobody), newcombe(nobody, some), fisherExact(some, nobody), binomialTest(nobody, 0.5)]).toEqual([
      ...[null, null, null, null],
    ]);
    expect([permutationTest([], [1]), permutationTest([1], []), signFlipTest([])]).toEqual([null, null, null]);
  });

  it('are as likely as a coin says: R, binom.test(9, 10), binom.test(682, 925, p = .75)', () => {
    expect(binomialTest({ successes: 9, n: 10 }, 0.5)).toBeCloseTo(22 / 1024, 12);
    expect(binomialTest({ successes: 682, n: 925 }, 0.75)).toBeCloseTo(0.3824916, 6);
    expect(binomialTest({ successes: 5_000, n: 10_000 }, 0.5)).toBeCloseTo(1, 10);
    expect(() => binomialTest({ successes: 1, n: 2 }, 1)).toThrow('between 0 and 1');
  });

  it('are Fisher\u2019s tea: 3 of 4 and 1 of 4', () =>
    expect(fisherExact({ successes: 3, n: 4 }, { successes: 1, n: 4 })).toBeCloseTo(34 / 70, 12));

  it('are turned in every way while there are few, and are the same in any unit', () => {
    const test = signFlipTest([1, 2, 3])!;
    expect(test).toEqual({ difference: 2, p: 2 / 8, ways: 8, isExact: true });
    expect(signFlipTest([1e-9, 2e-9, 3e-9])?.p).toBe(test.p);
    expect(permutationTest([1, 2], [3, 4])).toEqual({ difference: 2, p: 2 / 6, ways: 6, isExact: true });
  });

  it('are drawn by chance, the same every time, while there are many', () => {
    const [a, b] = [Array.from({ length: 30 }, (_, i) => i % 7), Array.from({ length: 30 }, (_, i) => (i % 7) + 2)];
    const test = permutationTest(a, b)!;
    const flips = signFlipTest([...b, ...b])!;

    expect(test).toMatchObject({ difference: expect.closeTo(2, 12), isExact: false, ways: 20_001 });
    expect(test.p).toBeLessThan(0.001);
    expect(permutationTest(a, b)).toEqual(test);
    expect(permutationTest(a, a.toReversed())?.p).toBe(1);
    expect(flips).toMatchObject({ isExact: false, p: 1 / 20_001 });
  });
});
