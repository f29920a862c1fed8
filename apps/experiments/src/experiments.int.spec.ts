import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import type { TestPerson } from '@tandem/platform/testing';
import { experimentsService, people, signable } from './experiments.fixture';

const { pia, tom, guest, eve } = people;

describe('Experiments over GraphQL', () => {
  it('start once product and engineering have said yes', async () => {
    const id = await propose();
    expect(await refusal(tom, start(id))).toBe('one-side-missing');
    await answer(pia, endorse(id, 'product'));
    await answer(tom, endorse(id, 'engineering'));
    const { data } = await answer(tom, start(id));

    expect(data['startExperiment']).toMatchObject({
      status: 'running',
      waitingFor: [],
      startedAt: '2016-06-01T00:00:00.000Z',
    });
  });

  it('are endorsed for a side by its lead alone', async () => {
    const id = await propose();

    expect(await refusal(pia, endorse(id, 'engineering'))).toBe('not-your-side');
    expect(await refusal(guest, endorse(id, 'product'))).toBe('FORBIDDEN');
  });

  it('answer the same command the same way', async () => {
    const commandId = uuidv7();
    const first = await answer(pia, proposal, { commandId, teamIds: [team] });

    expect(await answer(pia, proposal, { commandId, teamIds: [team] })).toEqual(first);
  });

  it('refuse a decision on an older version', async () => {
    const id = await propose();

    expect(await refusal(pia, endorse(id, 'product', 'expectedVersion: 7'))).toBe('version-conflict');
  });

  it('tell the version that a decision is made on', async () => {
    const id = await propose();
    await answer(pia, endorse(id, 'product', 'expectedVersion: 1'));

    expect((await answer(pia, `{ experiment(id: "${id}") { version } }`)).data).toEqual({ experiment: { version: 2 } });
  });

  it('end with a verdict, not before they started', async () => {
    const id = await service.run();
    expect(await refusal(pia, conclude(id, '2016-05-31T00:00:00Z'))).toBe('ends-before-start');
    const { data } = await answer(pia, conclude(id, '2016-07-01T00:00:00Z'));

    expect(data['concludeExperiment']).toEqual({
      status: 'iterate',
      reason: 'Half the effect',
      startedAt: '2016-06-01T00:00:00.000Z',
      concludedAt: '2016-07-01T00:00:00.000Z',
    });
    expect(await refusal(pia, conclude(id, '2016-07-01T00:00:00Z'))).toBe('not-running');
  });

  it('start and end now unless told otherwise', async () => {
    const id = await propose();
    await answer(pia, endorse(id, 'product'));
    await answer(tom, endorse(id, 'engineering'));
    const before = new Date().toISOString();
    await answer(tom, `mutation { startExperiment(commandId: "${uuidv7()}", id: "${id}", occurredAt: null) { id } }`);
    await answer(tom, conclude(id, null));
    const { data } = await answer(tom, `{ experiment(id: "${id}") { startedAt concludedAt } }`);

    const { startedAt, concludedAt } = data['experiment'] as { startedAt: string; concludedAt: string };
    expect([before, startedAt, concludedAt].toSorted()).toEqual([before, startedAt, concludedAt]);
  });

  it('say null, never 0, of what nobody has seen yet', async () => {
    const id = await service.run([{ key: 'retention_7', kind: 'proportion' }]);

    expect(await service.result(id)).toMatchObject({
      units: 0,
      sampleRatio: null,
      metrics: [
        {
          arms: [
            { n: 0, value: null },
            { n: 0, value: null },
          ],
          comparisons: [],
        },
      ],
    });
  });

  it('show each metric as a picture and as its table', async () => {
    const id = await service.run([{ key: 'retention_7', kind: 'proportion' }]);
    const query = `{ experiment(id: "${id}") { result { metrics { svg table { columns rows } } } } }`;
    const { data } = await answer(pia, query);
    const { metrics } = (data['experiment'] as { result: { metrics: { svg: string; table: { rows: string[][] } }[] } })
      .result;
    expect(metrics[0]?.svg).toMatch(/^<svg role="img"[\s\S]*There is no data to show yet/);
    expect(metrics[0]?.table.rows.map((row) => row.slice(1, 4))).toEqual([
      ['0', '0', null],
      ['0', '0', null],
    ]);
  });

  it('may be named in capitals', async () => {
    const commandId = uuidv7().toUpperCase();
    await answer(pia, proposal, { commandId, teamIds: [team.toUpperCase()] });
    const { data } = await answer(pia, `{ experiment(id: "${commandId}") { id teamIds } }`);

    expect(data).toEqual({ experiment: { id: commandId.toLowerCase(), teamIds: [team] } });
  });

  it('are no business of a member to propose, start or end', async () => {
    const id = await propose();
    const mia = { ...pia, roles: ['member', 'org_admin'] } as const;
    const asked = [endorse(id, 'product'), start(id), conclude(id, null)];
    const variables = { commandId: uuidv7(), teamIds: [team] };

    expect(await Promise.all(asked.map((query) => refusal(mia, query)))).toEqual(asked.map(() => 'FORBIDDEN'));
    expect(await refusal(mia, proposal, variables)).toBe('FORBIDDEN');
  });

  it('cannot be touched by another organisation', async () => {
    const id = await propose();

    expect(await refusal(eve, endorse(id, 'product'))).toBe('not-open');
    expect((await answer(pia, `{ experiment(id: "${id}") { waitingFor } }`)).data).toEqual({
      experiment: { waitingFor: ['product', 'engineering'] },
    });
  });

  it('tell the company that they began and how they ended', async () => {
    const heard: { type?: string; body: object }[] = [];
    const consumer = await service.bus.consume({
      group: 'spec',
      topics: ['tandem.experiments.experiment'],
      startAt: async () => 0n,
      handler: async ({ records }) => {
        for (const { headers, value } of records) heard.push({ type: headers['ce_type'], body: JSON.parse(value) });
      },
    });
    const id = await service.run();
    await service.conclude(id, '2016-07-01T00:00:00Z');
    const ofThis = () => heard.filter(({ body }) => (body as { experimentId: string }).experimentId === id);
    await until(() => ofThis().length === 2);
    await consumer.stop();

    expect(ofThis()).toMatchObject([
      { type: 'tandem.experiments.experiment-started.v1', body: { startedAt: '2016-06-01T00:00:00.000Z' } },
      { type: 'tandem.experiments.experiment-concluded.v1', body: { verdict: 'stop' } },
    ]);
  });

  it('are invisible to another organisation', async () => {
    const id = await propose();
    const { data } = await answer(eve, `{ experiment(id: "${id}") { id } }`);

    expect(data).toEqual({ experiment: null });
  });

  it('are listed by page, last changed first', async () => {
    const other = uuidv7();
    const ids = [await propose([other]), await propose([other]), await propose([other])];
    await answer(pia, endorse(ids[0]!, 'product'));
    const list = (after = '') =>
      `{ _entities(representations: [{ __typename: "Team", id: "${other}" }]) { ... on Team { experiments(first: 2 ${after}) {
        totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    const first = pageIn(await answer(pia, list()));
    const second = pageIn(await answer(pia, list(`after: "${first.pageInfo.endCursor}"`)));

    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect([...first.edges, ...second.edges].map(({ node }) => node.id)).toEqual([ids[0], ids[2], ids[1]]);
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

const team = 'a0000000-0000-4000-8000-0000000000aa';

const proposal = `mutation ($commandId: ID!, $teamIds: [ID!]!) {
  proposeExperiment(commandId: $commandId, hypothesis: "A later gate keeps more players", teamIds: $teamIds,
    variants: [{ key: "gate_30", weight: 1 }, { key: "gate_40", weight: 1 }],
    metrics: [{ key: "retention_7", kind: proportion }], ${signable}) { id status waitingFor } }`;
const endorse = (id: string, side: string, more = '') =>
  `mutation { endorseExperiment(commandId: "${uuidv7()}", id: "${id}", side: ${side} ${more}) { waitingFor } }`;
function start(id: string, at = '2016-06-01T00:00:00Z') {
  return `mutation { startExperiment(commandId: "${uuidv7()}", id: "${id}", occurredAt: "${at}") { status waitingFor startedAt } }`;
}

const conclude = (id: string, at: string | null) =>
  `mutation { concludeExperiment(commandId: "${uuidv7()}", id: "${id}", verdict: iterate, reason: "Half the effect",
    occurredAt: ${JSON.stringify(at)}) { status reason startedAt concludedAt } }`;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

let service: Awaited<ReturnType<typeof experimentsService>>;

const answer = (person: TestPerson, query: string, variables: object = {}) => service.answer(person, query, variables);

async function propose(teamIds = [team]): Promise<string> {
  const { data } = await answer(pia, proposal, { commandId: uuidv7(), teamIds });
  return (data['proposeExperiment'] as { id: string }).id;
}

async function refusal(person: TestPerson, query: string, variables?: object) {
  const { errors } = await answer(person, query, variables);
  return errors?.[0]?.extensions.code;
}

beforeAll(async () => {
  service = await experimentsService();
});

afterAll(() => service.close());
