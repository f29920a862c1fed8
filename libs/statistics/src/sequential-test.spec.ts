import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  crossingChances,
  type Effect,
  isFigure,
  normalQuantile,
  normalUpperTail,
  seededRandom,
  sequentialBounds,
  sequentialTest,
  tTest,
  tUpperQuantile,
} from './index';

const daily = Array.from({ length: 28 }, (_, day) => (day + 1) / 28);
const twiceAsLong = Array.from({ length: 56 }, (_, day) => (day + 1) / 28);
const drift = 1.959963984540054 + 0.8416212335729143; // at the planned size a fixed test of .05 has a power of .80

describe('The sequential rule, simulated', () => {
  it('finds an effect that is none in at most 5 % of experiments, looked at daily over the plan and twice as long', () => {
    const paths = 1_000_000;
    const { byPlan, ever } = simulated({ looks: twiceAsLong, paths, drift: 0, seed: 'no effect' });
    expect(byPlan / paths).toBeLessThan(0.051);
    expect(upperLimit(byPlan, paths)).toBeLessThan(0.052);
    expect(ever / paths).toBeLessThan(0.051);
    expect(upperLimit(ever, paths)).toBeLessThan(0.052);
    expect(byPlan / paths).toBeGreaterThan(0.042); // and does not buy that with power
    expect(ever).toBeGreaterThan(byPlan);
  });

  it('keeps a power of .75 and more where a fixed test has .80, and ends sooner', () => {
    const paths = 200_000;
    const { byPlan, ever, share } = simulated({ looks: twiceAsLong, paths, drift, seed: 'the planned effect' });
    expect(byPlan / paths).toBeGreaterThan(0.755);
    expect(byPlan / paths).toBeLessThan(0.78);
    expect(ever / paths).toBeGreaterThan(0.88);
    expect(share / paths).toBeLessThan(0.8);
  });

  it.each([
    ['early', [0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 1]],
    ['late', [0.9, 0.97, 1.2, 1.21, 1.6]],
    ['uneven', [0.05, 0.051, 0.3, 0.31, 0.32, 0.8, 0.99, 1.01, 3]],
    ['only after the plan', [1.4, 1.5, 2, 4]],
  ])('is as honest with looks that come %s', (name, looks) => {
    const paths = 100_000;
    const { ever } = simulated({ looks, paths, drift: 0, seed: name });
    expect(upperLimit(ever, paths)).toBeLessThan(0.052);
    expect(ever / paths).toBeGreaterThan(0.04);
  });

  it('is as honest with few units and skewed values, where z is t', () => {
    const experiments = 10_000;
    const found = skewedExperiments(experiments, 'waiting times');
    expect(found / experiments).toBeLessThan(0.052);
    expect(found / experiments).toBeGreaterThan(0.02);
  });
});

describe('The sequential test', () => {
  it('says by p exactly whether one of the looks crossed, and its interval leaves 0 where it did', () =>
    fc.assert(
      fc.property(anyLooks(), ({ effects, level }) => {
        const result = sequentialTest(effects, { plannedUnits: 10_000, level });
        if (!isFigure(result)) throw new Error(result.reason);
        const alpha = 1 - level;
        if (Math.abs(result.p / alpha - 1) > 1e-6) expect(result.p < alpha).toBe(result.crossedAt !== null);
        for (const { crossed, interval } of result.looks) expect(interval.low > 0 || interval.high < 0).toBe(crossed);
      }),
      { numRuns: 60 },
    ));

  it('takes nothing back: p falls from look to look, and what was found stays found', () => {
    const effects = [0.5, 2, 4.5, 1, 0.2].map((z, look) => effectWith({ difference: z, n: 2_000 * (look + 1) }));
    const results = effects.map((_, look) => sequentialTest(effects.slice(0, look + 1), { plannedUnits: 10_000 }));
    const figures = results.filter(isFigure);
    expect(figures.map(({ crossedAt }) => crossedAt)).toEqual([null, null, 2, 2, 2]);
    for (const [look, { p }] of figures.slice(1).entries()) expect(p).toBeLessThan(figures[look]!.p * (1 + 1e-9));
    expect(figures.at(-1)?.looks.at(-1)).toMatchObject({ fraction: 1, crossed: false });
  });

  it('spends .045 of .05 over the plan and the rest afterwards: one more day asks for 2.42, twice the time for 3.18', () => {
    const bounds = sequentialBounds(twiceAsLong);
    const chances = crossingChances(twiceAsLong, bounds, 0);
    expect(chances[27]! * 2).toBeCloseTo(0.045, 8);
    expect(chances[55]! * 2).toBeCloseTo(0.045 + 0.005 * (1 - 1 / 4), 8);
    expect([bounds[27], bounds[28], bounds[55]]).toEqual([2.195, 2.422, 3.184].map((z) => expect.closeTo(z, 3)));
    expect(sequentialBounds([1], 0.99)[0]).toBeGreaterThan(2.576);
  });

  it('costs little at the end against a fixed test: an interval 12 % wider', () => {
    const effects = daily.map((fraction) =>
      effectWith({ n: fraction * 28_000, standardError: Math.sqrt(1 / fraction) }),
    );
    const result = sequentialTest(effects, { plannedUnits: 28_000 });
    const last = isFigure(result) ? result.looks.at(-1) : undefined;
    const fixed = tTest(effects.at(-1)!).interval;
    expect(last!.interval.high / fixed.high).toBeCloseTo(1.12, 2);
  });

  it('knows no p of 0 and none above 1', () => {
    const huge = sequentialTest([effectWith({ difference: 500, n: 10_000 })], { plannedUnits: 10_000 });
    expect(huge).toMatchObject({ crossedAt: 0, logP: -650, p: expect.closeTo(0, 200) });
    expect(isFigure(huge) && huge.p).toBeGreaterThan(0);
    expect(sequentialTest([effectWith({ difference: 0 })], { plannedUnits: 10_000 })).toMatchObject({ p: 1, logP: 0 });
  });

  it('with a handful of units asks for what their t distribution has to show', () => {
    const [few, many] = [3, 1e6].map((dof) =>
      sequentialTest([effectWith({ difference: 6, dof })], { plannedUnits: 500 }),
    );
    expect(isFigure(few!) && few.looks[0]!.z).toBeLessThan(3);
    expect(isFigure(many!) && many.looks[0]!.z).toBeCloseTo(6, 3);
  });

  it('counts a look that adds nobody once', () => {
    const [half, again, whole] = [50, 50, 100].map((n, look) => effectWith({ difference: look, n }));
    const result = sequentialTest([whole!, half!, again!], { plannedUnits: 100 });
    expect(isFigure(result) && result.looks.map(({ z }) => Math.round(z))).toEqual([0, 2]);
  });

  it('says why there is none', () => {
    expect(sequentialTest([], { plannedUnits: 100 })).toEqual({ reason: 'too-few' });
    expect(sequentialTest([effectWith({ n: 1 })], { plannedUnits: 1e9 })).toEqual({ reason: 'too-few' });
    expect(sequentialTest([effectWith({})], { plannedUnits: 0 })).toEqual({ reason: 'too-few' });
    expect(() => sequentialTest([effectWith({})], { plannedUnits: 9, level: 95 })).toThrow(/level/);
    expect(sequentialTest([effectWith({ difference: NaN })], { plannedUnits: 9 })).toEqual({ reason: 'not-finite' });
  });
});

interface Simulation {
  readonly looks: readonly number[];
  readonly paths: number;
  readonly drift: number;
  readonly seed: string;
}

/** Brownian paths, looked at; how many crossed by the plan's end and ever, and the plans that all took together. */
function simulated({ looks, paths, drift: slope, seed }: Simulation): { byPlan: number; ever: number; share: number } {
  const edges = Float64Array.from(sequentialBounds(looks), (bound, look) => bound * Math.sqrt(looks[look]!));
  const steps = Float64Array.from(looks, (fraction, look) => fraction - (looks[look - 1] ?? 0));
  const normal = normals(seed);
  const deviations = steps.map(Math.sqrt);
  let [byPlan, ever, share] = [0, 0, 0];
  for (let path = 0; path < paths; path++) {
    let sum = 0;
    let look = 0;
    for (; look < edges.length; look++) {
      sum += slope * steps[look]! + normal() * deviations[look]!;
      const edge = edges[look]!;
      if (sum >= edge || sum <= -edge) break;
    }
    if (look < edges.length) ever++;
    if (look < edges.length && looks[look]! <= 1) byPlan++;
    share += Math.min(1, looks[look] ?? 1);
  }
  return { byPlan, ever, share };
}

/** Experiments of 100 waiting times (exponential) an arm, looked at after each tenth: in how many an effect is found. */
function skewedExperiments(experiments: number, seed: string): number {
  const random = seededRandom(seed);
  const looks = Array.from({ length: 10 }, (_, look) => (look + 1) / 10);
  const waits = () => -Math.log((random() + 0.5) / 2 ** 32);
  const bounds = sequentialBounds(looks);
  let found = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    const [a, b] = [new Float64Array(2), new Float64Array(2)];
    for (let n = 1; n <= 100; n++) {
      for (const sums of [a, b]) {
        const wait = waits();
        sums[0]! += wait;
        sums[1]! += wait * wait;
      }
      if (n % 10 > 0) continue;
      const { t, dof } = studentOf(n, a, b);
      const bound = bounds[n / 10 - 1]!;
      if (t < bound || t < tUpperQuantile(normalUpperTail(bound), dof)) continue; // t is never below its z
      found++;
      break;
    }
  }
  return found;
}

function studentOf(n: number, a: Float64Array, b: Float64Array): { t: number; dof: number } {
  const share = ([sum, squares]: Float64Array) => (squares! / n - (sum! / n) ** 2) / (n - 1);
  const [ofA, ofB] = [share(a), share(b)];
  const t = Math.abs(a[0]! - b[0]!) / n / Math.sqrt(ofA + ofB);
  return { t, dof: ((n - 1) * (ofA + ofB) ** 2) / (ofA ** 2 + ofB ** 2) };
}

/** Standard normal values: one of 65,536 equally likely quantiles. Fast, and normal to the fourth digit of a chance. */
function normals(seed: string): () => number {
  const random = seededRandom(seed);
  let [word, spare] = [0, false];
  return () => {
    if (spare) word >>>= 16;
    else word = random();
    spare = !spare;
    return quantiles[word & 0xffff]!;
  };
}
const quantiles = Float64Array.from({ length: 65_536 }, (_, i) => normalQuantile((i + 0.5) / 65_536));

/** What the share of all such experiments is at most, with a confidence of 99 %. */
const upperLimit = (found: number, paths: number) =>
  found / paths + 2.326 * Math.sqrt(((found / paths) * (1 - found / paths)) / paths);

function effectWith(known: Partial<Effect>): Effect {
  return { difference: 0, standardError: 1, dof: 1e6, n: 1_000, scale: 'absolute', baseline: 1, ...known };
}
function anyLooks() {
  const effect = fc.record({
    difference: fc.double({ min: -6, max: 6, noNaN: true }),
    n: fc.integer({ min: 1, max: 100 }).map((n) => 200 * n),
    dof: fc.double({ min: 20, max: 1e5, noNaN: true }),
  });
  return fc.record({
    effects: fc.array(effect.map(effectWith), { minLength: 1, maxLength: 6 }),
    level: fc.constantFrom(0.9, 0.95, 0.99),
  });
}
