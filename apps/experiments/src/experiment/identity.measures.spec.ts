import { describe, expect, it } from '@jest/globals';
import { joined } from './identity.measures';

describe('Names that are linked', () => {
  it('are one unit, which stands under the least of them', () =>
    expect(joined([], [['kim', 'cookie']])).toEqual([
      { name: 'cookie', unit: 'cookie' },
      { name: 'kim', unit: 'cookie' },
    ]));

  it('are one over others as well, in any order', () => {
    const links = [
      ['d', 'c'],
      ['b', 'a'],
      ['c', 'b'],
    ] as const;
    const all = ['a', 'b', 'c', 'd'].map((name) => ({ name, unit: 'a' }));
    expect(joined([], links)).toEqual(all);
    expect(joined([], links.toReversed())).toEqual(all);
    expect(joined(joined([], links.slice(0, 2)), links.slice(2))).toEqual(all);
  });

  it('change nothing when they were known, or are the same name', () => {
    const known = joined([], [['a', 'b']]);
    expect(
      joined(known, [
        ['b', 'a'],
        ['a', 'a'],
        ['z', 'z'],
      ]),
    ).toEqual([]);
  });

  it('leave units alone that they do not join', () => {
    const known = joined(
      [],
      [
        ['a', 'b'],
        ['x', 'y'],
      ],
    );
    expect(joined(known, [['b', 'c']]).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
});
