import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { testIssuer } from './testing';
import { type TokenReader, tokenReader } from './token';

const ann = { id: 'a0000000-0000-4000-8000-000000000001', tenantId: 'a0000000-0000-4000-8000-00000000000a' };

describe('A token', () => {
  it('says who asks, for which organisation, in which roles', async () => {
    const token = await issuer.token({ ...ann, roles: ['member'], name: 'Ann' });

    expect(await read(`Bearer ${token}`)).toEqual({ ...ann, roles: ['member'], name: 'Ann' });
  });

  it('gives no role that Tandem does not know', async () => {
    const token = await issuer.token({ ...ann, roles: ['member', 'emperor' as 'member'] });

    expect((await read(`Bearer ${token}`)).roles).toEqual(['member']);
  });

  it('names people and organisations in lower case, however it was written', async () => {
    const token = await issuer.token({ id: ann.id.toUpperCase(), tenantId: ann.tenantId.toUpperCase(), roles: [] });

    expect(await read(`Bearer ${token}`)).toMatchObject(ann);
  });

  it.each([undefined, '', 'Bearer', 'Basic YTpi', 'Bearer not.a.token.at.all', 'Bearer x'])(
    'is asked for when the header is %s',
    async (header) => refuses(header),
  );

  it('of somebody else is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const claims = { tenant: ann.tenantId, roles: ['org_admin'] };
    await refuses(`Bearer ${await signed(claims, privateKey)}`);
  });

  it('without a signature is refused', async () => {
    await refuses(`Bearer ${new UnsecuredJWT({ tenant: ann.tenantId, roles: [], sub: ann.id }).encode()}x`);
  });

  it.each([
    ['another audience', { audience: 'others' }],
    ['another issuer', { issuer: 'https://login.example.com' }],
  ])('for %s is refused', async (_, expected) => {
    const elsewhere = tokenReader({
      issuer: issuer.issuer,
      audience: 'tandem',
      jwksUrl: `${issuer.issuer}/keys`,
      ...expected,
    });
    const token = await issuer.token({ ...ann, roles: ['member'] });

    await expect(elsewhere(`Bearer ${token}`)).rejects.toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['person', { id: 'ann' }],
    ['organisation', { tenantId: 'acme' }],
  ])('whose %s is no UUID is refused', async (_, wrong) => {
    await refuses(`Bearer ${await issuer.token({ ...ann, roles: [], ...wrong })}`);
  });

  it('cannot be checked while the keys are out of reach, and the answer says so', async () => {
    const away = tokenReader({ issuer: issuer.issuer, audience: 'tandem', jwksUrl: 'http://127.0.0.1:9/keys' });
    const token = await issuer.token({ ...ann, roles: ['member'] });

    await expect(away(`Bearer ${token}`)).rejects.toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  });
});

let issuer: Awaited<ReturnType<typeof testIssuer>>;
let read: TokenReader;

const refuses = (header: string | undefined) =>
  expect(read(header)).rejects.toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });

const signed = (claims: object, key: CryptoKey) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt' })
    .setIssuer(issuer.issuer)
    .setAudience('tandem')
    .setSubject(ann.id)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);

beforeAll(async () => {
  issuer = await testIssuer();
  read = tokenReader({ issuer: issuer.issuer, audience: 'tandem', jwksUrl: `${issuer.issuer}/keys` });
});

afterAll(() => issuer.close());
