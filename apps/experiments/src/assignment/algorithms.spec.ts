import { describe, expect, it } from '@jest/globals';
import { chiSquareUpperTail, seededRandom } from '@tandem/statistics';
import {
  type Algorithm,
  algorithms,
  flagdBucket,
  growthbookChoice,
  growthbookHash,
  growthbookRanges,
  type Split,
  unleashNumber,
  variantOf,
} from './algorithms';
import { fraction, murmur3, sha1Fraction, sha1Start } from './hash';
import { published } from './published-vectors.fixture';

const missing = () => it('CANNOT BE COMPARED: the reference data is missing', () => undefined);
const growthbook = published<{
  published: [string, string, 1 | 2, number | null][];
  fresh: [string, string, 1 | 2, number | null][];
  bucketRanges_published: [string, [number, number, number[] | null], [number, number][]][];
  chooseVariation_published: [string, number, [number, number][], number][];
  inNamespace_published: [string, string, [string, number, number], boolean][];
  inNamespace_fresh: [string, [string, number, number], boolean][];
}>('hash_growthbook');
const planout = published<{
  rows: {
    experiment_salt: string;
    unit: string | number | (string | number)[];
    random_integer_x_0_100000: number;
    random_float_f: number;
    weighted_w_20_30_50: string;
  }[];
}>('hash_planout_sha1');
const unleash = published<{ rows: { id: string; group: string; strategy_1_100: number; variant_1_1000: number }[] }>(
  'hash_unleash_murmur3',
);
const eppo = published<{ rows: [string, string | null][] }>('hash_eppo_md5');

describe('The published vectors', () => {
  if (!growthbook || !planout || !unleash || !eppo) return missing();

  it('of GrowthBook: both hashes, ranges, choices and namespaces', () => {
    const known = [...growthbook.published, ...growthbook.fresh].filter(([, , version]) => version <= 2);
    for (const [seed, value, version, want] of known)
      expect([seed, value, version, growthbookHash(seed, value, version)]).toEqual([seed, value, version, want]);
    for (const [name, [count, coverage, weights], want] of growthbook.bucketRanges_published)
      expect([name, growthbookRanges(count, coverage, weights).map((range) => range.map(rounded))]).toEqual([
        name,
        want,
      ]);
    for (const [name, n, ranges, want] of growthbook.chooseVariation_published)
      expect([name, growthbookChoice(n, ranges)]).toEqual([name, want]);
    const namespaces = [
      ...growthbook.inNamespace_published.map(([, ...row]) => row),
      ...growthbook.inNamespace_fresh,
    ] as const;
    for (const [unit, [name, from, to], want] of namespaces) {
      const n = growthbookHash(`__${name}`, unit, 1);
      expect([unit, name, n >= from && n < to]).toEqual([unit, name, want]);
    }
    expect(known.length + namespaces.length).toBeGreaterThan(50);
  });

  it('of PlanOut: whole numbers, fractions and weighed choices', () => {
    for (const { experiment_salt: salt, unit, ...want } of planout.rows) {
      // PlanOut's sampling appended its own 4, 3, 2, 1 to the units that are lists, after these numbers were drawn.
      const units = Array.isArray(unit) ? unit.slice(0, -4).join('.') : unit;
      const of = (parameter: string) => `${salt}.${parameter}.${units}`;
      expect(Number(sha1Start(of('x')) % 100_001n)).toBe(want.random_integer_x_0_100000);
      expect(sha1Fraction(of('f'))).toBeCloseTo(want.random_float_f, 15);
      const at = sha1Fraction(of('w')) * 100;
      expect(['a', 'b', 'c'][[20, 50, 100].findIndex((reached) => reached >= at)]).toBe(want.weighted_w_20_30_50);
    }
  });

  it('of Unleash: gradual roll-out and variants', () => {
    for (const { id, group, strategy_1_100: rollout, variant_1_1000: variant } of unleash.rows) {
      expect(unleashNumber(group, id, 100)).toBe(rollout);
      expect(unleashNumber(group, id, 1_000, 86028157)).toBe(variant);
    }
  });

  it('of Eppo: who is exposed, and to what', () => {
    const split: Split = {
      ...{ algorithm: 'eppo', salt: 'randomization_algo', coverage: 0.4533 },
      weights: [3333, 3333, 3334],
    };
    const variants = ['control', 'red', 'green'];
    for (const [subject, want] of eppo.rows)
      expect([subject, variants[variantOf(split, subject)] ?? null]).toEqual([subject, want]);
  });
});

describe('The fractional operation of flagd', () => {
  // open-feature/flagd-testbed, evaluator/gherkin/fractional.feature, second edition
  const suits = ['clubs', 'diamonds', 'hearts', 'spades'];
  const suit = (key: string) => suits[Math.floor(flagdBucket(key, 100) / 25)];

  it.each([
    ['fractional-flagjack', 'hearts'],
    ['fractional-flagqueen', 'spades'],
    ['fractional-flagten', 'clubs'],
    ['fractional-flagnine', 'diamonds'],
    ['fractional-flag3', 'clubs'],
    ['shared-seedseven', 'hearts'],
    ['shared-seedeight', 'diamonds'],
    ['shared-seednine', 'clubs'],
    ['shared-seedtwo', 'spades'],
  ])('gives %s the suit %s', (key, want) => expect(suit(key)).toBe(want));

  it.each([
    ['ejOoVL', 0],
    ['bY9fO-', 0],
    ['SI7p-', 0],
    ['6LvT0', 1],
    ['ceQdGm', 1],
  ])('puts the edge %s on its side', (key, want) =>
    expect(variantOf({ algorithm: 'flagd', salt: '', weights: [50, 50], coverage: 1 }, key)).toBe(want),
  );
});

describe('MurmurHash3', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['hello', 0, 0x248bfa47],
    ['hello, world', 0, 0x149bbb7f],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('of "%s" with seed %d is as published', (text, seed, want) => expect(murmur3(text, seed)).toBe(want));

  it('makes one number of 53 bits with two seeds, however long the text and whatever its letters', () => {
    for (const [salt, unit] of [
      ['a', 'b'],
      ['', ''],
      ['sälze', 'b'],
      ['a', 'bü'],
      ['a'.repeat(2_000), 'b'],
      ['a', 'b'.repeat(2_000)],
    ] as const) {
      const [high, low] = [murmur3(salt + unit, 0x2545f491), murmur3(salt + unit, 0x9e3779b9)];
      expect(fraction(salt, unit)).toBe((high * 2 ** 21 + (low >>> 11)) / 2 ** 53);
    }
  });

  it('takes long texts', () => {
    expect(murmur3('ü'.repeat(2_000))).toBe(murmur3('ü'.repeat(2_000)));
    expect(murmur3('a'.repeat(2_000))).not.toBe(murmur3('a'.repeat(2_001)));
  });
});

describe.each(algorithms.filter((name) => name !== 'growthbook-v1'))('The algorithm %s', (algorithm: Algorithm) => {
  const units = Array.from({ length: 20_000 }, (_, n) => `user-${n}`);
  const counts = (split: Split) => {
    const seen = Array.from({ length: split.weights.length + 1 }, () => 0);
    for (const unit of units) seen[variantOf(split, unit) + 1]!++;
    return seen;
  };
  const fits = (seen: readonly number[], shares: readonly number[]) =>
    chiSquareUpperTail(
      shares.reduce((sum, share, i) => sum + (seen[i]! - share * units.length) ** 2 / (share * units.length), 0),
      shares.length - 1,
    );

  it('gives each variant its share', () => {
    const seen = counts({ algorithm, salt: 'exp-1', weights: [1, 2, 1], coverage: 1 });
    expect(seen[0]).toBe(0);
    expect(fits(seen.slice(1), [0.25, 0.5, 0.25])).toBeGreaterThan(0.001);
  });

  it('lets the covered share take part, and moves nobody when it grows', () => {
    const split = { algorithm, salt: 'exp-2', weights: [1, 1] };
    expect(fits(counts({ ...split, coverage: 0.3 }), [0.7, 0.15, 0.15])).toBeGreaterThan(0.001);
    for (const unit of units.slice(0, 2_000)) {
      const before = variantOf({ ...split, coverage: 0.3 }, unit);
      if (before >= 0) expect(variantOf({ ...split, coverage: 0.8 }, unit)).toBe(before);
    }
  });

  it('never shows a variant that is not there', () => {
    const draw = seededRandom(20261120);
    const random = () => draw() / 2 ** 32;
    for (let n = 0; n < 500; n++) {
      const weights = Array.from({ length: 1 + Math.floor(random() * 4) }, () => 0.1 + random() * 9);
      const index = variantOf({ algorithm, salt: `s${n}`, weights, coverage: random() }, `u${n}`);
      expect(index).toBeGreaterThanOrEqual(-1);
      expect(index).toBeLessThan(weights.length);
    }
  });
});

describe('Experiments of our own algorithm', () => {
  const units = Array.from({ length: 8_000 }, (_, n) => `${n}@example.com`);
  const dependence = (a: Split, b: Split) => {
    const table = [0, 0, 0, 0];
    for (const unit of units) table[variantOf(a, unit) * 2 + variantOf(b, unit)]!++;
    const [p, q] = [(table[2]! + table[3]!) / units.length, (table[1]! + table[3]!) / units.length];
    const expected = [(1 - p) * (1 - q), (1 - p) * q, p * (1 - q), p * q].map((share) => share * units.length);
    return chiSquareUpperTail(
      expected.reduce((sum, e, i) => sum + (table[i]! - e) ** 2 / e, 0),
      1,
    );
  };

  it('know nothing of each other: of 60 pairs hardly more than one in a hundred seems to', () => {
    const splits = Array.from({ length: 61 }, (_, n): Split => {
      return { algorithm: 'tandem', salt: `experiment-${n}`, weights: [1, 1], coverage: 1 };
    });
    const suspicious = splits.slice(1).filter((split, n) => dependence(splits[n]!, split) < 0.01);
    expect(suspicious.length).toBeLessThanOrEqual(3); // .6 expected; more than 3 has a chance of .003
  });

  it('tell apart what 32 bits cannot', () => {
    const seen = new Set(Array.from({ length: 300_000 }, (_, n) => fraction('u', String(n))));
    expect(seen.size).toBe(300_000); // with 32 bits some ten would collide
  });
});

const rounded = (value: number) => Number(value.toFixed(9));
