import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { WebSocket } from 'ws';
import { type Gateway, startGateway } from './app.module';
import { startCompany } from './testing/company';

const nested = (depth: number) => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);
const query = (text: string) => JSON.stringify({ query: text });
const person = '0190a000-0000-7000-8000-000000000001';
const tenant = '0190a000-0000-7000-8000-00000000000a';

describe('The gateway', () => {
  let company: Awaited<ReturnType<typeof startCompany>>;
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  let service: Awaited<ReturnType<typeof startService>>;
  let gateway: Gateway;
  let foreign: Awaited<ReturnType<typeof startIssuer>>;
  let token: string;

  const open = (development = true) =>
    startGateway({
      port: 0,
      host: '127.0.0.1',
      development,
      issuer: issuer.settings,
      services: { teams: company.teams.url, notices: company.notices.url },
      doors: { metrics: service.url, experiments: 'http://127.0.0.1:1' },
    });

  beforeAll(async () => {
    [company, issuer, service] = await Promise.all([startCompany(), startIssuer(), startService()]);
    foreign = await startIssuer(issuer.settings.issuer);
    gateway = await open();
    token = await issuer.token({});
    while (gateway.graph.missing.length > 0) await sleep(10);
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all([company.close(), issuer.close(), foreign.close(), service.close()]);
  });
  beforeEach(() => void (service.seen.length = 0));

  const post = (body: BodyInit, headers: Record<string, string> = {}, path = '/graphql') =>
    fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body,
    });
  const ask = (query: string, headers?: Record<string, string>) => post(JSON.stringify({ query }), headers);
  const codeOf = async (response: Response) => {
    const body = (await response.json()) as { code?: string; errors?: { extensions: { code: string } }[] };
    return [response.status, body.code ?? body.errors?.[0]?.extensions.code];
  };

  describe('as the door for questions', () => {
    it('answers a person who is signed in', async () => {
      const response = await ask('{ teams { name } }');
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ data: { teams: [{ name: 'Design' }, { name: 'Eng' }] } });
    });

    it('hands the very token on to the services', async () => {
      company.teams.seen.length = 0;
      await ask('{ me }');
      expect(company.teams.seen[0]).toMatchObject({ authorization: `Bearer ${token}`, requestId: expect.any(String) });
    });

    it.each([
      ['no token', async () => ''],
      ['a text that is no token', async () => 'Bearer x'],
      ['a token of another scheme', async () => 'Basic YTpi'],
      ['an expired token', async () => `Bearer ${await issuer.token({ exp: 1 })}`],
      ['a token for another audience', async () => `Bearer ${await issuer.token({ aud: 'other' })}`],
      ['a token of another issuer', async () => `Bearer ${await issuer.token({ iss: 'http://other' })}`],
      ['a token of another kind', async () => `Bearer ${await issuer.token({}, 'JWT')}`],
      ['a token without a person', async () => `Bearer ${await issuer.token({ sub: '' })}`],
      ['a token without an organisation', async () => `Bearer ${await issuer.token({ tenant: undefined })}`],
      ['a stripped signature', async () => `Bearer ${token.slice(0, token.lastIndexOf('.') + 1)}`],
      ['a foreign signature', async () => `Bearer ${await foreign.token({})}`],
    ])('turns away %s', async (_, authorization) => {
      const response = await ask('{ me }', { authorization: await authorization() });
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect(await codeOf(response)).toEqual([401, 'UNAUTHENTICATED']);
    });

    it.each([
      ['malformed JSON', '{"query":', {}, 400, 'BAD_REQUEST'],
      ['a batch', '[{"query":"{ me }"}]', {}, 400, 'BAD_REQUEST'],
      [
        'a form',
        'query=%7Bme%7D',
        { 'content-type': 'application/x-www-form-urlencoded' },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['a text', '{"query":"{ me }"}', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['a 10 MB body', 'x'.repeat(10_000_000), {}, 413, 'PAYLOAD_TOO_LARGE'],
      ['a deep query', query(`${'{ x '.repeat(11)}${'}'.repeat(11)}`), {}, 400, 'QUERY_TOO_COMPLEX'],
      [
        '5,000 aliases',
        query(`{ ${Array.from({ length: 5000 }, (_, i) => `a${i}:me`).join(' ')} }`),
        {},
        400,
        'QUERY_TOO_COMPLEX',
      ],
      ['an unknown field', query('{ nobody }'), {}, 400, 'BAD_REQUEST'],
      ['a hidden field', query('{ hidden }'), {}, 400, 'BAD_REQUEST'],
      ['broken syntax', query('{ me'), {}, 400, 'BAD_REQUEST'],
      ['a subscription without a stream', query('subscription { whoami }'), {}, 406, 'BAD_REQUEST'],
    ])('refuses %s', async (_, body, headers, status, code) => {
      const response = await post(body, headers as Record<string, string>);
      const copy = response.clone();
      expect(await codeOf(response)).toEqual([status, code]);
      expect(await copy.text()).not.toMatch(/SyntaxError|position|stack|node_modules/);
    });

    it('answers POST only', async () => {
      const response = await fetch(`${gateway.url}/graphql?query={me}`);
      expect(response.headers.get('allow')).toBe('POST');
      expect(await codeOf(response)).toEqual([405, 'BAD_REQUEST']);
    });

    it('sends headers that keep a browser from guessing, caching and framing', async () => {
      const { headers } = await ask('{ me }');
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-request-id': expect.any(String),
      });
      expect(headers.get('x-powered-by')).toBeNull();
    });

    it('knows no other path', async () =>
      expect(await codeOf(await post('{}', {}, '/other'))).toEqual([404, 'NOT_FOUND']));

    it('tells Prometheus how each door answered, under names that no stranger makes', async () => {
      await ask('{ me }');
      await ask('{ nobody }');
      await post('{}', {}, '/made-up-by-a-stranger');
      await fetch(`${gateway.url}/hooks/github/7`, { method: 'POST', body: '{}' });
      const page = await (await fetch(`${gateway.url}/metrics`)).text();

      const read = (sample: string) =>
        Number(
          page
            .split('\n')
            .find((line) => line.startsWith(`${sample} `))
            ?.split(' ')[1],
        );
      const of = (name: string, labels: string) => read(`tandem_gateway_${name}{service="gateway",${labels}}`);
      expect(of('requests_total', 'door="/graphql",status="200"')).toBeGreaterThan(0);
      expect(of('requests_total', 'door="/graphql",status="400"')).toBeGreaterThan(0);
      expect(of('requests_total', 'door="/hooks/",status="202"')).toBeGreaterThan(0);
      expect(of('requests_total', 'door="other",status="404"')).toBeGreaterThan(0);
      const n = of('request_seconds_count', 'door="/graphql"');
      expect(n).toBeGreaterThan(1);
      expect(of('request_seconds_bucket', 'door="/graphql",le="+Inf"')).toBe(n);
      expect(of('subgraph_failures_total', 'subgraph="teams"')).toBe(0);
      expect(page).toContain('# TYPE tandem_gateway_request_seconds histogram');
      expect(page).not.toContain('stranger');
    });

    it('says how to write an address that cannot be read', async () => {
      const response = await fetch(`${gateway.url}/%zz`);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await codeOf(response)).toEqual([400, 'BAD_REQUEST']);
    });
  });

  describe('outside development', () => {
    let closed: Gateway;
    beforeAll(async () => {
      closed = await open(false);
      while (closed.graph.missing.length > 0) await sleep(10);
    });
    afterAll(() => closed.close());
    const question = (text: string) =>
      fetch(`${closed.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: query(text),
      });

    it('does not tell its schema', async () =>
      expect(await codeOf(await question('{ __schema { types { name } } }'))).toEqual([403, 'FORBIDDEN']));

    it('asks browsers to come back encrypted', async () =>
      expect((await question('{ me }')).headers.get('strict-transport-security')).toContain('max-age'));
  });

  describe('as the door for live updates', () => {
    const client = (authorization?: string) =>
      createClient({
        url: `${gateway.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: authorization ? { authorization } : {},
        retryAttempts: 0,
      });

    it('outlives clients that ask for an upgrade and are gone', async () => {
      for (const path of ['/graphql', '/elsewhere']) {
        const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
        await once(socket, 'connect');
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        socket.on('error', () => undefined).resetAndDestroy();
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
    });

    it('tells what happens, with fields of other services', async () => {
      const live = client(`Bearer ${token}`);
      const updates = live.iterate<{ renamed: object }>({ query: 'subscription { renamed { name notices } }' });
      const next = updates.next();
      await company.subscribed(1);
      await ask('mutation { rename(id: "e", name: "Build") { name } }');
      expect((await next).value).toEqual({ data: { renamed: { name: 'Build', notices: [`Bearer ${token}: e`] } } });
      await live.dispose();
    });

    it('ends at the service when the client goes', async () => {
      while (company.subscribers() > 0) await sleep(5);
    });

    it('tells it as server-sent events too', async () => {
      const response = await ask('subscription { whoami }', { accept: 'text/event-stream' });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      expect(await response.text()).toContain(`data: {"data":{"whoami":"Bearer ${token}"}}`);
    });

    it('closes with 4401 when nobody is signed in', async () => {
      const live = client();
      await expect(live.iterate({ query: 'subscription { whoami }' }).next()).rejects.toMatchObject({ code: 4401 });
    });

    it('closes with 4401 when the token ends', async () => {
      const live = client(`Bearer ${await issuer.token({ exp: Math.floor(Date.now() / 1000) + 1 })}`);
      await expect(live.iterate({ query: 'subscription { renamed { name } }' }).next()).rejects.toMatchObject({
        code: 4401,
      });
    });

    it('refuses by the same rules as over HTTP', async () => {
      const live = client(`Bearer ${token}`);
      const deep = `subscription ${'{ x '.repeat(11)}${'}'.repeat(11)}`;
      await expect(live.iterate({ query: deep }).next()).rejects.toMatchObject([
        { extensions: { code: 'QUERY_TOO_COMPLEX' } },
      ]);
      const variables = JSON.parse(nested(33)) as Record<string, unknown>;
      await expect(live.iterate({ query: 'subscription { whoami }', variables }).next()).rejects.toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]);
      await live.dispose();
    });

    it('answers a ping with what it carries, and sends away who nests it without end', async () => {
      const socket = new WebSocket(gateway.url.replace(/^http/, 'ws') + '/graphql', 'graphql-transport-ws');
      await once(socket, 'open');
      socket.send(`{"type":"ping","payload":${nested(32)}}`);
      const [answer] = (await once(socket, 'message')) as [Buffer];
      expect(JSON.parse(answer.toString())).toEqual({ type: 'pong', payload: JSON.parse(nested(32)) as object });

      socket.send(`{"type":"ping","payload":${nested(20_000)}}`);
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(4400);
    });
  });

  describe('as the door to what the services take in themselves', () => {
    it('hands a signed webhook on, byte for byte, without a token', async () => {
      const bytes = Buffer.from('{ "a" :1,\n"é":2 }');
      const response = await fetch(`${gateway.url}/hooks/github/c-1?x=1`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': 'sha256=abc',
          'x-forwarded-for': 'forged',
        },
        body: bytes,
      });
      expect(response.status).toBe(202);
      expect(await response.json()).toEqual({ taken: true });
      expect(service.seen[0]).toMatchObject({
        url: '/hooks/github/c-1?x=1',
        headers: { 'x-hub-signature-256': 'sha256=abc' },
      });
      expect(service.seen[0]?.headers['x-forwarded-for']).toBeUndefined();
      expect(service.seen[0]?.body.equals(bytes)).toBe(true);
    });

    it.each(['/v1/metrics/c-1/history', '/v1/exercises/sessions/s-1/ecdf.svg', '/v1/experiments/batch'])(
      'asks for a token where the door has no proof of its own: %s',
      async (path) => {
        const response = await post('{}', { authorization: '' }, path);
        expect(await codeOf(response)).toEqual([401, 'UNAUTHENTICATED']);
        expect(service.seen).toHaveLength(0);
      },
    );

    it('hands on what brings its proof in the body', async () => {
      const response = await post('{"batch":[]}', { authorization: '' }, '/v1/batch');
      expect(await codeOf(response)).toEqual([503, 'UNAVAILABLE']); // no longer a matter of the token
    });

    it('streams what has no announced length', async () => {
      const lines = new Blob(Array.from({ length: 1000 }, (_, i) => `{"line":${i}}\n`)).stream();
      const response = await fetch(`${gateway.url}/v1/metrics/c-1/history`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
        body: lines,
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(202);
      expect(service.seen[0]?.body.toString().split('\n')).toHaveLength(1001);
    });

    it.each([
      '/hooks/../graphql',
      '/hooks/%2e%2e/graphql',
      '/hooks/x/..%2f../graphql',
      '/v1/metrics/%2E%2E/%2e%2e/livez',
    ])('does not lead out of its door by %s', async (path) => {
      const answered = await new Promise<string>((resolve) => {
        const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
        socket.on('data', (data) => resolve(data.toString()));
        socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`);
      });
      expect(answered).toMatch(/^HTTP\/1.1 (404|202)/);
      expect(service.seen.filter(({ url }) => !/^\/(hooks|v1\/metrics)\//.test(url))).toEqual([]);
    });

    it('refuses more than a door takes', async () => {
      const response = await post(Buffer.alloc(6 * 1024 * 1024), {}, '/hooks/github/c-1');
      expect(await codeOf(response)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    });

    it('says that a service is down', async () => {
      const response = await post('{}', {}, '/v1/experiments/batch');
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await codeOf(response)).toEqual([503, 'UNAVAILABLE']);
    });

    it('lets go of the service when the client goes', async () => {
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      socket.write('POST /hooks/github/c-1 HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf');
      while (service.open() === 0) await sleep(5);
      socket.destroy();
      while (service.open() > 0) await sleep(5);
      expect(service.seen).toHaveLength(0);
    });
  });

  describe('when it starts and stops', () => {
    it('is alive at once, and ready once every service has told its part', async () => {
      const early = await startGateway({
        port: 0,
        host: '127.0.0.1',
        development: true,
        issuer: issuer.settings,
        services: { teams: company.teams.url, late: 'http://127.0.0.1:1' },
        doors: {},
      });
      expect((await fetch(`${early.url}/livez`)).status).toBe(200);
      const ready = await fetch(`${early.url}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ status: 'waiting' })]);
      const answer = await fetch(`${early.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: query('{ me }'),
      });
      expect(await codeOf(answer)).toEqual([503, 'UNAVAILABLE']);
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
      await early.close();
    });

    it('answers what is under way, tells live clients to come back, and ends', async () => {
      const leaving = await open();
      while (leaving.graph.missing.length > 0) await sleep(10);
      const closed = new Promise<number>((resolve) => {
        const socket = new WebSocket(`${leaving.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
        socket.on('open', () =>
          socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
        );
        socket.on('close', resolve);
      });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const stream = fetch(`${leaving.url}/graphql`, {
        method: 'POST',
        headers: { ...headers, accept: 'text/event-stream' },
        body: query('subscription { renamed { name } }'),
      }).then((response) => response.text());
      await company.subscribed(1);
      const slow = fetch(`${leaving.url}/graphql`, { method: 'POST', headers, body: query('{ slow }') });
      await sleep(20);
      const began = Date.now();
      await leaving.close();
      expect(await (await slow).json()).toEqual({ data: { slow: `Bearer ${token}` } });
      expect(await closed).toBe(1001);
      await stream.catch(() => undefined);
      expect(Date.now() - began).toBeLessThan(3_000);
      await expect(fetch(`${leaving.url}/livez`)).rejects.toThrow('fetch failed');
    });
  });

  async function startIssuer(name?: string) {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k-1', alg: 'ES256' }] });
    const { url, close } = await listen(createServer((_, response) => response.end(keys)));
    const now = Math.floor(Date.now() / 1000);
    const settings = { issuer: name ?? url, audience: 'tandem', jwksUrl: `${url}/jwks` };
    return {
      settings,
      close,
      token: (claims: object, typ = 'at+jwt') =>
        new SignJWT({
          iss: settings.issuer,
          aud: 'tandem',
          sub: person,
          tenant,
          roles: ['member'],
          iat: now,
          exp: now + 600,
          ...claims,
        })
          .setProtectedHeader({ alg: 'ES256', kid: 'k-1', typ })
          .sign(privateKey),
    };
  }
});

async function startService() {
  const seen: { url: string; headers: Record<string, unknown>; body: Buffer }[] = [];
  let open = 0;
  const server = createServer(async (request, response) => {
    open++;
    request.once('close', () => open--);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    seen.push({ url: request.url!, headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"taken":true}');
  });
  return { ...(await listen(server)), seen, open: () => open };
}

async function listen(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
