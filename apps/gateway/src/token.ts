import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { RequestError } from './request-error';

const Claims = z.object({
  sub: z.uuid(),
  tenant: z.uuid(),
  roles: z.array(z.string()),
  name: z.string().optional(),
  exp: z.number(),
});

export type Claims = z.output<typeof Claims>;

/** Who may vouch for people, and where the issuer's keys are found. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}

/** Reads the bearer token of a request. Throws a RequestError 401 for whatever is wrong with it. */
export function tokenReader({ issuer, audience, jwksUrl }: Issuer) {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5_000, cooldownDuration: 10_000 });
  return async (authorization: string | undefined): Promise<Claims> => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw unauthenticated('Send a token in the header "Authorization: Bearer ...".');
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp', 'iat'],
        clockTolerance: 5,
      });
      return Claims.parse(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated('The token has expired. Sign in again.');
      if (error instanceof errors.JWKSTimeout || (error instanceof TypeError && error.message === 'fetch failed'))
        throw new RequestError(503, 'UNAVAILABLE', 'The keys of the issuer cannot be fetched at the moment.');
      throw unauthenticated('The token is not valid here. Sign in again.');
    }
  };
}

/** Injects the reader. */
export const TOKENS = Symbol('TOKENS');

export type TokenReader = ReturnType<typeof tokenReader>;

const unauthenticated = (message: string) =>
  new RequestError(401, 'UNAUTHENTICATED', message, { 'www-authenticate': 'Bearer error="invalid_token"' });
