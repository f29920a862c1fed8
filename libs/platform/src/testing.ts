import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testDatabase } from '@tandem/event-store/testing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ServiceSettings } from './load-config';
import { type Running, type Service, startService } from './service';
import type { Role } from './token';

/** Someone of a test's company. */
export interface TestPerson {
  readonly id: string;
  readonly tenantId: string;
  readonly roles: readonly Role[];
  readonly name?: string;
}

/** What a GraphQL request was answered. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** An issuer of tokens over HTTP, as a company's own would be, for people that a test makes up. */
export async function testIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' }] });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(keys));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    token: ({ id, tenantId, roles, name }: TestPerson) =>
      new SignJWT({ tenant: tenantId, roles, ...(name ? { name } : {}) })
        .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience('tandem')
        .setSubject(id)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A service as a customer meets it: over HTTP, on a fresh PostgreSQL, with tokens of an issuer. */
export async function testService(service: Service, settings: Partial<ServiceSettings> & Record<string, unknown> = {}) {
  const [database, issuer] = await Promise.all([testDatabase(), testIssuer()]);
  const running: Running = await startService(service, {
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: database.url,
    TANDEM_ENV: 'development',
    TANDEM_ISSUER: issuer.issuer,
    TANDEM_AUDIENCE: 'tandem',
    TANDEM_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'error',
    ...settings,
  } as ServiceSettings);
  return {
    ...running,
    token: issuer.token,
    /** Asks GraphQL as someone. */
    async ask<Data = Record<string, unknown>>(
      person: TestPerson,
      query: string,
      variables: object = {},
    ): Promise<Answer<Data>> {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await issuer.token(person)}` },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer<Data>;
    },
    async close() {
      await running.close();
      await issuer.close();
      await database.close();
    },
  };
}
