import { describe, expect, it } from '@jest/globals';
import { goldenSpotlight } from './golden-network.fixture';
import type { Challenge, Recognition } from './silo-spotlight.events';
import { blankSpotlight, recognitionKey, type SiloSpotlight } from './silo-spotlight-work.measures';
import { silosOf } from './silos.measures';

const names = (teamId: string, named: string, more: Partial<Challenge> = {}): Challenge => ({
  challengeId: `${teamId}${named}`,
  teamId,
  text: 'Nobody answers',
  category: 'information',
  severity: 5,
  frequency: 'daily',
  relations: [{ teamId: named, type: 'lacks_info_from' }],
  ...more,
});
const spotlight = (challenges: readonly Challenge[], ties: readonly (readonly [string, number | null])[]) => ({
  ...blankSpotlight,
  teamIds: ['A', 'B', 'C'],
  challenges,
  ties: {
    source: 'estimate' as const,
    ties: ties.map(([pair, tie]) => ({ fromTeamId: pair[0]!, toTeamId: pair[1]!, tie })),
  },
});
const answered = (work: SiloSpotlight, answer: Recognition['answer']): SiloSpotlight => {
  const recognition = { challengeId: 'AB', teamId: 'B', awareness: 'unaware', answer } as const;
  return { ...work, recognitions: { [recognitionKey(recognition)]: recognition } };
};

describe('How deep a silo is', () => {
  it('adds up both ways, as the chance that at least one need is not met', () => {
    const weekly = names('B', 'A', { severity: 4, frequency: 'weekly' });
    const work = spotlight(
      [names('A', 'B'), weekly],
      [
        ['AB', 0.8],
        ['BA', 0.5],
      ],
    );
    // 1 - (1 - 20/20 · .2) (1 - 12/20 · .5)
    expect(silosOf(work)).toEqual([
      { teamIds: ['A', 'B'], n: 2, witnesses: 2, depth: expect.closeTo(0.44, 12), isSilo: false },
    ]);
  });

  it('puts the pair of the golden graph first that has no tie', () => {
    const [first, second] = silosOf(goldenSpotlight);
    // Data names Product in one challenge of severity 5 of 5; Eng names SRE in one of 4 and has a tie of .25.
    expect(first).toMatchObject({ teamIds: ['A', 'P'], depth: 1, n: 1 });
    expect(second!.depth).toBeLessThan(1);
  });

  it('does not depend on what other teams suffer', () => {
    const others = [1, 2, 3].map((number) => names('C', 'B', { challengeId: `CB${number}` }));
    const [alone] = silosOf(spotlight([names('A', 'B')], [['AB', 0.25]]));
    expect(alone!.depth).toBe(0.75);
    expect(silosOf(spotlight([names('A', 'B'), ...others], [['AB', 0.25]]))).toContainEqual(alone);
  });

  it('is not known where the tie is not, and counts what is known where one way is', () => {
    const work = (ba: number | null) =>
      spotlight(
        [names('A', 'B'), names('B', 'A')],
        [
          ['AB', null],
          ['BA', ba],
        ],
      );
    expect(silosOf(work(null))).toMatchObject([{ depth: null, isSilo: false, n: 2 }]);
    expect(silosOf(work(0.25))).toMatchObject([{ depth: 0.75, isSilo: true, n: 2 }]);
    expect(silosOf(spotlight([names('A', 'B')], []))).toMatchObject([{ depth: null }]);
  });
});

describe('A silo', () => {
  const work = spotlight([names('A', 'B')], [['AB', 0]]);

  it('is none on the word of one challenge, however deep', () =>
    expect(silosOf(work)).toMatchObject([{ depth: 1, witnesses: 1, isSilo: false }]));

  it('is one if the named team accepts that challenge', () => {
    expect(silosOf(answered(work, 'accept'))).toMatchObject([{ witnesses: 2, isSilo: true }]);
    expect(silosOf(answered(work, 'dispute'))).toMatchObject([{ witnesses: 1, isSilo: false }]);
  });

  it('is one from a depth of a half', () => {
    const twice = [names('A', 'B'), names('A', 'B', { challengeId: 'again' })];
    const depthOf = (tie: number) => silosOf(spotlight(twice, [['AB', tie]]))[0];
    expect(depthOf(0.7)).toMatchObject({ depth: expect.closeTo(0.51, 12), isSilo: true });
    expect(depthOf(0.71)).toMatchObject({ depth: expect.closeTo(0.4959, 12), isSilo: false });
  });

  it('is none where a team helps, or does not take part', () => {
    const helps = names('A', 'B', { relations: [{ teamId: 'B', type: 'helped_by' }] });
    expect(silosOf(spotlight([helps, names('A', 'X')], [['AB', 0]]))).toEqual([]);
  });

  it('is put by the number of challenges where the depth is the same', () => {
    const challenges = [names('A', 'C'), names('A', 'B'), names('B', 'A')];
    const silos = silosOf(
      spotlight(challenges, [
        ['AB', 0],
        ['BA', 0],
        ['AC', 0],
      ]),
    );
    expect(silos.map(({ teamIds }) => teamIds.join(''))).toEqual(['AB', 'AC']);
  });
});
