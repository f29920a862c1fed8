import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exercises } from '../app.module';
import { type Company, openCompany, voting } from './sealing.fixture';
import type { Sealed } from './session.events';

let company: Company;

beforeAll(async () => {
  company = await openCompany(exercises);
}, 120_000);
afterAll(() => company?.service.close());

describe('What people write on their own', () => {
  it('is read by its author only, may change until the phase ends, and is sealed as it is then', async () => {
    const { id, members } = await opened();
    const [ann, bob] = members;
    await company.submit(id, ann!, 'first');
    expect(await company.drafts.mine(company.as(bob!.id), id)).toEqual({
      form: 'ballot',
      sheet: null,
      submitted: false,
    });
    await expect(company.drafts.mine(company.facilitator, id)).rejects.toMatchObject({ code: 'not-a-participant' });
    await company.drafts.save(company.as(ann!.id), id, { dots: [{ dots: 2, clusterId: 'second' }] });
    expect(await company.drafts.mine(company.as(ann!.id), id)).toMatchObject({
      sheet: { dots: [{ clusterId: 'second', dots: 2 }] },
      submitted: true,
    });

    for (const member of members.slice(1)) await company.submit(id, member, member.id);
    await company.drafts.submit(company.as(members[1]!.id), id, false);
    await company.drafts.save(company.as(members[1]!.id), id, { dots: [{ clusterId: 'only saved', dots: 1 }] });
    await company.ask(id, { type: 'AdvancePhase', data: {} });

    const texts = (await sealedOf(id))[0]!.items.map(({ data }) => (data as Ballot).dots[0]!.clusterId);
    expect(texts.toSorted()).toEqual(['second', ...members.slice(2).map((member) => member.id)].toSorted());
    await expect(company.drafts.save(company.as(ann!.id), id, {})).rejects.toMatchObject({ code: 'phase-closed' });
    expect(await left(id)).toEqual({ drafts: 0, draft_keys: 0, draft_register: 0 });
  });

  it('is one event with random ids in their order, no time of an item, nobody’s name, and the teams that k wrote for', async () => {
    const { id, members, teamIds } = await opened([6, 6, 7]);
    for (const member of members.filter(({ teamId }) => teamId !== teamIds[0]))
      await company.submit(id, member, 'text');
    await company.submit(id, members[0]!, 'text');
    await company.ask(id, { type: 'AdvancePhase', data: {} });

    const events = (await company.everything())['exercises.events']!.filter((event) => event['stream_id'] === id);
    const stored = events.filter(({ type }) => type === 'ContributionsSealed');
    const { items, ...rest } = stored[0]!['data'] as Sealed;
    expect(stored).toHaveLength(1);
    expect(rest).toEqual({ phase: 'vote', form: 'ballot', mode: 'detached', k: 5 });
    expect(stored[0]!['meta']).toMatchObject({ by: '00000000-0000-0000-0000-000000000000' });
    expect(items).toHaveLength(14);
    expect(items.map(({ contributionId }) => contributionId)).toEqual(
      items.map(({ contributionId }) => contributionId).toSorted(),
    );
    expect(items.every(({ contributionId }) => /^.{14}4/.test(contributionId))).toBe(true);
    expect([...new Set(items.flatMap((item) => Object.keys(item)))].toSorted()).toEqual([
      'contributionId',
      'data',
      'teamId',
    ]);
    const count = (teamId?: string) => items.filter((item) => item.teamId === teamId).length;
    expect([count(teamIds[0]), count(teamIds[1]), count(teamIds[2]), count()]).toEqual([0, 0, 7, 7]);
  });

  it('is counted for each team, from k on', async () => {
    const { id, members, teamIds } = await opened([5, 6]);
    const progress = async () => (await company.drafts.progress(company.facilitator, id)).map((one) => one.submitted);
    for (const member of members.slice(0, 4)) await company.submit(id, member, 'text');
    expect(await progress()).toEqual([null, null]);
    await company.submit(id, members[4]!, 'text');
    expect(await progress()).toEqual([5, null]);
    expect((await company.drafts.progress(company.as(members[9]!.id), id)).map(({ teamId }) => teamId)).toEqual(
      teamIds,
    );
    await expect(company.drafts.progress(company.as(randomUUID()), id)).rejects.toMatchObject({
      code: 'not-a-participant',
    });
  });

  it('is refused where it is not as the form wants it, by the name of the field', async () => {
    const { id, members } = await opened();
    const save = (sheet: unknown) => company.drafts.save(company.as(members[0]!.id), id, sheet);
    await expect(save({ dots: [{ clusterId: 'a', dots: 3 }] })).rejects.toMatchObject({
      code: 'form-violated',
      message: expect.stringMatching(/^sheet\.dots\.0\.dots: /),
    });
    await expect(save({ dots: [{ clusterId: 'a'.repeat(70_000), dots: 1 }] })).rejects.toMatchObject({
      code: 'sheet-too-long',
    });
    await expect(company.drafts.submit(company.as(members[0]!.id), id, true)).rejects.toMatchObject({
      code: 'draft-missing',
    });
    expect(await company.drafts.mine(company.as(members[0]!.id), id)).toMatchObject({ sheet: null });
  });

  it('keeps a phase open while fewer than k have submitted, unless it is to be destroyed', async () => {
    const { id, members } = await opened();
    for (const member of members.slice(0, 4)) await company.submit(id, member, 'text');
    await expect(company.ask(id, { type: 'AdvancePhase', data: {} })).rejects.toMatchObject({
      code: 'too-few-contributions',
    });
    expect(await left(id)).toMatchObject({ drafts: 4, draft_keys: 1 });
    await company.ask(id, { type: 'AdvancePhase', data: { discardFew: true } });
    expect((await sealedOf(id))[0]!.items).toEqual([]);
    expect(await left(id)).toEqual({ drafts: 0, draft_keys: 0, draft_register: 0 });
  });

  it('goes with a session that is called off', async () => {
    const { id, members } = await opened();
    await company.submit(id, members[0]!, 'text');
    await company.ask(id, { type: 'CancelSession', data: { reason: 'The wrong week' } });
    expect(await left(id)).toEqual({ drafts: 0, draft_keys: 0, draft_register: 0 });
    expect(await sealedOf(id)).toEqual([]);
  });

  it('is a team’s where teams are the authors: its representative writes, its members read', async () => {
    const { id, members, teamIds } = await company.gathered([voting('merge', 'team_consensus')], [2, 2]);
    const [ann, abe, bob] = members;
    await company.ask(id, { type: 'AssignRole', data: { personId: ann!.id, role: 'team_rep' } });
    await company.ask(id, { type: 'OpenSession', data: {} });
    await company.submit(id, ann!, 'ours');
    await expect(company.submit(id, abe!, 'mine')).rejects.toMatchObject({ code: 'not-team-rep' });
    expect(await company.drafts.mine(company.as(abe!.id), id)).toMatchObject({ submitted: true });
    expect(await company.drafts.mine(company.as(bob!.id), id)).toMatchObject({ sheet: null });
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    expect((await sealedOf(id))[0]!.items).toEqual([
      { contributionId: expect.any(String), teamId: teamIds[0], data: { dots: [{ clusterId: 'ours', dots: 1 }] } },
    ]);
  });

  it('bears its author’s name where contributions are attributed, also when the phase is gone through again', async () => {
    const second = { ...voting('second'), collects: undefined };
    const { id, members } = await company.gathered([voting('first', 'attributed'), second], [2]);
    await company.ask(id, { type: 'OpenSession', data: {} });
    await company.submit(id, members[0]!, 'mine');
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    await company.ask(id, { type: 'RevertPhase', data: {} });
    await company.submit(id, members[1]!, 'mine too');
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    const authors = (await sealedOf(id)).map(({ items }) => items.map(({ authorId }) => authorId).toSorted());
    expect(authors).toEqual([[members[0]!.id], members.map((member) => member.id).toSorted()]);
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    expect(await left(id)).toEqual({ drafts: 0, draft_keys: 0, draft_register: 0 });
  });
});

describe('A seal', () => {
  it('is whole or not at all: a connection that is lost between its steps loses nothing and doubles nothing', async () => {
    const { id, members } = await opened();
    for (const member of members) await company.submit(id, member, member.id);
    const commandId = randomUUID();
    const advance = () => company.ask(id, { type: 'AdvancePhase', data: {} }, company.facilitator.id, commandId);

    for (const table of ['draft_keys', 'events', 'drafts', 'draft_register']) {
      await killedAt(table, id, advance);
      expect(await sealedOf(id)).toEqual([]);
      expect(await left(id)).toEqual({ drafts: members.length, draft_keys: 1, draft_register: members.length });
    }
    await advance();
    await advance();
    expect((await sealedOf(id)).map(({ items }) => items.length)).toEqual([members.length]);
    expect(await left(id)).toEqual({ drafts: 0, draft_keys: 0, draft_register: 0 });
  });

  it('that is asked for again does not touch what is written in the next phase', async () => {
    const { id, members } = await opened([6], [voting('vote'), voting('again')]);
    for (const member of members) await company.submit(id, member, 'one');
    const commandId = randomUUID();
    const advance = () => company.ask(id, { type: 'AdvancePhase', data: {} }, company.facilitator.id, commandId);
    await advance();
    for (const member of members) await company.submit(id, member, 'two');
    await advance();
    expect(await left(id)).toMatchObject({ drafts: members.length, draft_keys: 1 });
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    expect((await sealedOf(id)).map(({ phase, items }) => [phase, items.length])).toEqual([
      ['vote', 6],
      ['again', 6],
    ]);
  });

  it('is one, whoever asks for it at the same moment, and nothing that was confirmed is left out', async () => {
    const { id, members } = await opened([12]);
    for (const member of members.slice(0, 6)) await company.submit(id, member, member.id);
    const confirmed: string[] = [];
    const late = members.slice(6).map((member) =>
      company.submit(id, member, member.id).then(
        () => confirmed.push(member.id),
        (error: { code?: string }) => expect(error.code).toBe('phase-closed'),
      ),
    );
    const ends = [1, 2, 3].map(() => company.ask(id, { type: 'AdvancePhase', data: {} }).catch((error) => error.code));
    await Promise.all([...late, ...ends]);
    const sealed = await sealedOf(id);
    const texts = sealed[0]!.items.map(({ data }) => (data as Ballot).dots[0]!.clusterId);
    expect(sealed).toHaveLength(1);
    expect(texts.toSorted()).toEqual([...members.slice(0, 6).map((member) => member.id), ...confirmed].toSorted());
  });
});

interface Ballot {
  readonly dots: readonly { readonly clusterId: string; readonly dots: number }[];
}

async function opened(sizes = [6], phases = [voting('vote')]) {
  const gathered = await company.gathered(phases, sizes);
  await company.ask(gathered.id, { type: 'OpenSession', data: {} });
  return gathered;
}

async function sealedOf(id: string): Promise<Sealed[]> {
  const rows = await company.db.read<{ data: Sealed }>(
    company.facilitator,
    `select data from events where stream_id = $1 and type = 'ContributionsSealed' order by version`,
    [id],
  );
  return rows.map(({ data }) => data);
}

async function left(id: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['drafts', 'draft_keys', 'draft_register']) {
    const sql = `select count(*)::int as n from ${table} where session_id = $1`;
    counts[table] = (await company.db.read<{ n: number }>(company.facilitator, sql, [id]))[0]!.n;
  }
  return counts;
}

/** Does it while somebody holds up one of its steps, and ends its connection there. */
async function killedAt(table: string, id: string, work: () => Promise<unknown>): Promise<void> {
  const owner = company.db.owner();
  const client = await owner.connect();
  try {
    await client.query(
      `set role none; begin; lock table exercises.${table} in ${table === 'events' ? 'share' : 'access exclusive'} mode`,
    );
    const done = work().then(
      () => 'done',
      () => 'killed',
    );
    const blocked = `select pid from pg_stat_activity where application_name = 'tandem-exercises-app'
      and pg_blocking_pids(pid) @> array[pg_backend_pid()]`;
    let pids: { pid: number }[] = [];
    while (pids.length === 0) pids = (await client.query<{ pid: number }>(blocked)).rows;
    for (const { pid } of pids) await client.query('select pg_terminate_backend($1)', [pid]);
    expect(await done).toBe('killed');
    await client.query('rollback');
  } finally {
    client.release();
    await owner.end();
  }
}
