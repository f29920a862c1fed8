import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { demandDevelopment, devIssuer } from './dev-issuer';

const here = { host: '127.0.0.1', TANDEM_ENV: 'development' };
const options = { issuer: 'http://127.0.0.1:4000/dev', audience: 'tandem', tenantId: 't-1' };

describe('The issuer for development', () => {
  it('signs for a person what a service can verify with its published keys', async () => {
    const { jwks, tokenFor } = await devIssuer(here, options);
    const { payload, protectedHeader } = await jwtVerify(
      await tokenFor({ id: 'p-1', name: 'Pia', roles: ['product_lead'] }),
      createLocalJWKSet(jwks),
      { issuer: options.issuer, audience: 'tandem', typ: 'at+jwt', algorithms: ['ES256'], maxTokenAge: '1h' },
    );
    expect(payload).toMatchObject({ sub: 'p-1', tenant: 't-1', roles: ['product_lead'], name: 'Pia' });
    expect(payload.exp! - payload.iat!).toBe(3_600);
    expect(protectedHeader.kid).toMatch(/^dev-/);
  });

  it('publishes no private key', async () => {
    const { jwks } = await devIssuer(here, options);
    expect(jwks.keys[0]).not.toHaveProperty('d');
  });

  it('has keys of its own at each start', async () => {
    const [one, other] = await Promise.all([devIssuer(here, options), devIssuer(here, options)]);
    expect(one.jwks.keys[0]!.x).not.toBe(other.jwks.keys[0]!.x);
  });

  it.each(['127.0.0.1', '::1', 'localhost'])('may run on %s', (host) =>
    expect(() => demandDevelopment({ ...here, host })).not.toThrow(),
  );

  it.each([
    ['without TANDEM_ENV', { TANDEM_ENV: undefined }, 'TANDEM_ENV'],
    ['in another environment', { TANDEM_ENV: 'production' }, 'TANDEM_ENV'],
    ['with NODE_ENV=production', { NODE_ENV: 'production' }, 'NODE_ENV'],
    ['in Kubernetes', { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 'KUBERNETES_SERVICE_HOST'],
    ['on every address', { host: '0.0.0.0' }, '0.0.0.0'],
    ['on every address of IPv6', { host: '::' }, 'it would listen on ::'],
    ['on an address that others reach', { host: '192.168.1.2' }, '192.168.1.2'],
    ['on a name that only begins like loopback', { host: '127.0.0.1.example.com' }, 'example.com'],
  ])('refuses to run %s', async (_, where, reason) =>
    expect(devIssuer({ ...here, ...where }, options)).rejects.toThrow(reason),
  );
});
