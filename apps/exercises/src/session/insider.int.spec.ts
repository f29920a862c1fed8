import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seededRandom } from '@tandem/statistics';
import { exercises } from '../app.module';
import {
  advantageAtLeast,
  type Loot,
  noScores,
  type Row,
  type Score,
  scoreAll,
  shuffledBy,
  sumOf,
  type Writer,
} from './attack.fixture';
import { type Company, type Member, openCompany, voting } from './sealing.fixture';
import type { Sealed } from './session.events';

const phases = ['one', 'two', 'three', 'four', 'five'];
const k = 5;

/** What was collected of one phase, with who wrote which text: that only we know. */
interface Round {
  readonly sessionId: string;
  readonly phase: string;
  readonly writers: readonly Writer[];
  readonly authors: ReadonlyMap<string, string>;
  readonly drafts: readonly Row[];
  readonly register: readonly Row[];
}

let company: Company;
const rounds: Round[] = [];
const random = seededRandom('insiders');

/** People submit one after another; some change their mind, some take it back, some never come. */
async function voted(sessionId: string, phase: string, members: readonly Member[]): Promise<Round> {
  const authors = new Map<string, string>();
  const order = shuffledBy(random, members).slice(0, members.length - (random() % 3));
  for (const member of order) {
    const text = `${randomUUID()}${'.'.repeat(random() % 300)}`;
    await company.submit(sessionId, member, text);
    if (random() % 5 === 0)
      await company.drafts.save(company.as(member.id), sessionId, { dots: [{ dots: 2, clusterId: text }] });
    authors.set(text, member.id);
  }
  const [quitter] = order;
  await company.drafts.submit(company.as(quitter!.id), sessionId, false);
  const rowsOf = (sql: string) => company.db.read<Row>(company.facilitator, sql, [sessionId, phase]);
  const writers = order.slice(1).map((member, submitted) => ({
    ...member,
    submitted,
    joined: members.indexOf(member),
    dotsFirst: false,
    bytes: 0,
  }));
  return {
    sessionId,
    phase,
    writers,
    authors,
    drafts: await rowsOf(
      'select xmin::text, ctid::text, length(sealed) as bytes from drafts where session_id = $1 and phase = $2',
    ),
    register: await rowsOf(
      'select xmin::text, ctid::text, author_id from draft_register where session_id = $1 and phase = $2 and submitted',
    ),
  };
}

describe('Somebody with every table and every message of the company', () => {
  let tables: Record<string, Record<string, unknown>[]>;
  let scores: ReadonlyMap<string, Score>;
  const sealed = new Map<string, Sealed>();

  beforeAll(async () => {
    company = await openCompany(exercises);
    const play = async () => {
      const sizes = [5 + (random() % 4), 5 + (random() % 4)];
      const { id, members } = await company.gathered(
        phases.map((phase) => voting(phase)),
        sizes,
      );
      await company.ask(id, { type: 'OpenSession', data: {} });
      for (const phase of phases) {
        rounds.push(await voted(id, phase, members));
        await company.ask(id, { type: 'AdvancePhase', data: {} });
      }
    };
    for (let turn = 0; turn < 3; turn++) await Promise.all([play(), play(), play()]);
    tables = await company.everything();
    for (const { stream_id: id, type, data } of tables['exercises.events'] as {
      stream_id: string;
      type: string;
      data: Sealed;
    }[])
      if (type === 'ContributionsSealed') sealed.set(`${id} ${data.phase}`, data);

    scores = noScores();
    for (const round of rounds) {
      const { items } = sealed.get(`${round.sessionId} ${round.phase}`)!;
      const rows = Object.values(tables)
        .flat()
        .filter((row) => !('session_id' in row) || row['session_id'] === round.sessionId)
        .filter((row) => !('stream_id' in row) || row['stream_id'] === round.sessionId);
      const loot: Loot = { ...round, items, rows };
      scoreAll(loot, ({ data }) => round.authors.get((data as Ballot).dots[0]!.clusterId)!, k, scores);
    }
  }, 110_000);
  afterAll(() => company?.service.close());

  it('has all contributions before them, and none that was taken back', () => {
    const items = [...sealed.values()].flatMap((one) => one.items);
    expect(items).toHaveLength(rounds.reduce((sum, { writers }) => sum + writers.length, 0));
    expect(sealed.size).toBe(rounds.length);
  });

  it('is no better than chance at saying who wrote them, in whatever way', () => {
    expect(sumOf(scores).guesses).toBeGreaterThan(4_000);
    for (const score of [sumOf(scores), ...scores.values()])
      expect(advantageAtLeast(score, 0.999_999)).toBeLessThanOrEqual(0);
  });

  it('finds no draft, no key, no register, and no row that tells of one contribution alone', () => {
    expect([tables['exercises.drafts'], tables['exercises.draft_keys'], tables['exercises.draft_register']]).toEqual([
      [],
      [],
      [],
    ]);
    const ids = new Set([...sealed.values()].flatMap(({ items }) => items.map(({ contributionId }) => contributionId)));
    const told = Object.entries(tables).flatMap(([table, rows]) =>
      rows.map((row) => [table, [...ids].filter((id) => JSON.stringify(row).includes(id)).length] as const),
    );
    expect(told.filter(([, n]) => n > 0 && n < k)).toEqual([]);
    expect(new Set(told.filter(([, n]) => n > 0).map(([table]) => table))).toContain('exercises.events');
  });

  it('finds nobody’s name on what was sealed, neither in the log nor beside it', () => {
    const people = new Set(rounds.flatMap(({ writers }) => writers.map(({ id }) => id)));
    const events = tables['exercises.events']!.filter(({ type }) => type === 'ContributionsSealed');
    for (const event of events) expect([...people].filter((id) => JSON.stringify(event).includes(id))).toEqual([]);
    const commands = JSON.stringify([tables['exercises.commands'], tables['exercises.redaction_requests']]);
    expect([...people].filter((id) => commands.includes(id))).toEqual([]);
  });

  it('hears nothing of what was written on the bus', () => {
    const bus = Object.entries(tables).filter(([name]) => !name.startsWith('exercises.'));
    expect(bus.length).toBeGreaterThan(0);
    const heard = JSON.stringify(bus);
    for (const { authors } of rounds) expect([...authors.keys()].filter((text) => heard.includes(text))).toEqual([]);
  });

  it('cannot come later to see what changes, nor have it sealed a second time', async () => {
    const [{ sessionId }] = rounds as [Round];
    const late = { type: 'JoinSession', data: { teamId: rounds[0]!.writers[0]!.teamId } } as const;
    await expect(company.ask(sessionId, late, randomUUID())).rejects.toMatchObject({
      code: expect.stringMatching(/roster-frozen|already-revealed/),
    });
    const { id, members, teamIds } = await company.gathered([voting('one'), voting('two')], [6]);
    await company.ask(id, { type: 'OpenSession', data: {} });
    for (const member of members) await company.submit(id, member, 'text');
    const join = { type: 'JoinSession', data: { teamId: teamIds[0]! } } as const;
    await expect(company.ask(id, join, randomUUID())).rejects.toMatchObject({ code: 'roster-frozen' });
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    await expect(company.ask(id, { type: 'RevertPhase', data: {} })).rejects.toMatchObject({ code: 'already-sealed' });
  });
});

interface Ballot {
  readonly dots: readonly { readonly clusterId: string }[];
}
