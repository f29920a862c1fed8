import 'reflect-metadata';
import { type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { DevModule } from './dev-doors';
import { type DevIssuer, devIssuer } from './dev-issuer';

const pia = { id: 'p-1', name: 'Pia <b>', roles: ['product_lead'], about: 'leads product' };

describe('The doors for development', () => {
  let app: NestFastifyApplication;
  let issuer: DevIssuer;
  let url: string;

  beforeAll(async () => {
    issuer = await devIssuer(
      { host: '127.0.0.1', TANDEM_ENV: 'development' },
      { issuer: 'http://127.0.0.1:4000/dev', audience: 'tandem', tenantId: 't-1' },
    );
    const adapter = new FastifyAdapter();
    const doors = DevModule.with({ issuer, people: { pia }, firstQuery: '{ teams { name } }' });
    app = await NestFactory.create<NestFastifyApplication>(doors, adapter, {
      bodyParser: false,
      logger: false,
      abortOnError: false,
    });
    adapter.getInstance().removeAllContentTypeParsers();
    adapter
      .getInstance()
      .addContentTypeParser('*', (_request: unknown, body: unknown, done: (e: null, b: unknown) => void) =>
        done(null, body),
      );
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  interface Response {
    readonly statusCode: number | undefined;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
    json(): { code?: string; token: string };
  }
  /** By hand, since fetch does not let one claim another host. */
  const call = (method: string, path: string, headers: Record<string, string>, payload = '') =>
    new Promise<Response>((resolve, reject) => {
      const sent = request(new URL(path, url), { method, headers }, async (answer) => {
        let body = '';
        for await (const chunk of answer.setEncoding('utf8')) body += chunk;
        resolve({ statusCode: answer.statusCode, headers: answer.headers, body, json: () => JSON.parse(body) });
      });
      sent.once('error', reject).end(payload);
    });
  const get = (path: string, host = '127.0.0.1:4000') => call('GET', path, { host });
  const token = (payload: string, headers: Record<string, string> = {}) =>
    call('POST', '/dev/token', { host: 'localhost:4000', 'content-type': 'application/json', ...headers }, payload);

  it('sign in as a sample person', async () => {
    const response = await token('{"person":"pia"}');
    expect(response.headers['x-tandem-warning']).toBe('DEV ISSUER');
    const { payload } = await jwtVerify(response.json().token, createLocalJWKSet(issuer.jwks));
    expect(payload.sub).toBe('p-1');
  });

  it('give a bare token to a terminal', async () =>
    expect((await token('{"person":"pia"}', { accept: 'text/plain' })).body).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/));

  it.each([
    ['nobody', '{"person":"nobody"}', {}],
    ['what every object has', '{"person":"toString"}', {}],
    ['broken JSON', '{', {}],
    ['a form, which any page could send', 'person=pia', { 'content-type': 'text/plain' }],
    ['too much', `{"person":"${'x'.repeat(2_000)}"}`, {}],
  ])('do not sign in %s', async (_, body, headers) => {
    const response = await token(body, headers);
    expect([response.statusCode, response.json().code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('publish the keys that services verify with', async () =>
    expect((await get('/dev/jwks')).json()).toEqual(issuer.jwks));

  it('list whom one can be', async () => {
    const { body } = await get('/');
    expect(body).toContain('/explorer?as=pia');
    expect(body).toContain('Pia &lt;b&gt;');
    expect(body).toContain('DEV ISSUER');
  });

  it('show the explorer, signed in, with a first query, without a network', async () => {
    const { body, headers } = await get('/explorer?as=pia');
    expect(body).toContain('{ teams { name } }');
    expect(body).toContain('"method":"POST"');
    expect(body).toMatch(/"authorization":"Bearer [\w-]+\.[\w-]+\.[\w-]+"/);
    expect(body).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
    expect(headers['content-security-policy']).toContain("connect-src 'self'");
  });

  it('say when there is nobody by that name, without repeating markup', async () => {
    const response = await get('/explorer?as=<img>');
    expect(response.statusCode).toBe(404);
    expect(response.body).not.toContain('<img>');
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'answer nothing to a page that calls this machine %s',
    async (host) => {
      expect((await get('/', host)).statusCode).toBe(403);
      expect((await get('/explorer?as=pia', host)).statusCode).toBe(403);
      expect((await token('{"person":"pia"}', { host })).statusCode).toBe(403);
    },
  );
});
