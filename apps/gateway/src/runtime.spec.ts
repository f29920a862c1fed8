import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Runtime, createRuntime } from './runtime';
import { compose, sdlOf } from './supergraph';
import { startCompany } from './testing/company';

describe('The composed graph', () => {
  let company: Awaited<ReturnType<typeof startCompany>>;
  let runtime: Runtime;
  const unanswered: string[] = [];

  beforeAll(async () => {
    company = await startCompany();
    const { subgraphs } = company;
    const parts = await Promise.all(subgraphs.map(async (subgraph) => ({ ...subgraph, sdl: await sdlOf(subgraph) })));
    runtime = createRuntime(compose(parts).supergraphSdl, undefined, (service) => unanswered.push(service));
    await runtime.getSchema();
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    await company.close();
  });

  it('answers one question from two services', async () =>
    expect(await ask('ann', '{ teams { name notices } }')).toEqual({
      data: {
        teams: [
          { name: 'Design', notices: ['ann: d'] },
          { name: 'Eng', notices: ['ann: e'] },
        ],
      },
    }));

  it('asks the second service once for all teams', async () => {
    company.notices.seen.length = 0;
    await ask('ann', '{ teams { notices } }');
    expect(company.notices.seen).toHaveLength(1);
  });

  it('carries out a mutation and reads the rest', async () =>
    expect(await ask('ann', 'mutation { rename(id: "d", name: "Craft") { name notices } }')).toEqual({
      data: { rename: { name: 'Craft', notices: ['ann: d'] } },
    }));

  it('passes on the code with which a service refuses', async () =>
    expect(await ask('ann', 'mutation { rename(id: "d", name: "") { name } }')).toMatchObject({
      errors: [{ message: 'A team has a name.', extensions: { code: 'name-missing' }, path: ['rename'] }],
    }));

  it('never answers one person with what another asked for at the same moment', async () => {
    const people = Array.from({ length: 20 }, (_, i) => `person-${i}`);
    const answers = await Promise.all(people.map((person) => ask(person, '{ me slow }')));
    expect(answers).toEqual(people.map((person) => ({ data: { me: person, slow: person } })));
  });

  it('tells which person asks to the service of an entity too', async () => {
    company.notices.seen.length = 0;
    await Promise.all(['ann', 'bob'].map((person) => ask(person, '{ teams { notices } }')));
    expect(company.notices.seen.map(({ authorization }) => authorization).sort()).toEqual(['ann', 'bob']);
  });

  it('follows a subscription, with fields of another service, as the person who asked', async () => {
    const live = await follow('bob', 'subscription { renamed { name notices } }');
    const next = live.next();
    await company.subscribed(1);
    await ask('ann', 'mutation { rename(id: "e", name: "Build") { name } }');
    expect((await next).value).toEqual({ data: { renamed: { name: 'Build', notices: ['bob: e'] } } });
    await live.return(null);
  });

  it('opens a connection of its own for each person who subscribes', async () => {
    company.teams.connections.length = 0;
    const lives = await Promise.all(['cid', 'dan'].map((person) => follow(person, 'subscription { whoami }')));
    const told = await Promise.all(lives.map((live) => live.next()));
    expect(told.map(({ value }) => value.data.whoami)).toEqual(['cid', 'dan']);
    expect([...company.teams.connections].sort()).toEqual(['cid', 'dan']);
    await Promise.all(lives.map((live) => live.return(null)));
  });

  it('says that a service is unavailable, and answers the rest', async () => {
    await company.notices.close();
    const answer = await ask('ann', '{ teams { name notices } }');
    expect(answer).toMatchObject({
      data: {
        teams: [
          { name: 'Craft', notices: null },
          { name: 'Build', notices: null },
        ],
      },
    });
    expect(answer.errors).toEqual(
      expect.arrayContaining([expect.objectContaining({ extensions: { code: 'UNAVAILABLE' } })]),
    );
    expect(new Set(unanswered.map((service) => service.toLowerCase()))).toEqual(new Set(['notices']));
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|stack/);
  });

  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const caller = (person: string) => ({ authorization: person, requestId: 'r-1' });
  const post = (query: string, accept: string) =>
    new Request('http://gateway/graphql', {
      method: 'POST',
      headers: { ...headers, accept },
      body: JSON.stringify({ query }),
    });

  const ask = async (person: string, query: string) =>
    (await runtime.fetch(post(query, 'application/json'), caller(person))).json();

  async function follow(person: string, query: string) {
    const response = await runtime.fetch(post(query, 'text/event-stream'), caller(person));
    return events(response.body as unknown as AsyncIterable<Uint8Array>);
  }
});

async function* events(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ data: { whoami?: string; renamed?: object } }> {
  let text = '';
  for await (const chunk of body) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.+)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data) yield JSON.parse(data);
    }
  }
}
