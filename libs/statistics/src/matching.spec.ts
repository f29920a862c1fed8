import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { heaviestPairs, type PossiblePair, seededRandom } from './index';

describe('The heaviest pairs', () => {
  it('give up the heaviest pair where two lighter ones weigh more', () =>
    expect(
      heaviestPairs([
        { a: 'Ada', b: 'Bo', weight: 5 },
        { a: 'Bo', b: 'Cy', weight: 6 },
        { a: 'Cy', b: 'Di', weight: 5 },
      ]).map(({ a, b }) => a + b),
    ).toEqual(['AdaBo', 'CyDi']));

  it('weigh as much as the best of all possible matchings, whole numbers or not, blossoms within blossoms or not', () =>
    fc.assert(
      fc.property(graphs(), (pairs) => {
        const chosen = heaviestPairs(pairs);
        const people = chosen.flatMap(({ a, b }) => [a, b]);
        expect(new Set(people).size).toBe(people.length);
        for (const pair of chosen) expect(pairs).toContain(pair);
        expect(total(chosen)).toBeCloseTo(heaviestByTrying(pairs), 9);
      }),
      { numRuns: 2_000, seed: 7 },
    ));

  it('are the same in whatever order they are given, ties included', () =>
    fc.assert(
      fc.property(graphs(), fc.integer(), (pairs, seed) => {
        const random = seededRandom(seed);
        const shuffled = pairs
          .map((pair) => ({ pair: random() % 2 ? pair : { ...pair, a: pair.b, b: pair.a }, at: random() }))
          .sort((one, other) => one.at - other.at)
          .map(({ pair }) => pair);
        const names = (chosen: readonly PossiblePair[]) => chosen.map(({ a, b }) => [a, b].sort().join());
        expect(names(heaviestPairs(shuffled))).toEqual(names(heaviestPairs(pairs)));
      }),
      { numRuns: 200, seed: 7 },
    ));

  it('pair 200 people of ten teams so that no exchange between two pairs would weigh more', () => {
    const random = seededRandom('shadowing');
    const weights = new Map<string, number>();
    const pairs = Array.from({ length: 200 }, (_, i) =>
      Array.from({ length: i }, (_, j) => ({ a: `p${i}`, b: `p${j}`, weight: random() / 2 ** 32 + (i % 3) })),
    )
      .flat()
      .filter(({ a, b }) => Number(a.slice(1)) % 10 !== Number(b.slice(1)) % 10);
    for (const { a, b, weight } of pairs) weights.set(a + b, weight).set(b + a, weight);
    const chosen = heaviestPairs(pairs);
    expect(chosen).toHaveLength(100);
    for (const one of chosen)
      for (const other of chosen) {
        if (one === other) continue;
        const exchanged = (weights.get(one.a + other.a) ?? 0) + (weights.get(one.b + other.b) ?? 0);
        expect(exchanged).toBeLessThanOrEqual(one.weight + other.weight + 1e-9);
      }
  });

  it('leave alone whom nobody gains by, at any size of weight', () => {
    expect(heaviestPairs([])).toEqual([]);
    expect(heaviestPairs([{ a: 'Ada', b: 'Bo', weight: -1 }])).toEqual([]);
    expect(heaviestPairs([{ a: 'Ada', b: 'Bo', weight: 5e-324 }])).toHaveLength(1);
    expect(heaviestPairs([{ a: 'Ada', b: 'Bo', weight: 1e308 }])).toHaveLength(1);
  });

  it('refuse what is no pair', () => {
    expect(() => heaviestPairs([{ a: 'Ada', b: 'Ada', weight: 1 }])).toThrow(/two people/);
    expect(() => heaviestPairs([{ a: 'Ada', b: 'Bo', weight: NaN }])).toThrow(/finite weight/);
    const twice = [
      { a: 'Ada', b: 'Bo', weight: 1 },
      { a: 'Bo', b: 'Ada', weight: 2 },
    ];
    expect(() => heaviestPairs(twice)).toThrow(/Bo and Ada come twice/);
  });
});

const graphs = () =>
  fc
    .record({
      people: fc.integer({ min: 2, max: 10 }),
      most: fc.constantFrom(2, 5, 1_000),
      step: fc.constantFrom(1, 0.25, 0.1),
      weights: fc.array(fc.nat(999), { minLength: 45, maxLength: 45 }),
      holes: fc.array(fc.nat(99), { minLength: 45, maxLength: 45 }),
      density: fc.integer({ min: 10, max: 100 }),
    })
    .map(({ people, most, step, weights, holes, density }) =>
      Array.from({ length: people }, (_, i) =>
        Array.from({ length: i }, (_, j) => ({ a: name(i), b: name(j), at: (i * (i - 1)) / 2 + j })),
      )
        .flat()
        .filter(({ at }) => holes[at]! < density)
        .map(({ a, b, at }) => ({ a, b, weight: (weights[at]! % most) * step })),
    );

const name = (index: number) => String.fromCharCode(65 + index);

const total = (pairs: readonly PossiblePair[]) => pairs.reduce((sum, { weight }) => sum + weight, 0);

/** The weight of the best matching, over all sets of people. */
function heaviestByTrying(pairs: readonly PossiblePair[]): number {
  const people = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const best = new Float64Array(2 ** people.length);
  const edges = pairs.map(({ a, b, weight }) => ({
    both: 2 ** people.indexOf(a) + 2 ** people.indexOf(b),
    weight,
  }));
  for (let set = 1; set < best.length; set++)
    for (const { both, weight } of edges)
      if ((set & both) === both) best[set] = Math.max(best[set]!, best[set ^ both]! + weight);
  return best.at(-1) ?? 0;
}
