import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFigure, type Random, sampleRatio, seededRandom, sequentialSampleRatio } from './index';

describe('The sample ratio, looked at daily', () => {
  it('is, unit by unit, the odds of an urn that learns against the weights', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: 1, maxLength: 300 }),
        fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
        (units, weights) => {
          const whole = weights.reduce((sum, weight) => sum + weight, 0);
          const counts = [0, 0, 0];
          let evidence = 0;
          const looks = units.map((arm, seen) => {
            const share = weights[arm]! / whole;
            evidence += Math.log((1_000 * share + counts[arm]!) / (1_000 + seen) / share);
            counts[arm]!++;
            return { counts: [...counts], evidence };
          });
          const result = sequentialSampleRatio([looks.at(-1)!.counts], weights);
          expect(isFigure(result) && result.logP).toBeCloseTo(Math.min(0, -evidence), 9);
          const all = sequentialSampleRatio(
            looks.map((look) => look.counts),
            weights,
          );
          expect(isFigure(all) && all.logP).toBeCloseTo(Math.min(0, ...looks.map((look) => -look.evidence)), 9);
        },
      ),
      { numRuns: 50 },
    ));

  it('keeps its digits with a hundred million units', () => {
    const evidence = (units: number) => {
      const result = sequentialSampleRatio([[units / 2 + Math.sqrt(units), units / 2 - Math.sqrt(units)]], [1, 1]);
      return isFigure(result) ? result.logP : NaN;
    };
    // two standard errors off: -2 n/(n + c) + ln(1 + n/c) / 2, and 0 where that is above
    expect(evidence(1e8)).toBe(0);
    const far = sequentialSampleRatio([[5e7 + 3e4, 5e7 - 3e4]], [1, 1]);
    expect(isFigure(far) && far.logP).toBeCloseTo(-18 + Math.log1p(1e5) / 2, 3);
  });

  it('gives false alarms in fewer than 1 of 1,000 experiments; the fixed test, looked at daily, in more than 5', () => {
    const experiments = 10_000;
    const alarms = inExperiments(experiments, 60, seededRandom('heads and tails'), (random, counts) => {
      const heads = 32 * 8 - tails(random, 8);
      return [counts[0]! + heads, counts[1]! + 32 * 8 - heads];
    });
    expect(alarms.sequential / experiments).toBeLessThan(0.001);
    expect(alarms.fixed / experiments).toBeGreaterThan(0.005);
  });

  it('stays honest with unequal arms', () => {
    const experiments = 3_000;
    const weights = [1, 2, 5];
    const alarms = inExperiments(
      experiments,
      30,
      seededRandom('one, two, five'),
      (random, counts) => {
        const [next, words] = [[...counts], 40];
        for (let word = 0; word < words; word++)
          for (let bits = random(), unit = 0; unit < 10; unit++, bits >>>= 3) next[armOf[bits & 7]!]!++;
        return next;
      },
      weights,
    );
    expect(alarms.watched / experiments).toBeLessThan(0.01);
    expect(alarms.fixed / experiments).toBeGreaterThan(0.002);
  });

  it('finds an arm that loses every twenty-fifth unit, as the fixed test does, a little later', () => {
    const random = seededRandom('lost on the way');
    let counts = [0, 0];
    const looks = Array.from({ length: 60 }, () => {
      const lost = Array.from({ length: 1_000 }, () => random() < 2 ** 32 / 25).filter(Boolean).length;
      counts = [counts[0]! + 1_000, counts[1]! + 1_000 - lost];
      return counts;
    });
    const result = sequentialSampleRatio(looks, [1, 1]);
    const fixed = looks.findIndex((observed) => sampleRatio(observed, [1, 1])?.verdict === 'alarm');
    expect(result).toMatchObject({ verdict: 'alarm' });
    expect(isFigure(result) && result.alarmAt).toBeGreaterThanOrEqual(fixed);
  });

  it('forgets no alarm: arms that fill up again were wrong all the same', () =>
    expect(
      sequentialSampleRatio(
        [
          [1_000, 1_000],
          [1_000, 2_000],
          [2_500, 2_500],
        ],
        [1, 1],
      ),
    ).toMatchObject({ verdict: 'alarm', alarmAt: 1 }));

  it('alarms at the first unit in an arm of weight 0', () =>
    expect(
      sequentialSampleRatio(
        [
          [5, 5, 0],
          [9, 9, 1],
        ],
        [1, 1, 0],
      ),
    ).toEqual({ p: 0, logP: -Infinity, verdict: 'alarm', alarmAt: 1 }));

  it('has nothing to say of nobody, or of one arm, and refuses what is no count', () => {
    expect(sequentialSampleRatio([[0, 0]], [1, 1])).toEqual({ reason: 'too-few' });
    expect(sequentialSampleRatio([], [1, 1])).toEqual({ reason: 'too-few' });
    expect(sequentialSampleRatio([[5, 0]], [1, 0])).toEqual({ reason: 'too-few' });
    expect(() => sequentialSampleRatio([[1, -1]], [1, 1])).toThrow(/0 or more/);
  });
});

type Day = (random: Random, counts: readonly number[]) => number[];
const armOf = [0, 1, 1, 2, 2, 2, 2, 2];

/** How many experiments that fill as they should raise an alarm at one of their looks. */
function inExperiments(experiments: number, looks: number, random: Random, day: Day, weights = [1, 1]) {
  const alarms = { sequential: 0, watched: 0, fixed: 0 };
  for (let experiment = 0; experiment < experiments; experiment++) {
    const seen: number[][] = [];
    for (let look = 0; look < looks; look++) seen.push(day(random, seen.at(-1) ?? weights.map(() => 0)));
    const result = sequentialSampleRatio(seen, weights);
    if (isFigure(result) && result.verdict === 'alarm') alarms.sequential++;
    if (isFigure(result) && result.verdict !== 'ok') alarms.watched++;
    if (seen.some((counts) => chiSquareOf(counts, weights) > (weights.length === 2 ? 10.8276 : 13.8155)))
      alarms.fixed++;
  }
  return alarms;
}

/** Against the values that a chi-square exceeds in one of 1,000 cases, as `sampleRatio` does. */
function chiSquareOf(counts: readonly number[], weights: readonly number[]): number {
  let [units, whole, total] = [0, 0, 0];
  for (const count of counts) units += count;
  for (const weight of weights) whole += weight;
  for (let arm = 0; arm < counts.length; arm++) {
    const expected = (units * weights[arm]!) / whole;
    total += (counts[arm]! - expected) ** 2 / expected;
  }
  return total;
}

/** How many of so many words' bits are set. */
function tails(random: Random, words: number): number {
  let total = 0;
  for (let word = 0; word < words; word++) {
    let bits = random();
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    total += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return total;
}
