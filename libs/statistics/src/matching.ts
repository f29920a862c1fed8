import blossom from 'edmonds-blossom-fixed';

/** Two that may be paired, and how good a pair they would make. */
export interface PossiblePair {
  readonly a: string;
  readonly b: string;
  readonly weight: number;
}

/**
 * The pairs that together weigh most, nobody in two: exact, not greedy, for 500 people in seconds. Who is in no pair of
 * positive weight stays alone. The order in which the pairs are given does not matter, ties included. Weights count to
 * a part in 2⁴⁰ of the greatest. Throws for a pair given twice, for somebody with themselves, for a weight that is no
 * number.
 *
 * Source: Edmonds, Maximum Matching and a Polyhedron with 0,1-Vertices (1965), by the method of Galil, ACM Computing
 * Surveys 18 (1986) 23, as edmonds-blossom-fixed implements it for whole numbers.
 */
export function heaviestPairs<Pair extends PossiblePair>(possible: readonly Pair[]): readonly Pair[] {
  const wrong = possible.find(({ a, b, weight }) => a === b || !Number.isFinite(weight));
  if (wrong)
    throw new RangeError(`A pair needs two people and a finite weight, not ${wrong.a}, ${wrong.b}, ${wrong.weight}.`);
  const pairs = new Map<string, Pair>();
  for (const pair of possible) {
    const key = keyOf(pair);
    if (pairs.has(key)) throw new RangeError(`A pair must be given once: ${pair.a} and ${pair.b} come twice.`);
    pairs.set(key, pair);
  }
  const worthwhile = [...pairs].filter(([, { weight }]) => weight > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (worthwhile.length === 0) return [];
  const people = [...new Set(worthwhile.flatMap(([, { a, b }]) => [a, b]))].sort();
  const numberOf = new Map(people.map((person, index) => [person, index]));
  const greatest = worthwhile.reduce((most, [, { weight }]) => Math.max(most, weight), 0);
  const scale = 40 - Math.floor(Math.log2(greatest));
  const [half, rest] = [2 ** Math.floor(scale / 2), 2 ** Math.ceil(scale / 2)];
  const edges = worthwhile.map(
    ([, { a, b, weight }]) => [numberOf.get(a)!, numberOf.get(b)!, Math.round(weight * half * rest)] as const,
  );
  const partners = blossom(edges, false);
  return people.flatMap((a, index) => {
    const partner = partners[index] ?? -1;
    return partner > index ? [pairs.get(keyOf({ a, b: people[partner]! }))!] : [];
  });
}

const keyOf = ({ a, b }: Pick<PossiblePair, 'a' | 'b'>) => JSON.stringify(a < b ? [a, b] : [b, a]);
