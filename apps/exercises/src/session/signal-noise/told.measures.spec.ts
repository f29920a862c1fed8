import { describe, expect, it } from '@jest/globals';
import { noise, signal } from './info-sheets.fixture';
import { type FromTo, sumsOf, toldOf } from './told.measures';

const mixed = (from: string) => [signal(from, 3), noise(from, 2)];

/** `person from>to`: what somebody says of both, mixed unless told otherwise. */
const said = (text: string, items = mixed(text.split(/[ >]/)[1]!)): FromTo => {
  const [contributionId, fromTeamId, toTeamId] = text.split(/[ >]/) as [string, string, string];
  return { contributionId, fromTeamId, toTeamId, people: 1, items };
};
const told = (...ratings: FromTo[]) => toldOf(ratings, 'count', 3);

describe('What may be told', () => {
  const three = ['e1 P>E', 'e2 P>E', 'e3 P>E'].map((one) => said(one));

  it('is what k people said, and that nobody said anything', () => {
    const all = told(...three);
    expect([all.cell('P', 'E'), all.cell('E', 'P'), all.sender('P'), all.receiver('E'), all.whole]).toEqual(
      Array(5).fill(true),
    );
  });

  it('is not what fewer said, nor a total that would tell it', () => {
    const some = told(...three, said('e1 D>E'), said('e2 D>E'));
    expect([some.cell('P', 'E'), some.cell('D', 'E')]).toEqual([true, false]);
    expect([some.sender('P'), some.sender('D'), some.receiver('E'), some.whole]).toEqual([true, false, false, false]);
  });

  it('is a total of small cells that k people stand behind together', () => {
    const small = told(said('e1 D>E'), said('e2 D>E'), said('e3 P>E'));
    expect([small.cell('D', 'E'), small.cell('P', 'E'), small.receiver('E'), small.whole]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    // The same person in both is one person.
    expect(told(said('e1 D>E'), said('e2 D>E'), said('e1 P>E')).receiver('E')).toBe(false);
  });

  it('is no total that is at its end: then each of its parts is', () => {
    const praising = (text: string) =>
      said(text, [signal(text.split(/[ >]/)[1]!, 5), noise(text.split(/[ >]/)[1]!, 2)]);
    expect(told(praising('e1 D>E'), praising('e2 D>E'), praising('e3 P>E')).receiver('E')).toBe(false);
    expect(told(said('e1 D>E'), praising('e2 D>E'), praising('e3 P>E')).receiver('E')).toBe(true);
  });

  it('is the whole when what no receiver tells is of k people together', () => {
    const apart = [said('e1 D>E'), said('e2 D>E'), said('p1 D>P'), said('p2 D>P')];
    expect(told(...apart)).toMatchObject({ whole: true });
    expect([told(...apart).receiver('E'), told(...apart).receiver('P')]).toEqual([false, false]);
    expect(told(...apart.slice(0, 2))).toMatchObject({ whole: false });
  });

  it('counts nobody who says nothing', () =>
    expect(told(...three.slice(0, 2), said('e3 P>E', [])).cell('P', 'E')).toBe(false));

  it('sums what is told, once or as often as it comes', () => {
    const items = [signal('P', 4, { perWeek: 3 }), noise('P', 1, { perWeek: 2, minutesPerWeek: 25 })];
    expect(sumsOf([said('e1 P>E', items)], 'count')).toEqual([4, 1, 1, 4, 25, 35]);
    expect(sumsOf([said('e1 P>E', items)], 'per_week')).toEqual([12, 3, 2, 8, 25, 35]);
  });
});
