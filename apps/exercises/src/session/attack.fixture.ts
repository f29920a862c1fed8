import { type Random, wilson } from '@tandem/statistics';
import type { Contribution } from './session.events';
import { shownParts } from './suppression.measures';

/** Somebody who wrote, as colleagues know them: who saw them sit down, knows their order, and how their client writes. */
export interface Writer {
  readonly id: string;
  readonly teamId: string;
  /** 0 for the first who submitted, and for the first who joined. */
  readonly submitted: number;
  readonly joined: number;
  readonly dotsFirst: boolean;
  readonly bytes: number;
}

export type Row = Readonly<Record<string, unknown>>;

/** All that an insider has of one sealed phase: the contributions, who wrote, every row, and the drafts as they lay. */
export interface Loot {
  readonly items: readonly Contribution[];
  readonly writers: readonly Writer[];
  readonly rows?: readonly Row[];
  /** Rows of drafts and register while the phase was open, without the key of the service. */
  readonly drafts?: readonly Row[];
  readonly register?: readonly Row[];
}

/** Says who wrote each contribution of a group, as far as there are people for it. */
type Attack = (items: readonly Contribution[], writers: readonly Writer[], loot: Loot) => (string | undefined)[];

const byRank =
  (
    rankItem: (item: Contribution, loot: Loot) => number | string,
    rankWriter: (writer: Writer) => number | string,
  ): Attack =>
  (items, writers, loot) => {
    const people = writers.toSorted((a, b) => compare(rankWriter(a), rankWriter(b)));
    const ranked = items.toSorted((a, b) => compare(rankItem(a, loot), rankItem(b, loot)));
    return items.map((item) => people[ranked.indexOf(item)]?.id);
  };

const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
const indexOf = (item: Contribution, { items }: Loot) => items.indexOf(item);
const bits = (uuid: string) => BigInt(`0x${uuid.replaceAll('-', '')}`);
const inCommon = (a: string, b: string) => 128 - (bits(a) ^ bits(b)).toString(2).replaceAll('0', '').length;

/** Every way in which somebody might be found, by what it looks at. */
export const attacks: Readonly<Record<string, Attack>> = {
  'the order of contributions': byRank(indexOf, ({ submitted }) => submitted),
  'their order backwards': byRank(
    (item, loot) => -indexOf(item, loot),
    ({ submitted }) => submitted,
  ),
  'the order in which people joined': byRank(indexOf, ({ joined }) => joined),
  'the order of people’s ids': byRank(indexOf, ({ id }) => id),
  'the time in ids': byRank(
    ({ contributionId }) => Number(bits(contributionId) >> 80n),
    ({ submitted }) => submitted,
  ),
  'ids that are alike': (items, writers) =>
    items.map(
      ({ contributionId }) =>
        writers.reduce<Writer | undefined>(
          (best, one) => (best && inCommon(best.id, contributionId) >= inCommon(one.id, contributionId) ? best : one),
          undefined,
        )?.id,
    ),
  'how a client orders fields': byRank(
    ({ data }) => Number(JSON.stringify(data).indexOf('"dots":[{"dots"') < 0),
    ({ dotsFirst }) => Number(!dotsFirst),
  ),
  'how long drafts were': (items, writers, { drafts = [], register = [] }) => {
    const time = ({ xmin }: Row) => Number(xmin);
    const people = register.toSorted((a, b) => time(a) - time(b)).map((row) => String(row['author_id']));
    const inTime = drafts
      .toSorted((a, b) => time(a) - time(b))
      .map((row, i) => ({ id: people[i], bytes: Number(row['bytes']) }));
    const suspects = inTime
      .filter(({ id }) => writers.some((one) => one.id === id))
      .toSorted((a, b) => a.bytes - b.bytes);
    const ranked = items.toSorted((a, b) => JSON.stringify(a.data).length - JSON.stringify(b.data).length);
    return items.map((item) => suspects[ranked.indexOf(item)]?.id);
  },
  'a row of one contribution': (items, writers, loot) => byTrace(items, writers, loot, ({ xmin }) => Number(xmin)),
  'where a row lies': (items, writers, loot) =>
    byTrace(
      items,
      writers,
      loot,
      ({ ctid }) => Number(/\((\d+),/.exec(String(ctid))?.[1]) * 1_000 + Number(/,(\d+)/.exec(String(ctid))?.[1]),
    ),
};

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Takes every row that tells of a single contribution: with a single person, or about the same time or place as one. */
function byTrace(
  items: readonly Contribution[],
  writers: readonly Writer[],
  loot: Loot,
  measure: (row: Row) => number,
) {
  const marks = new Map(
    items.flatMap((item, i) => [...JSON.stringify(item).matchAll(uuid)].map(([mark]) => [mark, i])),
  );
  for (const { teamId } of writers) marks.delete(teamId);
  const people = new Set(writers.map(({ id }) => id));
  const traces = (loot.rows ?? []).map((row) => {
    const found = [...new Set([...JSON.stringify(row).matchAll(uuid)].map(([mark]) => mark))];
    return {
      at: measure(row),
      items: [...new Set(found.flatMap((mark) => marks.get(mark) ?? []))],
      people: found.filter((mark) => people.has(mark)),
    };
  });
  const alone = traces.filter((trace) => trace.people.length === 1);
  return items.map((_, i) => {
    const own = traces.filter((trace) => trace.items.length === 1 && trace.items[0] === i);
    const named = own.find((trace) => trace.people.length === 1);
    if (named) return named.people[0];
    const { at } = own[0] ?? { at: i };
    const near = alone.reduce<(typeof alone)[number] | undefined>(
      (best, trace) => (best && Math.abs(best.at - at) <= Math.abs(trace.at - at) ? best : trace),
      undefined,
    );
    return near?.people[0] ?? writers[i % writers.length]?.id;
  });
}

/** How often an attack was right, and how often chance would be: one of all who are to be told apart by nothing. */
export interface Score {
  guesses: number;
  hits: number;
  chance: number;
}

export const noScores = (names: readonly string[] = Object.keys(attacks)): ReadonlyMap<string, Score> =>
  new Map(names.map((name) => [name, { guesses: 0, hits: 0, chance: 0 }]));

export const sumOf = (scores: ReadonlyMap<string, Score>): Score =>
  [...scores.values()].reduce((sum, one) => ({
    guesses: sum.guesses + one.guesses,
    hits: sum.hits + one.hits,
    chance: sum.chance + one.chance,
  }));

/** Lets every attack guess: among the people of a team where contributions name it, among the others where they do not. */
export function scoreAll(
  loot: Loot,
  authorOf: (item: Contribution) => string,
  k: number,
  into: ReadonlyMap<string, Score>,
): void {
  const { items, writers } = loot;
  const named = new Set(items.flatMap(({ teamId }) => teamId ?? []));
  const groups = [...named, undefined].map((team) => ({
    items: items.filter(({ teamId }) => teamId === team),
    writers: writers.filter(({ teamId }) => (named.has(teamId) ? teamId : undefined) === team),
  }));
  const crowdOf = crowdsOf(writers, k);
  for (const [name, score] of into)
    for (const group of groups)
      attacks[name]!(group.items, group.writers, loot).forEach((guess, i) => {
        const author = authorOf(group.items[i]!);
        score.guesses += 1;
        score.hits += Number(guess === author);
        score.chance += 1 / crowdOf.get(author)!;
      });
}

/** Among how many each is promised to hide. */
function crowdsOf(writers: readonly Writer[], k: number): ReadonlyMap<string, number> {
  const teams = [...new Set(writers.map(({ teamId }) => teamId))];
  const ofTeam = (team: string) => writers.filter(({ teamId }) => teamId === team).map(({ id }) => id);
  const isNamed = shownParts(
    teams.map((part) => ({ part, contributionIds: ofTeam(part) })),
    k,
  );
  const others = teams.filter((team) => !isNamed(team)).flatMap(ofTeam).length;
  return new Map(writers.map(({ id, teamId }) => [id, isNamed(teamId) ? ofTeam(teamId).length : others]));
}

/** How much better than chance an attack is, at most: with 99 % confidence. */
export const advantageAtMost = ({ guesses, hits, chance }: Score): number =>
  wilson(hits, guesses, 0.98)!.high - chance / guesses;

/** How much better than chance an attack is, at least: with 99 % confidence unless told otherwise. */
export const advantageAtLeast = ({ guesses, hits, chance }: Score, confidence = 0.99): number =>
  wilson(hits, guesses, 2 * confidence - 1)!.low - chance / guesses;

export const shuffledBy = <T>(random: Random, list: readonly T[]): T[] => {
  const rest = [...list];
  return list.map(() => rest.splice(random() % rest.length, 1)[0]!);
};
