import { describe, expect, it } from '@jest/globals';
import { chance, type Chance, times } from './chance.fixture';
import { type Measured, medianRatio, processSignal, verdictLevel, verdictOf, wilson } from './index';

/** What is assumed of the data of each line: independent values, and nothing else but what the line says. */
const runs = 10_000;
const resamples = 199;

type Draw = (chance: Chance, seed: number) => Measured;

const unskewed5 = [0.1, 0.2, 0.4, 0.2, 0.1];
const atTheTop5 = [0.02, 0.03, 0.1, 0.25, 0.6];
const polarised7 = [0.3, 0.1, 0.05, 0.05, 0.05, 0.1, 0.35];

const samples =
  (kind: 'score' | 'duration', n: readonly [number, number], draw: (chance: Chance) => number): Draw =>
  (chance, seed) => ({
    kind,
    before: times(n[0], () => draw(chance)),
    after: times(n[1], () => draw(chance)),
    wanted: seed % 2 ? 'more' : 'less',
    seed,
    resamples,
  });

const counts =
  (n: readonly [number, number], mean: number, draw: (chance: Chance, mean: number) => number): Draw =>
  (chance, seed) => {
    const period = () => {
      const exposure = 1 + 4 * chance.uniform();
      return { exposure, count: draw(chance, mean * exposure) };
    };
    return { kind: 'count', before: times(n[0], period), after: times(n[1], period), wanted: 'less', seed, resamples };
  };

const shares =
  (n: readonly [number, number], share: number): Draw =>
  (chance, seed) => {
    const side = (size: number) => ({ n: size, successes: chance.successes(size, share) });
    return { kind: 'share', before: side(n[0]), after: side(n[1]), wanted: 'more', seed };
  };

describe('When nothing changed, "improved" is said in no more than 5 % of 10,000 cases', () => {
  it.each<[string, Draw]>([
    ['scores 1 to 5, 20 and 20', samples('score', [20, 20], (chance) => chance.answer(unskewed5))],
    ['scores 1 to 5, most at the top, 8 and 24', samples('score', [8, 24], (chance) => chance.answer(atTheTop5))],
    ['scores 1 to 7, split, 6 and 15', samples('score', [6, 15], (chance) => chance.answer(polarised7))],
    ['scores 1 to 7, 4 and 4', samples('score', [4, 4], (chance) => Math.round(chance.uniform() * 6) + 1)],
    ['bell-shaped scores, 5 and 30', samples('score', [5, 30], (chance) => chance.normal())],
    ['skewed scores, 30 and 6', samples('score', [30, 6], (chance) => -Math.log(chance.uniform()))],
    ['durations, log-normal, 10 and 10', samples('duration', [10, 10], (chance) => chance.logNormal(1))],
    ['durations, heavy tail, 25 and 7', samples('duration', [25, 7], (chance) => chance.paretoTail(0.8))],
    [
      'durations in whole days, many 0, 12 and 9',
      samples('duration', [12, 9], (chance) => Math.floor(chance.paretoTail(1)) - 1),
    ],
    ['counts that come by themselves, 6 and 6 periods', counts([6, 6], 2, (chance, mean) => chance.poisson(mean))],
    ['counts that come in bursts, 9 and 4 periods', counts([9, 4], 2, (chance, mean) => chance.bursts(mean, 1))],
    ['rare counts in bursts, 12 and 12 periods', counts([12, 12], 0.1, (chance, mean) => chance.bursts(mean, 2))],
    ['one total a side, each occurrence by itself', counts([1, 1], 10, (chance, mean) => chance.poisson(mean))],
    ['shares of 10 and 14', shares([10, 14], 0.5)],
    ['shares of 200 and 60', shares([200, 60], 0.1)],
  ])('%s', (name, draw) => expectRare(frequencies(name, draw)));

  /** Means that are equal though the spreads are not: only nearly exact, see exchangedChange. */
  it.each<[string, readonly [number, number], readonly [number, number]]>([
    ['20 and 20 values, spread 3 : 1', [20, 20], [3, 1]],
    ['40 and 10 values, spread 1 : 3', [40, 10], [1, 3]],
  ])('scores of equal means but unequal spread, %s', (name, n, spread) =>
    expectRare(
      frequencies(name, (chance, seed) => ({
        kind: 'score',
        before: times(n[0], () => spread[0] * chance.normal()),
        after: times(n[1], () => spread[1] * chance.normal()),
        wanted: 'more',
        seed,
        resamples,
      })),
    ),
  );

  /** A series of values that do not depend on each other, judged after every new one: a call at any look counts. */
  it.each<[string, number, number, (chance: Chance) => number]>([
    ['bell-shaped, 10 values before, 24 looks', 10, 24, (chance) => chance.normal()],
    ['skewed, 20 values before, 10 looks', 20, 10, (chance) => chance.logNormal(1)],
    ['scores 1 to 5, 8 values before, 12 looks', 8, 12, (chance) => chance.answer(unskewed5)],
  ])('a series judged at every look: %s', (name, length, looks, draw) => {
    const source = chance(name);
    let called = 0;
    for (let seed = 0; seed < runs; seed++) {
      const before = times(length, () => draw(source));
      const after = times(looks, () => draw(source));
      const options = { wanted: 'more' as const, looks, seed, resamples };
      const isCalled = (look: number) => {
        const seen = after.slice(0, look + 1);
        if (!processSignal(before, seen, { ...options, chance: (1 - verdictLevel) / 2 })!.isCalled) return false;
        return verdictOf({ kind: 'series', ...options, before, after: seen }).outcome === 'improved';
      };
      if (after.some((_, look) => isCalled(look))) called++;
    }
    expectRare(called / runs);
  });
});

describe('A change of .9 standard deviations, delta .47, with 20 and 20 values and any effect worth having', () => {
  const shifted = (seed: string, kind: 'score' | 'duration') => (draw: (value: number) => number) =>
    frequencies(
      seed,
      (chance, run) => ({
        kind,
        before: times(20, () => draw(chance.normal())),
        after: times(20, () => draw(chance.normal() + 0.9)),
        wanted: 'more',
        seed: run,
        resamples,
      }),
      2_000,
    );

  it('is found in scores in at least 80 % of cases', () =>
    expect(shifted('power of scores', 'score')((value) => value)).toBeGreaterThanOrEqual(0.8));

  it('is found in durations, as log means, in at least 80 % of cases', () =>
    expect(shifted('power of durations', 'duration')(Math.exp)).toBeGreaterThanOrEqual(0.8));

  it('would be found by the interval of the median ratio in only some 70 %: so it is told but decides nothing', () => {
    const source = chance('power of medians');
    const found = times(2_000, () => {
      const before = times(20, () => source.logNormal(1));
      const after = times(20, () => Math.exp(source.normal() + 0.9));
      return medianRatio(before, after, { seed: 'median', level: 0.9, resamples })!.interval!.low > 1;
    });
    const power = found.filter(Boolean).length / found.length;
    expect(power).toBeCloseTo(0.7, 1);
  });
});

describe('The n that a verdict asks for', () => {
  it('finds an effect of minEffect in about 4 of 5 cases', () => {
    const source = chance('needed');
    const first = verdictOf({
      kind: 'score',
      before: times(400, () => source.normal()),
      after: times(400, () => source.normal()),
      wanted: 'more',
      minEffect: 0.05,
      seed: 1,
    });
    expect(first.outcome).toBe('insufficient_data');
    // Twelve times the effect needs a 144th of the values.
    const n = Math.ceil(first.needed! / 144);
    const excluded = Array.from({ length: 2_000 }, (_, seed) => {
      const before = times(n, () => source.normal());
      const after = times(n, () => source.normal() + 0.6);
      return verdictOf({ kind: 'score', before, after, wanted: 'more', seed, resamples: 999 }).outcome === 'improved';
    });
    expect(excluded.filter(Boolean).length / excluded.length).toBeCloseTo(0.8, 1);
  });
});

/** In which part of the runs a verdict is `improved`. */
function frequencies(name: string, draw: Draw, cases = runs): number {
  const source = chance(name);
  const outcomes = Array.from({ length: cases }, (_, seed) => verdictOf(draw(source, seed)).outcome);
  return outcomes.filter((outcome) => outcome === 'improved').length / cases;
}

/** No more than 5 % were seen, and with 99 % confidence no more than 5.6 % are. */
function expectRare(share: number): void {
  expect(share).toBeLessThanOrEqual(0.05);
  expect(wilson(Math.round(share * runs), runs, 0.99)!.high).toBeLessThanOrEqual(0.056);
}
