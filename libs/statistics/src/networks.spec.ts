import { describe, expect, it } from '@jest/globals';
import {
  betweenness,
  density,
  externalInternalIndex,
  modularity,
  naturalBlocks,
  reciprocity,
  strengths,
  type Tie,
  weightedReciprocity,
} from './index';

/** Ties as `from>to:weight`. */
const network = (...ties: string[]): Tie[] =>
  ties.map((tie) => {
    const [from, to, weight] = tie.split(/[>:]/) as [string, string, string];
    return { from, to, weight: Number(weight) };
  });

/** The golden graph of the exercises page, 1.2.5: Product, Eng, Design, Data, SRE. */
const teams = ['P', 'E', 'D', 'A', 'S'];
const friction = network('P>E:6', 'P>D:2', 'E>P:3', 'E>S:4', 'D>P:2', 'D>E:3', 'A>P:5', 'S>E:2');

describe('A network', () => {
  it('reads the golden graph', () => {
    expect(density(teams, friction)).toBe(0.4);
    expect(reciprocity(friction)).toBe(0.75);
    expect(weightedReciprocity(friction)).toBeCloseTo(14 / 27, 12);
    const through = betweenness(teams, friction);
    expect(through['P']).toBeCloseTo(5 / 12, 12);
    expect(through['E']).toBeCloseTo(5 / 12, 12);
    expect([through['D'], through['A'], through['S']]).toEqual([0, 0, 0]);
    expect(strengths(teams, friction)).toEqual({
      out: { P: 8, E: 7, D: 5, A: 5, S: 2 },
      in: { P: 10, E: 11, D: 2, A: 0, S: 4 },
    });
  });

  it('takes the strong way round where the direct one is weak', () => {
    // By hops A reaches C at once; by strength 1/4 + 1/4 = .5 through B is nearer than 1.
    const ties = network('A>C:1', 'A>B:4', 'B>C:4');
    expect(betweenness(['A', 'B', 'C'], ties)['B']).toBe(0.5);
    expect(betweenness(['A', 'B', 'C'], ties, { distance: 'hops' })['B']).toBe(0);
  });

  it('shares between ways that are equally short, though rounding tells them apart', () => {
    // 1/10 + 1/5 = .30000000000000004 in doubles, 1/(10/3) = .3: B lies on one of two shortest ways from A to C.
    const ties = [...network('A>B:10', 'B>C:5'), { from: 'A', to: 'C', weight: 10 / 3 }];
    expect(betweenness(['A', 'B', 'C'], ties)['B']).toBe(0.25);
  });

  it('counts a node on two of the ways and not where it begins or ends', () => {
    // A line of four, both ways: each inner node lies between 4 of its 6 ordered pairs of others.
    const line = network('A>B:1', 'B>A:1', 'B>C:1', 'C>B:1', 'C>D:1', 'D>C:1');
    const through = betweenness(['A', 'B', 'C', 'D'], line);
    expect(through).toEqual({ A: 0, B: 4 / 6, C: 4 / 6, D: 0 });
  });

  it('says nothing where there is nothing', () => {
    expect(density(['A'], [])).toBeNull();
    expect(density(['A', 'B'], [])).toBe(0);
    expect(reciprocity([])).toBeNull();
    expect(weightedReciprocity([])).toBeNull();
    expect(betweenness(['A', 'B'], network('A>B:1'))).toEqual({ A: 0, B: 0 });
    expect(modularity([['A'], ['B']], [])).toBeNull();
    expect(naturalBlocks(['A', 'B'], [])).toBeNull();
    expect(externalInternalIndex(0, 0)).toBeNull();
  });

  it.each([
    ['an unknown node', ['A', 'B'], network('A>C:1')],
    ['a tie to itself', ['A', 'B'], network('A>A:1')],
    ['no weight', ['A', 'B'], network('A>B:0')],
    ['no finite weight', ['A', 'B'], network('A>B:Infinity')],
    ['the same tie twice', ['A', 'B'], network('A>B:1', 'A>B:2')],
    ['the same node twice', ['A', 'A'], []],
  ])('refuses %s', (_, nodes, ties) => {
    expect(() => density(nodes, ties)).toThrow(RangeError);
    expect(() => betweenness(nodes, ties)).toThrow(RangeError);
    expect(() => naturalBlocks(nodes, ties)).toThrow(RangeError);
  });
});

describe('The E-I index', () => {
  it.each([
    [8, 4, 1 / 3],
    [7, 10, -3 / 17],
    [5, 3, 1 / 4],
    [5, 1, 2 / 3],
    [2, 9, -7 / 11],
    [0, 3, -1],
    [3, 0, 1],
  ])('of %s outside and %s inside is %s', (external, internal, index) =>
    expect(externalInternalIndex(external, internal)).toBeCloseTo(index, 12),
  );

  it('refuses less than nothing', () => expect(() => externalInternalIndex(-1, 2)).toThrow(RangeError));
});

describe('Blocks', () => {
  /** Two triangles that one weak tie joins. */
  const ties = network('A>B:2', 'B>C:2', 'C>A:2', 'D>E:2', 'E>F:2', 'F>D:2', 'C>D:1');
  const nodes = ['A', 'B', 'C', 'D', 'E', 'F'];

  it('are found where the network falls apart by itself', () => {
    const found = naturalBlocks(nodes, ties);
    expect(found?.blocks).toEqual([
      ['A', 'B', 'C'],
      ['D', 'E', 'F'],
    ]);
    // Each half: 12/26 of the weight inside, 13/26 of the degree: 2 (12/26 - 1/4).
    expect(found?.modularity).toBeCloseTo(24 / 26 - 0.5, 12);
  });

  it('are judged as they are given', () => {
    expect(modularity([nodes], ties)).toBeCloseTo(0, 12);
    expect(
      modularity(
        [
          ['A', 'D'],
          ['B', 'E'],
          ['C', 'F'],
        ],
        ties,
      ),
    ).toBeCloseTo(-((9 / 26) ** 2 * 2 + (8 / 26) ** 2), 12);
  });

  it('sum what goes both ways', () => {
    const bothWays = network('A>B:1', 'B>A:3', 'C>D:4');
    expect(naturalBlocks(['A', 'B', 'C', 'D'], bothWays)).toEqual({
      blocks: [
        ['A', 'B'],
        ['C', 'D'],
      ],
      modularity: 0.5,
    });
  });
});
