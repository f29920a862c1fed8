import { describe, expect, it } from '@jest/globals';
import { declaredModes } from './interaction.measures';
import type { InteractionMode } from './team.events';

const since = '2026-01-05T00:00:00.000Z';
const team = (id: string, otherTeamId: string, mode: InteractionMode, until?: string) => ({
  id,
  interactions: [{ otherTeamId, mode, since, ...(until ? { until } : {}) }],
});
const at = '2026-02-01T00:00:00.000Z';

describe('How two teams mean to work with each other', () => {
  it('is what one of them says, while the other says nothing', () =>
    expect(declaredModes([team('b', 'a', 'none'), { id: 'a', interactions: [] }], at)).toEqual([
      { teamIds: ['a', 'b'], mode: 'none', declaredBy: ['b'], until: null },
    ]));

  it('is what both say, until the first of them ends it', () =>
    expect(
      declaredModes([team('a', 'b', 'facilitating', '2026-05-01'), team('b', 'a', 'facilitating', '2026-04-01')], at),
    ).toEqual([{ teamIds: ['a', 'b'], mode: 'facilitating', declaredBy: ['a', 'b'], until: '2026-04-01' }]));

  it('is not known while they say different things', () =>
    expect(declaredModes([team('a', 'b', 'none'), team('b', 'a', 'collaboration')], at)).toMatchObject([
      { mode: null, declaredBy: ['a', 'b'] },
    ]));

  it('is nothing before it was declared and once it has ended', () => {
    expect(declaredModes([team('a', 'b', 'none')], '2026-01-01T00:00:00.000Z')).toEqual([]);
    expect(declaredModes([team('a', 'b', 'none', at)], at)).toEqual([]);
  });

  it('is told pair by pair in the order of their ids', () =>
    expect(declaredModes([team('c', 'd', 'none'), team('b', 'c', 'none')], at).map(({ teamIds }) => teamIds)).toEqual([
      ['b', 'c'],
      ['c', 'd'],
    ]));
});
