import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { exercises } from '../app.module';

const tenantId = randomUUID();
const somebody = (role: TestPerson['roles'][number], tenant = tenantId): TestPerson => ({
  id: randomUUID(),
  tenantId: tenant,
  roles: [role],
});
const olga = somebody('org_admin');
const mia = somebody('member');
const stranger = somebody('org_admin', randomUUID());

describe('The directory through GraphQL', () => {
  let service: Awaited<ReturnType<typeof testService>>;
  beforeAll(async () => {
    service = await testService(exercises);
  }, 120_000);
  afterAll(() => service?.close());

  const register = (personId: string, change: object = {}, by = olga) =>
    service.ask(
      by,
      `mutation ($personId: ID!, $name: String!, $email: String!, $timeZone: String!, $commandId: ID!) {
         registerPerson(personId: $personId, name: $name, email: $email, function: design, timeZone: $timeZone, commandId: $commandId)
         { id name email function timeZone } }`,
      {
        ...{ personId, name: 'Mia Design', email: `${personId}@example.com`, timeZone: 'Europe/Berlin' },
        ...{ commandId: randomUUID(), ...change },
      },
    );
  const codeOf = (answer: { errors?: readonly { extensions: { code: string } }[] }) =>
    answer.errors?.[0]?.extensions.code;

  it('says who I am, before and after it knows me', async () => {
    const me = '{ me { id roles person { name function timeZone } } }';
    expect((await service.ask(mia, me)).data).toEqual({ me: { id: mia.id, roles: ['member'], person: null } });
    await register(mia.id);

    expect((await service.ask(mia, me)).data).toEqual({
      me: {
        id: mia.id,
        roles: ['member'],
        person: { name: 'Mia Design', function: 'design', timeZone: 'Europe/Berlin' },
      },
    });
  });

  it('finds people by a part of their name, in my organisation only', async () => {
    await register(randomUUID(), { name: 'Zoe Reliability' });
    const find = '{ people(search: "RELI") { totalCount edges { node { name } } } }';

    expect((await service.ask(mia, find)).data).toEqual({
      people: { totalCount: 1, edges: [{ node: { name: 'Zoe Reliability' } }] },
    });
    expect((await service.ask(stranger, find)).data).toEqual({ people: { totalCount: 0, edges: [] } });
  });

  it('takes the last word, and an e-mail address once', async () => {
    const [ann, bob] = [randomUUID(), randomUUID()];
    await register(ann, { email: 'ann@example.com' });

    expect((await register(ann, { email: 'ann@example.com', name: 'Ann B.' })).data).toMatchObject({
      registerPerson: { name: 'Ann B.' },
    });
    expect(codeOf(await register(bob, { email: 'ANN@example.com' }))).toBe('email-taken');
  });

  it.each([
    ['name', { name: '  ' }, 'bad-name'],
    ['e-mail address', { email: 'nowhere' }, 'bad-email'],
    ['time zone', { timeZone: 'Berlin' }, 'bad-time-zone'],
  ])('refuses a wrong %s', async (_, change, code) => {
    expect(codeOf(await register(randomUUID(), change))).toBe(code);
  });

  it('is written by an org_admin only', async () =>
    expect(codeOf(await register(randomUUID(), {}, mia))).toBe('FORBIDDEN'));

  it('shows who is in a team, and forgets a person for good', async () => {
    const [teamId, person] = [randomUUID(), randomUUID()];
    const change = (mutation: string) =>
      service.ask(olga, `mutation { it: ${mutation.replace(')', `, commandId: "${randomUUID()}")`)} }`);
    await service.ask(olga, `mutation { formTeam(name: "Search", function: data, commandId: "${teamId}") { id } }`);
    await change(`joinTeam(teamId: "${teamId}", personId: "${person}") { id }`);
    await register(person, { name: 'Yan Search' });
    const team = `{ team(id: "${teamId}") { memberIds members { name } } person(id: "${person}") { name } }`;
    expect((await service.ask(mia, team)).data).toEqual({
      team: { memberIds: [person], members: [{ name: 'Yan Search' }] },
      person: { name: 'Yan Search' },
    });

    expect((await change(`forgetPerson(personId: "${person}")`)).data).toEqual({ it: person });
    expect((await change(`forgetPerson(personId: "${person}")`)).data).toEqual({ it: person });
    expect((await service.ask(mia, team)).data).toEqual({ team: { memberIds: [person], members: [] }, person: null });
    expect(codeOf(await register(person, { name: 'Yan Search' }))).toBe('person-forgotten');
  });
});
