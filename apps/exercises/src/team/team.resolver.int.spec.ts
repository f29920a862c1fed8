import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { TeamModule } from './team.module';

const tenantId = randomUUID();
const person = (role: TestPerson['roles'][number], tenant = tenantId): TestPerson => ({
  id: randomUUID(),
  tenantId: tenant,
  roles: [role],
});
const olga = person('org_admin');
const mia = person('member');

describe('Teams through GraphQL', () => {
  let service: Awaited<ReturnType<typeof testService>>;
  beforeAll(async () => {
    service = await testService({ name: 'exercises', module: TeamModule, migrations: [] });
  }, 120_000);
  afterAll(() => service?.close());

  /** The command's id becomes the team's. */
  const form = (by: TestPerson, commandId: string, name = 'Design') =>
    service.ask(
      by,
      `mutation ($name: String!, $commandId: ID!) {
         formTeam(name: $name, function: site_reliability, commandId: $commandId) { id name function memberIds }
       }`,
      { name, commandId },
    );
  const change = (mutation: string, teamId: string, personId: string) =>
    service.ask(
      olga,
      `mutation ($teamId: ID!, $personId: ID!, $commandId: ID!) {
         team: ${mutation}(teamId: $teamId, personId: $personId, commandId: $commandId) { memberIds }
       }`,
      { teamId, personId, commandId: randomUUID() },
    );
  const codeOf = (answer: { errors?: readonly { extensions: { code: string } }[] }) =>
    answer.errors?.[0]?.extensions.code;

  it('are formed, and seen at once', async () => {
    const id = randomUUID();
    const formed = { id, name: 'Reliability', function: 'site_reliability', memberIds: [] };

    expect((await form(olga, id, 'Reliability')).data).toEqual({ formTeam: formed });
    expect((await service.ask(mia, `{ team(id: "${id}") { id name function memberIds } }`)).data).toEqual({
      team: formed,
    });
  });

  it('are formed once by the same command', async () => {
    const id = randomUUID();
    await form(olga, id, 'Twice');
    expect((await form(olga, id, 'Twice')).data).toMatchObject({ formTeam: { name: 'Twice' } });
  });

  it('have a name', async () => expect(codeOf(await form(olga, randomUUID(), ' '))).toBe('name-missing'));

  it('take people in and let them go', async () => {
    const id = randomUUID();
    await form(olga, id);
    await change('joinTeam', id, mia.id);
    expect((await change('joinTeam', id, olga.id)).data).toEqual({ team: { memberIds: [mia.id, olga.id] } });
    expect((await change('leaveTeam', id, mia.id)).data).toEqual({ team: { memberIds: [olga.id] } });
    expect(codeOf(await change('joinTeam', id, 'mia'))).toBe('BAD_USER_INPUT');
  });

  it('are listed by name, page by page, for their own organisation only', async () => {
    const boss = person('org_admin', randomUUID());
    for (const name of ['Charlie', 'Alpha', 'Bravo']) await form(boss, randomUUID(), name);
    const query = `query ($after: String) { teams(first: 2, after: $after) {
      edges { node { name } } pageInfo { hasNextPage endCursor } totalCount } }`;
    type Page = { teams: { edges: { node: { name: string } }[]; pageInfo: { endCursor: string } } };

    const { data } = await service.ask<Page>(boss, query);
    expect(data.teams).toMatchObject({
      edges: [{ node: { name: 'Alpha' } }, { node: { name: 'Bravo' } }],
      pageInfo: { hasNextPage: true },
      totalCount: 3,
    });
    const rest = await service.ask<Page>(boss, query, { after: data.teams.pageInfo.endCursor });
    expect(rest.data.teams.edges).toEqual([{ node: { name: 'Charlie' } }]);
  });

  it('are hidden from another organisation', async () => {
    const id = randomUUID();
    await form(olga, id);
    expect((await service.ask(person('member', randomUUID()), `{ team(id: "${id}") { name } }`)).data).toEqual({
      team: null,
    });
  });

  it('are found by the other services’ references', async () => {
    const id = randomUUID();
    await form(olga, id, 'Referred');
    const query = 'query ($it: [_Any!]!) { _entities(representations: $it) { ... on Team { name } } }';
    const answer = await service.ask(mia, query, { it: [{ __typename: 'Team', id }] });
    expect(answer.data).toEqual({ _entities: [{ name: 'Referred' }] });
  });

  it('are not for everyone to form', async () => {
    expect(codeOf(await form(mia, randomUUID()))).toBe('FORBIDDEN');
    expect(codeOf(await form(person('guest'), randomUUID()))).toBe('FORBIDDEN');
    expect(codeOf(await service.ask(person('guest'), '{ teams { totalCount } }'))).toBe('FORBIDDEN');
  });

  it('say how they mean to work with each other, and send people', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await form(olga, a, 'Checkout');
    await form(olga, b, 'Search');
    await change('joinTeam', a, mia.id);
    const declare = (teamId: string, otherTeamId: string, mode: string) =>
      service.ask(
        olga,
        `mutation { declareInteraction(teamId: "${teamId}", otherTeamId: "${otherTeamId}", mode: ${mode}, commandId: "${randomUUID()}") { id } }`,
      );
    expect((await declare(a, b, 'x_as_a_service')).errors).toBeUndefined();
    expect((await declare(b, a, 'collaboration')).errors).toBeUndefined();
    expect(codeOf(await declare(a, randomUUID(), 'none'))).toBe('no-such-team');
    expect((await service.ask(mia, `{ teamInteractions { teamIds mode declaredBy } }`)).data).toEqual({
      teamInteractions: [{ teamIds: [a, b].sort(), mode: null, declaredBy: expect.arrayContaining([a, b]) }],
    });

    const sent = await service.ask(
      olga,
      `mutation { appointLiaison(teamId: "${a}", personId: "${mia.id}", hostTeamId: "${b}", kind: embedded, capacityPercent: 20,
         from: "2026-01-05T09:00:00Z", until: "2026-03-05T09:00:00Z", charter: "Brings what users say.", commandId: "${randomUUID()}")
         { liaisons { personId hostTeamId kind capacityPercent } memberships { personId until } } }`,
    );
    expect(sent.data).toEqual({
      appointLiaison: {
        liaisons: [{ personId: mia.id, hostTeamId: b, kind: 'embedded', capacityPercent: 20 }],
        memberships: [{ personId: mia.id, until: null }],
      },
    });
  });
});
