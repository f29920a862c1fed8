import { beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import { type Random, seededRandom } from '@tandem/statistics';
import {
  advantageAtLeast,
  advantageAtMost,
  attacks,
  noScores,
  type Row,
  type Score,
  scoreAll,
  shuffledBy,
  sumOf,
  type Writer,
} from './attack.fixture';
import { type Author, sealedItems } from './contribution.decider';
import type { Contribution } from './session.events';
import { unionsFound } from './subtraction.fixture';
import { type Cell, mayShowAgain, shownCells } from './suppression.measures';

const k = 5;
const collects = { form: 'ballot', mode: 'detached' } as const;
type Written = readonly (Author & { readonly data: object })[];
type Seal = (written: Written) => readonly Contribution[];

const chance = seededRandom('ids');
const newId = () => uuid(chance);
const proper: Seal = (written) => sealedItems(written, collects, k, newId);

/** What would be stored of one contribution each, as other tools have it. */
type Rows = (items: readonly Contribution[], session: Session) => readonly Row[];

interface Session {
  readonly writers: readonly Writer[];
  readonly written: Written;
  readonly drafts: readonly Row[];
  readonly register: readonly Row[];
}

/** People of three teams who write one after another, some of one team only a few; what they write tells who they are to us. */
function sessionOf(random: Random, pageBytes: number): Session {
  const people = Array.from({ length: 3 }, () => ({ teamId: uuid(random), n: 2 + (random() % 9) })).flatMap(
    ({ teamId, n }) => Array.from({ length: n }, () => ({ id: uuid(random), teamId })),
  );
  const writers = shuffledBy(random, people).map((one, submitted) => ({
    ...one,
    submitted,
    joined: people.indexOf(one),
    dotsFirst: random() % 2 === 0,
    bytes: 60 + (random() % 500),
  }));
  const first = random() % 10_000;
  const time = writers.map((_, i) => ({ xmin: String(first + i), ctid: `(0,${i + 1})` }));
  return {
    writers,
    written: writers.map(({ id, teamId, bytes }) => ({
      authorId: id,
      teamId,
      data: { dots: [{ clusterId: '-'.repeat(bytes), dots: 1 }] },
    })),
    drafts: writers.map(({ bytes }, i) => ({ ...time[i], bytes: Math.ceil((bytes + 60) / pageBytes) * pageBytes })),
    register: writers.map(({ id }, i) => ({ ...time[i], author_id: id })),
  };
}

const uuid = (random: Random) => {
  const hex = Array.from({ length: 4 }, () => random().toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

interface Weakness {
  readonly pageBytes?: number;
  readonly rows?: Rows;
  /** As the sheets come in. */
  readonly asSent?: (session: Session) => Written;
}

/** Lets attacks loose on so many sessions, all of them unless named. */
function attacked(seed: string, sessions: number, seal: Seal, names?: string[], weakness: Weakness = {}) {
  const { pageBytes = 4_096, rows = () => [], asSent = (session) => session.written } = weakness;
  const random = seededRandom(seed);
  const scores = noScores(names);
  for (let round = 0; round < sessions; round++) {
    const session = sessionOf(random, pageBytes);
    const written = asSent(session);
    const authors = new Map(written.map(({ data, authorId }) => [data, authorId]));
    const items = seal(written);
    scoreAll({ ...session, items, rows: rows(items, session) }, ({ data }) => authors.get(data)!, k, scores);
  }
  return scores;
}

/** The lower bound of the advantage of one attack. */
const advantage = (name: string, seal: Seal, weakness?: Weakness, sessions = 40) =>
  advantageAtLeast(attacked(name, sessions, seal, [name], weakness).get(name)!);

/** Contributions in the order in which people submitted, each with its team. */
const unsorted: Seal = (written) => written.map(({ authorId: _, ...one }) => ({ ...one, contributionId: newId() }));

describe('Whoever knows who wrote, in which order, and all that is stored', () => {
  let scores: ReadonlyMap<string, Score>;
  beforeAll(() => {
    scores = attacked('sealed', 700, proper);
  }, 60_000);

  it('guesses 100,000 times who wrote what, and is no better than chance by more than 1 %', () => {
    expect(sumOf(scores).guesses).toBeGreaterThanOrEqual(100_000);
    expect(advantageAtMost(sumOf(scores))).toBeLessThanOrEqual(0.01);
  });

  it.each(Object.keys(attacks))('learns nothing from %s', (name) =>
    expect(advantageAtLeast(scores.get(name)!)).toBeLessThanOrEqual(0),
  );
});

describe('Whoever subtracts what is shown of sealed contributions', () => {
  const random = seededRandom('exports');
  const choices = ['yes', 'no', 'maybe'];
  const exported = Array.from({ length: 150 }, () => {
    const answers = new Map(
      proper(sessionOf(random, 4_096).written).map((item) => [item.contributionId, { ...item, choice: random() % 3 }]),
    );
    const rows = [...new Set([...answers.values()].map(({ teamId = 'others' }) => teamId))];
    return rows.flatMap((row) =>
      choices.map((column, choice): Cell => {
        const of = [...answers.values()].filter((one) => (one.teamId ?? 'others') === row && one.choice === choice);
        return { row, column, contributionIds: of.map(({ contributionId }) => contributionId), sums: [of.length] };
      }),
    );
  });

  it('reads no cell, and no union of cells, of fewer than k people', () =>
    expect(exported.flatMap((cells) => unionsFound(cells, shownCells(cells, k), k))).toEqual([]));

  it('reads them where nothing is hidden', () =>
    expect(exported.filter((cells) => unionsFound(cells, () => true, k).length > 0).length).toBeGreaterThan(100));

  it('learns of nobody whose contribution is gone or has come, for then nothing is shown again', () => {
    const ids = exported.map((cells) => cells.flatMap(({ contributionIds }) => contributionIds));
    for (const before of ids.filter(({ length }) => length >= k))
      for (const changed of [1, k - 1, k]) {
        const after = [...before.slice(1), ...Array.from({ length: changed - 1 }, newId)];
        expect(mayShowAgain([before], after, k)).toBe(changed >= k);
      }
  });
});

describe('The attacks find authors', () => {
  it('by the order, if contributions stay in the order in which they came', () =>
    expect(advantage('the order of contributions', unsorted)).toBeGreaterThan(0.5));

  it('by the time in the ids, if these are made when somebody submits, however they are shuffled afterwards', () => {
    let clock = Date.UTC(2026, 0, 5);
    const shuffle = seededRandom('afterwards');
    const timed: Seal = (written) =>
      shuffledBy(
        shuffle,
        sealedItems(written, collects, k, () => uuidv7((clock += 1_000))),
      );
    expect(advantage('the time in ids', timed)).toBeGreaterThan(0.5);
  });

  it('by their team, if it is told also where only a few of it wrote', () => {
    const named: Seal = (written) => sealedItems(written, collects, 1, newId);
    const name = 'the order of contributions';
    expect(advantageAtLeast(attacked(name, 200, named, [name]).get(name)!)).toBeGreaterThan(0.01);
  });

  it('by the length of drafts, if these are not padded', () =>
    expect(advantage('how long drafts were', proper, { pageBytes: 1 })).toBeGreaterThan(0.5));

  it('by their client, if sheets are stored as they were sent', () => {
    const asSent = ({ writers, written }: Session) =>
      written.map((one, i) => {
        const [[clusterId, dots]] = [['a', 1]] as const;
        return { ...one, data: { dots: [writers[i]!.dotsFirst ? { dots, clusterId } : { clusterId, dots }] } };
      });
    expect(advantage('how a client orders fields', proper, { asSent }, 150)).toBeGreaterThan(0.05);
  });

  it.each(['a row of one contribution', 'where a row lies'])('by %s, if each has its own', (name) => {
    const rows: Rows = (items, { register }) => [...register, ...rowsOf(items, register)];
    expect(advantage(name, unsorted, { rows })).toBeGreaterThan(0.5);
  });
});

/** A row for each contribution, written when its author submitted. */
const rowsOf = (items: readonly Contribution[], register: readonly Row[]) =>
  items.map(({ contributionId }, i) => ({
    contribution_id: contributionId,
    xmin: register[i]!['xmin'],
    ctid: register[i]!['ctid'],
  }));
