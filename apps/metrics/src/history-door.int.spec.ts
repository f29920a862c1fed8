import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@tandem/event-store';
import { metricsService, people } from './metrics.fixture';

let service: Awaited<ReturnType<typeof metricsService>>;

beforeAll(async () => {
  service = await metricsService();
});
afterAll(() => service?.close());

const nothing = { hook_deliveries: 0, commits: 0, deployments: 0, pull_requests: 0, comments: 0, fact_versions: 0 };
const commit = { kind: 'commit', sha: 'a', parents: [], authoredAt: '2026-01-01T00:00:00Z', author: 'ann@example.org' };
const tag = { kind: 'tag', name: 'v1', sha: 'a', at: '2026-01-02T00:00:00Z' };

describe('The door for a back-fill', () => {
  it('keeps every fact, once', async () => {
    const { id } = await service.register();

    expect(await service.history(id, [commit, tag])).toMatchObject({ status: 200, body: { lines: 2, changed: 2 } });
    expect(await service.history(id, [tag, commit, tag])).toMatchObject({
      status: 200,
      body: { lines: 3, changed: 0 },
    });
    expect(await service.stored(id)).toMatchObject({ commits: 1, deployments: 1 });
  });

  it('refuses the whole import for bad lines, and names them', async () => {
    const { id } = await service.register();
    const answer = await service.history(id, [commit, { ...tag, at: '2026-02-30T00:00:00Z' }, { kind: 'sprint' }, tag]);

    expect(answer).toMatchObject({
      status: 422,
      type: 'application/problem+json',
      body: {
        code: 'import-rejected',
        detail: expect.stringMatching(/^Nothing was stored\. line 2: at: .*; line 3: /),
      },
    });
    expect(await service.stored(id)).toEqual(nothing);
  });

  it('names the first fifty bad lines of many', async () => {
    const { id } = await service.register();
    const { body } = await service.history(id, 'x\n'.repeat(60));
    expect(body['detail']).toMatch(/line 50: .*; and more behind them$/);
  });

  it('refuses 10 MB and names its limit', async () => {
    const { id } = await service.register();
    const answer = await service.history(id, Buffer.alloc(10 * 1024 * 1024, 0x20));

    expect(answer).toMatchObject({
      status: 413,
      body: { code: 'PAYLOAD_TOO_LARGE', detail: expect.stringMatching(/at most 8 MB/) },
    });
    expect(await service.history(id, `${JSON.stringify(commit)}\n${' '.repeat(7 * 1024 * 1024)}`)).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ['nothing', ''],
    ['what is no UTF-8', Buffer.from([0xff, 0xfe])],
  ])('refuses %s', async (_, body) => {
    const { id } = await service.register();
    expect(await service.history(id, body)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });

  it('is for importers and leads, with a token', async () => {
    const { id } = await service.register();
    const bare = await fetch(`${service.url}/v1/metrics/${id}/history`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify(commit),
    });

    expect(bare.status).toBe(401);
    expect(await service.history(id, [commit], people.mia)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await service.stored(id)).toEqual(nothing);
  });

  it('knows no connection of another organisation', async () => {
    const { id } = await service.register();

    expect(await service.history(id, [commit], people.eve)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await service.history(uuidv7(), [commit])).toMatchObject({ status: 404 });
    expect(await service.history('no-id', [commit])).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT' } });
  });

  it('is shut once the connection is disabled', async () => {
    const { id } = await service.register();
    await service.ask(
      people.tom,
      `mutation { disableConnection(commandId: "${uuidv7()}", id: "${id}", reason: "moved") { id } }`,
    );
    expect(await service.history(id, [commit])).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });
});
