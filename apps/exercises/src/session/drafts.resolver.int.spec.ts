import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestPerson } from '@tandem/platform/testing';
import { exercises } from '../app.module';
import { ballotOf, type Company, type Member, openCompany, voting } from './sealing.fixture';
import type { Sealed } from './session.events';

let company: Company;
const person = (id: string, role: TestPerson['roles'][number] = 'member'): TestPerson => ({
  id,
  tenantId: company.facilitator.tenantId,
  roles: [role],
});

beforeAll(async () => {
  company = await openCompany(exercises);
}, 120_000);
afterAll(() => company?.service.close());

describe('The doors to drafts', () => {
  it('save, hand in, take back and read what is mine', async () => {
    const { id, members } = await opened();
    const [ann, bob] = members as [Member, Member];
    expect(await ask(ann.id, 'saveDraft', id, { sheet: JSON.stringify(ballotOf('a')) })).toMatchObject({
      submitted: false,
    });
    expect(await ask(ann.id, 'submitDrafts', id)).toEqual({
      form: 'ballot',
      sheet: JSON.stringify(ballotOf('a')),
      submitted: true,
    });
    expect(await ask(bob.id, 'myDraft', id)).toEqual({ form: 'ballot', sheet: null, submitted: false });
    expect(await ask(ann.id, 'withdrawDraft', id)).toEqual({ form: 'ballot', sheet: null, submitted: false });
    expect(await ask(ann.id, 'saveDraft', id, { sheet: 'a' })).toBe('form-violated');
    expect(await ask(ann.id, 'submitDrafts', id)).toBe('draft-missing');
    expect(await ask(company.facilitator.id, 'myDraft', id)).toBe('not-a-participant');
    expect(await ask(ann.id, 'myDraft', randomUUID())).toBe('phase-closed');
  });

  it('tell how far teams are, and how well a session hides', async () => {
    const { id, members, teamIds } = await opened();
    for (const { id: author } of members) {
      await ask(author, 'saveDraft', id, { sheet: JSON.stringify(ballotOf(author)) });
      await ask(author, 'submitDrafts', id);
    }
    const { data } = await company.service.ask(
      person(company.facilitator.id, 'facilitator'),
      `{ draftProgress(sessionId: "${id}") { teamId authors submitted }
         session(id: "${id}") { anonymity { kScores kComments } publicFrom } }`,
    );
    expect(data).toEqual({
      draftProgress: [{ teamId: teamIds[0], authors: 6, submitted: 6 }],
      session: { anonymity: { kScores: 5, kComments: 10 }, publicFrom: null },
    });
  });

  it('let any who took part ask for words to be taken out, and tell the facilitator which, not who', async () => {
    const { id, members } = await opened();
    for (const member of members) await company.submit(id, member, 'text');
    await company.ask(id, { type: 'AdvancePhase', data: {} });
    const contributionId = await firstOf(id);
    expect(await ask(members[0]!.id, 'askRedaction', id, { contributionId })).toBe(true);
    expect(await ask(members[1]!.id, 'askRedaction', id, { contributionId })).toBe(true);
    expect(await ask(members[0]!.id, 'askRedaction', id, { contributionId: randomUUID() })).toBe(
      'no-such-contribution',
    );
    expect(await ask(randomUUID(), 'askRedaction', id, { contributionId })).toBe('not-a-participant');
    const facilitator = company.facilitator.id;
    expect(await ask(facilitator, 'redactionRequests', id, {}, 'facilitator')).toEqual([contributionId]);
    expect(await ask(randomUUID(), 'redactionRequests', id, {}, 'facilitator')).toBe('not-facilitator');
    const redaction = { contributionId };
    expect(await ask(facilitator, 'redactContribution', id, redaction, 'facilitator')).toMatchObject({ id });
    expect(await ask(facilitator, 'redactionRequests', id, {}, 'facilitator')).toEqual([]);
  });

  it('go on without the few who wrote only if told so', async () => {
    const { id, members } = await opened();
    await company.submit(id, members[0]!, 'text');
    const advance = (discardFew: boolean) =>
      ask(company.facilitator.id, 'advancePhase', id, { discardFew }, 'facilitator');
    expect(await advance(false)).toBe('too-few-contributions');
    expect(await advance(true)).toMatchObject({ id });
  });
});

async function opened() {
  const gathered = await company.gathered([voting('vote')], [6]);
  await company.ask(gathered.id, { type: 'OpenSession', data: {} });
  return gathered;
}

async function firstOf(sessionId: string): Promise<string> {
  const sql = `select data from events where stream_id = $1 and type = 'ContributionsSealed'`;
  const [row] = await company.db.read<{ data: Sealed }>(company.facilitator, sql, [sessionId]);
  return row!.data.items[0]!.contributionId;
}

const answers: Readonly<Record<string, string>> = {
  askRedaction: '',
  redactionRequests: '',
  redactContribution: '{ id }',
  advancePhase: '{ id }',
};
const types: Readonly<Record<string, string>> = { sheet: 'String!', discardFew: 'Boolean' };

/** What a door answers somebody, or the code of its refusal. */
async function ask(by: string, door: string, sessionId: string, args: object = {}, role?: TestPerson['roles'][number]) {
  const kind = ['myDraft', 'redactionRequests'].includes(door) ? 'query' : 'mutation';
  const commandId = kind === 'mutation' ? { commandId: randomUUID() } : {};
  const given: Record<string, unknown> = { sessionId, ...commandId, ...args };
  const names = Object.keys(given);
  const { data, errors } = await company.service.ask(
    person(by, role),
    `${kind} (${names.map((name) => `$${name}: ${types[name] ?? 'ID!'}`).join(', ')}) {
      ${door}(${names.map((name) => `${name}: $${name}`).join(', ')}) ${answers[door] ?? '{ form sheet submitted }'} }`,
    given,
  );
  return errors ? errors[0]!.extensions.code : data[door];
}
