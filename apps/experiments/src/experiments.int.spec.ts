import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import { type TestPerson, testService } from '@tandem/platform/testing';
import { experiments } from './app.module';

describe('Experiments over GraphQL', () => {
  it('start once product and engineering have said yes', async () => {
    const id = await propose();
    expect(await refusal(tom, start(id))).toBe('one-side-missing');
    await ask(pia, endorse(id, 'product'));
    await ask(tom, endorse(id, 'engineering'));
    const { data } = await ask(tom, start(id));

    expect(data['startExperiment']).toMatchObject({
      status: 'running',
      waitingFor: [],
      startedAt: '2016-06-01T00:00:00.000Z',
    });
  });

  it('are endorsed for a side by its lead alone', async () => {
    const id = await propose();

    expect(await refusal(pia, endorse(id, 'engineering'))).toBe('FORBIDDEN');
    expect(await refusal(guest, endorse(id, 'product'))).toBe('FORBIDDEN');
  });

  it('answer the same command the same way', async () => {
    const commandId = uuidv7();
    const first = await ask(pia, proposal, { commandId, teamIds: [team] });

    expect(await ask(pia, proposal, { commandId, teamIds: [team] })).toEqual(first);
  });

  it('refuse a decision on an older version', async () => {
    const id = await propose();

    expect(await refusal(pia, endorse(id, 'product', 'expectedVersion: 7'))).toBe('version-conflict');
  });

  it('are invisible to another organisation', async () => {
    const id = await propose();
    const { data } = await ask(eve, `{ experiment(id: "${id}") { id } }`);

    expect(data).toEqual({ experiment: null });
  });

  it('are listed by page, last changed first', async () => {
    const other = uuidv7();
    const ids = [await propose([other]), await propose([other]), await propose([other])];
    const list = (after = '') =>
      `{ _entities(representations: [{ __typename: "Team", id: "${other}" }]) { ... on Team { experiments(first: 2 ${after}) {
        totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    const first = pageIn(await ask(pia, list()));
    const second = pageIn(await ask(pia, list(`after: "${first.pageInfo.endCursor}"`)));

    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect([...first.edges, ...second.edges].map(({ node }) => node.id).sort()).toEqual(ids.sort());
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it('cannot be asked for without a token', async () => {
    const answer = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ experiments { totalCount } }' }),
    });

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it.each([
    ['a page of no rows', '{ experiments(first: 0) { totalCount } }', 'BAD_USER_INPUT'],
    ['a cursor of no list', '{ experiments(after: "x") { totalCount } }', 'bad-cursor'],
    ['an id that is no UUID', '{ experiment(id: "7") { id } }', 'BAD_USER_INPUT'],
    [
      'a day that no calendar has',
      start('00000000-0000-4000-8000-000000000000', '2026-02-30T00:00:00Z'),
      'BAD_REQUEST',
    ],
    ['a field that is not there', '{ experiments { colour } }', 'BAD_REQUEST'],
  ])('refuse %s', async (_, query, code) => {
    expect(await refusal(tom, query)).toBe(code);
  });
});

interface PageOfTeam {
  readonly edges: { node: { id: string } }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string };
}

const pageIn = ({ data }: { data: Record<string, unknown> }) =>
  (data['_entities'] as { experiments: PageOfTeam }[])[0]!.experiments;

const tenantId = 'a0000000-0000-4000-8000-00000000000a';
const team = 'a0000000-0000-4000-8000-0000000000aa';
const pia: TestPerson = { id: 'a0000000-0000-4000-8000-000000000001', tenantId, roles: ['product_lead'] };
const tom: TestPerson = { id: 'a0000000-0000-4000-8000-000000000002', tenantId, roles: ['tech_lead'] };
const guest: TestPerson = { id: 'a0000000-0000-4000-8000-000000000003', tenantId, roles: ['guest'] };
const eve: TestPerson = { ...pia, tenantId: 'e0000000-0000-4000-8000-00000000000e' };

const proposal = `mutation ($commandId: ID!, $teamIds: [ID!]!) {
  proposeExperiment(commandId: $commandId, hypothesis: "A later gate keeps more players", teamIds: $teamIds,
    variants: [{ key: "gate_30", weight: 1 }, { key: "gate_40", weight: 1 }],
    metrics: [{ key: "retention_7", kind: proportion }]) { id status waitingFor } }`;
const endorse = (id: string, side: string, more = '') =>
  `mutation { endorseExperiment(commandId: "${uuidv7()}", id: "${id}", side: ${side} ${more}) { waitingFor } }`;
function start(id: string, at = '2016-06-01T00:00:00Z') {
  return `mutation { startExperiment(commandId: "${uuidv7()}", id: "${id}", occurredAt: "${at}") { status waitingFor startedAt } }`;
}

let service: Awaited<ReturnType<typeof testService>>;

const ask = (person: TestPerson, query: string, variables: object = {}) => service.ask(person, query, variables);

async function propose(teamIds = [team]): Promise<string> {
  const { data } = await ask(pia, proposal, { commandId: uuidv7(), teamIds });
  return (data['proposeExperiment'] as { id: string }).id;
}

async function refusal(person: TestPerson, query: string) {
  const { errors } = await ask(person, query);
  return errors?.[0]?.extensions.code;
}

beforeAll(async () => {
  service = await testService(experiments);
});

afterAll(() => service.close());
