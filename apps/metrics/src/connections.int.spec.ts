import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import type { TestPerson } from '@tandem/platform/testing';
import { metricsService, people } from './metrics.fixture';

let service: Awaited<ReturnType<typeof metricsService>>;

beforeAll(async () => {
  service = await metricsService();
});
afterAll(() => service?.close());

const register = (commandId = uuidv7(), more = '') =>
  `mutation { registerConnection(commandId: "${commandId}", teamId: "${uuidv7()}", repository: "octo-org/shop" ${more}) {
    id webhookPath historyPath secret status deployedBy } }`;

async function refusal(person: TestPerson, query: string) {
  const { errors } = await service.ask(person, query);
  return errors?.[0]?.extensions.code;
}

describe('Connections', () => {
  it('are registered with a secret that is shown once', async () => {
    const commandId = uuidv7();
    const query = register(commandId, 'deployedBy: tag');
    const first = await service.ask(people.tom, query);
    const again = await service.ask(people.tom, query);

    expect(first.data).toEqual({
      registerConnection: {
        id: commandId,
        webhookPath: `/hooks/github/${commandId}`,
        historyPath: `/v1/metrics/${commandId}/history`,
        secret: expect.stringMatching(/^[\w-]{43}$/),
        status: 'active',
        deployedBy: 'tag',
      },
    });
    expect(again.data).toMatchObject({ registerConnection: { id: commandId, secret: null } });
  });

  it('keep no secret in events, boards or tables that can be read', async () => {
    const secret = 'a secret that must not be seen';
    const { id } = await service.register(undefined, 'deployment', secret);
    const [row] = await service.log.db.read<{ text: string }>(
      people.tom,
      `select concat(
         (select string_agg(to_json(e)::text, '') from events e where e.stream_id = $1),
         (select string_agg(to_json(b)::text, '') from connection_board_v1 b where b.key = $1::text),
         (select string_agg(encode(sealed, 'escape'), '') from connection_secrets where connection_id = $1)) as text`,
      [id],
    );

    expect(row?.text).toContain('ConnectionRegistered');
    expect(row?.text).not.toContain(secret);
  });

  it('are for leads to make, and for everyone to see in their own organisation', async () => {
    const { id, teamId } = await service.register();
    const list = `{ connections(teamId: "${teamId}") { totalCount edges { node { id secret } } } }`;

    expect(await refusal(people.mia, register())).toBe('FORBIDDEN');
    expect((await service.ask(people.mia, list)).data).toEqual({
      connections: { totalCount: 1, edges: [{ node: { id, secret: null } }] },
    });
    expect((await service.ask(people.eve, list)).data).toEqual({ connections: { totalCount: 0, edges: [] } });
  });

  it.each([
    ['a repository without an owner', register(uuidv7()).replace('octo-org/shop', 'shop'), 'bad-repository'],
    ['a short secret', register(uuidv7(), 'secret: "short"'), 'BAD_USER_INPUT'],
    ['a team that is no UUID', register().replace(/teamId: "[^"]*"/, 'teamId: "7"'), 'BAD_USER_INPUT'],
    ['a tool that is not there', register(uuidv7(), 'deployedBy: fax'), 'BAD_REQUEST'],
  ])('refuse %s', async (_, query, code) => expect(await refusal(people.tom, query)).toBe(code));

  it.each(['half a pair \ud83d of surrogates', 'a zero \0 byte in a text'])('refuse the secret %j', async (secret) => {
    const query = register()
      .replace('mutation', 'mutation ($secret: String)')
      .replace('repository:', 'secret: $secret, repository:');
    const { errors } = await service.ask(people.tom, query, { secret });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('`secret`'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('of another organisation cannot be changed', async () => {
    const { id } = await service.register();
    const rotate = `mutation { rotateConnectionSecret(commandId: "${uuidv7()}", id: "${id}") { id } }`;
    expect(await refusal(people.eve, rotate)).toBe('not-active');
  });

  it('are announced to the company', async () => {
    const { id } = await service.register();
    await service.log.caughtUp('relay');
    const heard = await new Promise<string>((resolve) => {
      void service.bus.consume({
        group: 'a-listener',
        topics: ['tandem.metrics.connection'],
        startAt: async () => 0n,
        handler: async ({ records }) => {
          const mine = records.find(({ key }) => key.endsWith(id));
          if (mine) resolve(mine.value);
        },
      });
    });

    expect(JSON.parse(heard)).toMatchObject({ connectionId: id, tool: 'github', repository: 'octo-org/shop' });
  });
});
