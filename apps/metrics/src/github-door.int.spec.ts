import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import webhooks from '@octokit/webhooks-examples';
import { uuidv7 } from '@tandem/event-store';
import { metricsService, people, signature } from './metrics.fixture';

let service: Awaited<ReturnType<typeof metricsService>>;

beforeAll(async () => {
  service = await metricsService();
});
afterAll(() => service?.close());

const secret = 'a secret that GitHub was told';
const nothing = { hook_deliveries: 0, commits: 0, deployments: 0, pull_requests: 0, comments: 0, fact_versions: 0 };
const examples = webhooks.flatMap(({ name, examples }) =>
  examples.map((payload) => ({ event: name as string, body: JSON.stringify(payload) })),
);
const push = examples.find(({ event, body }) => event === 'push' && body.includes('refs/heads/master'))!.body;
const deployed = examples.find(({ event }) => event === 'deployment_status')!.body;

describe('The door for GitHub', () => {
  it('takes all 329 published payloads, and counts what each was', async () => {
    const { id: connection, teamId } = await service.register(undefined, 'deployment', secret);
    const answers = [];
    for (const { event, body } of examples) answers.push(await service.hook({ connection, secret, event, body }));

    expect(answers).toHaveLength(329);
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    expect(answers.filter(({ body }) => body['outcome'] === 'unreadable')).toEqual([]);
    const { data } = await service.ask<{
      connections: { edges: [{ node: { intake: { outcome: string; count: number }[] } }] };
    }>(people.mia, `{ connections(teamId: "${teamId}") { edges { node { intake { event outcome count } } } } }`);
    const [{ node }] = data.connections.edges;
    const count = (outcome: string) =>
      node.intake.filter((it) => it.outcome === outcome).reduce((sum, it) => sum + it.count, 0);
    expect([count('mapped'), count('notADeliveryFact'), count('unreadable')]).toEqual([
      answers.filter(({ body }) => body['outcome'] === 'mapped').length,
      answers.filter(({ body }) => body['outcome'] === 'not-a-delivery-fact').length,
      0,
    ]);
    expect(await service.stored(connection)).toMatchObject({
      hook_deliveries: 329,
      commits: 1,
      deployments: 3,
      pull_requests: 1,
    });
    expect(
      await service.delivery(teamId, 'deploymentFrequency { n perWeek } changeLeadTime { n medianHours }'),
    ).toEqual({
      deploymentFrequency: { n: 1, perWeek: null },
      changeLeadTime: { n: 0, medianHours: null },
    });
  });

  it('takes a delivery once, however often it comes', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const delivery = { connection, secret, event: 'push', id: uuidv7(), body: push };

    expect(await service.hook(delivery)).toMatchObject({ status: 202, body: { outcome: 'mapped', facts: 1 } });
    expect(await service.hook(delivery)).toMatchObject({ status: 200, body: { outcome: 'again', facts: 0 } });
    expect(await service.stored(connection)).toMatchObject({ hook_deliveries: 1, commits: 1 });
  });

  it('takes a delivery once, also when it comes twenty times at the same moment', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const delivery = { connection, secret, event: 'push', id: uuidv7(), body: push };
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.hook(delivery)));

    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 202]);
    expect(await service.stored(connection)).toMatchObject({ hook_deliveries: 1 });
  });

  it('takes the same body under another delivery id as one more delivery, and counts what it tells once', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const delivery = { connection, secret, event: 'push', body: push };

    expect(await service.hook({ ...delivery, id: uuidv7() })).toMatchObject({ status: 202 });
    expect(await service.hook({ ...delivery, id: uuidv7() })).toMatchObject({ status: 202 });
    expect(await service.stored(connection)).toMatchObject({ hook_deliveries: 2, commits: 1 });
  });

  it('refuses another body under the same delivery id, and keeps the first', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const delivery = { connection, secret, id: uuidv7(), event: 'push', body: push };
    await service.hook(delivery);

    expect(await service.hook({ ...delivery, event: 'deployment_status', body: deployed })).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT' },
    });
    expect(await service.stored(connection)).toMatchObject({ hook_deliveries: 1, deployments: 0 });
  });

  it('keeps a delivery whose event or shape it does not know', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);

    expect(await service.hook({ connection, secret, event: 'invented_yesterday', body: '{}' })).toMatchObject({
      status: 202,
      body: { outcome: 'not-a-delivery-fact' },
    });
    expect(await service.hook({ connection, secret, event: 'push', body: '{"ref":[]}' })).toMatchObject({
      status: 202,
      body: { outcome: 'unreadable' },
    });
    expect(await service.stored(connection)).toEqual({ ...nothing, hook_deliveries: 2 });
  });

  it('keeps bodies sealed, and no name in the facts', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    await service.hook({ connection, secret, event: 'push', body: push });
    const [row] = await service.log.db.read<{ text: string }>(
      people.tom,
      `select concat(encode(d.sealed_body, 'escape'), to_jsonb(c)::text) as text
       from hook_deliveries d, commits c where d.connection_id = $1 and c.connection_id = $1`,
      [connection],
    );

    expect(row?.text).not.toMatch(/Codertocat/);
  });

  it('answers well within a second', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const started = Date.now();
    for (let i = 0; i < 20; i++) await service.hook({ connection, secret, event: 'push', body: push });
    expect((Date.now() - started) / 20).toBeLessThan(250);
  });

  it.each([
    ['without a signature', { 'x-hub-signature-256': undefined }, /is missing/],
    [
      'signed with another secret',
      { 'x-hub-signature-256': signature('another secret, of another', push) },
      /was not made/,
    ],
    ['signed for another body', { 'x-hub-signature-256': signature(secret, deployed) }, /was not made/],
    [
      'signed with SHA-1 alone',
      { 'x-hub-signature-256': undefined, 'x-hub-signature': signature(secret, push, 'sha1') },
      /SHA-1 is not taken/,
    ],
    ['with a SHA-1 in its place', { 'x-hub-signature-256': signature(secret, push, 'sha1') }, /was not made/],
    [
      'with two signatures',
      { 'x-hub-signature-256': `${signature(secret, push)}, ${signature(secret, push)}` },
      /was not made/,
    ],
  ])('refuses a delivery %s, and stores nothing', async (_, headers, message) => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const answer = await service.hook({ connection, secret, body: push, headers });

    expect(answer).toMatchObject({
      status: 401,
      type: 'application/problem+json',
      body: { code: 'UNAUTHENTICATED', detail: expect.stringMatching(message) },
    });
    expect(await service.stored(connection)).toEqual(nothing);
  });

  it.each([
    ['that is cut off', push.slice(0, 500), {}],
    ['that is empty', '', {}],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), {}],
    ['of a form', `payload=${encodeURIComponent(push)}`, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['without a delivery id', push, { 'x-github-delivery': undefined }],
    ['without an event', push, { 'x-github-event': undefined }],
    ['with SQL for a delivery id', push, { 'x-github-delivery': "'; drop table commits; --" }],
    ['with an endless delivery id', push, { 'x-github-delivery': 'x'.repeat(101) }],
  ])('refuses a signed body %s, and stores nothing', async (_, body, headers) => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const answer = await service.hook({ connection, secret, body, headers });

    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json', body: { code: 'BAD_REQUEST' } });
    expect(await service.stored(connection)).toEqual(nothing);
  });

  it('refuses a content type that it cannot read', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const answer = await service.hook({ connection, secret, body: push, headers: { 'content-type': 'text/csv' } });
    expect(answer).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });

  it('refuses 10 MB, names its limit, and stores nothing', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const body = JSON.stringify({ zen: 'x'.repeat(10 * 1024 * 1024) });

    expect(await service.hook({ connection, secret, body })).toMatchObject({
      status: 413,
      type: 'application/problem+json',
      body: { code: 'PAYLOAD_TOO_LARGE', detail: expect.stringMatching(/at most 5 MB/) },
    });
    expect(await service.stored(connection)).toEqual(nothing);
    expect(
      await service.hook({
        connection,
        secret,
        event: 'ping',
        body: JSON.stringify({ zen: 'x'.repeat(4 * 1024 * 1024) }),
      }),
    ).toMatchObject({ status: 202 });
  });

  it.each([uuidv7(), 'no-id', '%00', "' or 1=1", '__proto__'])('knows no connection called %s', async (connection) => {
    expect(await service.hook({ connection: encodeURIComponent(connection), secret, body: push })).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  it('takes the secret before the last for a day, and a new one at once', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    const { data } = await service.ask<{ rotateConnectionSecret: { secret: string } }>(
      people.tom,
      `mutation { rotateConnectionSecret(commandId: "${uuidv7()}", id: "${connection}") { secret earlierSecretsUntil } }`,
    );
    const body = '{}';

    expect(data.rotateConnectionSecret.secret).toMatch(/^[\w-]{43}$/);
    for (const key of [secret, data.rotateConnectionSecret.secret])
      expect(await service.hook({ connection, secret: key, event: 'ping', body })).toMatchObject({ status: 202 });
  });

  it('is shut once the connection is disabled', async () => {
    const { id: connection } = await service.register(undefined, 'deployment', secret);
    await service.ask(
      people.tom,
      `mutation { disableConnection(commandId: "${uuidv7()}", id: "${connection}", reason: "moved") { status } }`,
    );

    expect(await service.hook({ connection, secret, body: push })).toMatchObject({ status: 404 });
  });
});
