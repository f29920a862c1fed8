import type { Actor } from '@tandem/core';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { Problem } from './problem';

/** What a person may be, each within one organisation. */
export const roles = [
  'org_admin',
  'security_auditor',
  'facilitator',
  'product_lead',
  'tech_lead',
  'coach',
  'member',
  'viewer',
  'guest',
  'service',
] as const;

export type Role = (typeof roles)[number];

/** Who asks, for which organisation, and in which roles. */
export interface Viewer extends Actor {
  readonly roles: readonly Role[];
  readonly name?: string;
}

/** Who may vouch for people, and where its keys are found. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}

const Claims = z.object({
  sub: z.uuid(),
  tenant: z.uuid(),
  roles: z.array(z.string()),
  name: z.string().optional(),
});

/** Reads the bearer token of a request. Throws a Problem, 401 or 503, for whatever is wrong with it. */
export type TokenReader = (authorization: string | undefined) => Promise<Viewer>;

/** Tokens are checked against the issuer's published keys, by every service for itself. Unknown roles are left out. */
export function tokenReader({ issuer, audience, jwksUrl }: Issuer): TokenReader {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5_000, cooldownDuration: 10_000 });
  const options = {
    issuer,
    audience,
    algorithms: ['RS256', 'ES256'],
    typ: 'at+jwt',
    requiredClaims: ['sub', 'exp', 'iat'],
    clockTolerance: 5,
  };
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw unauthenticated('Send a token in the header "Authorization: Bearer ...".');
    try {
      const claims = Claims.parse((await jwtVerify(token, keys, options)).payload);
      return {
        id: claims.sub.toLowerCase(),
        tenantId: claims.tenant.toLowerCase(),
        roles: roles.filter((role) => claims.roles.includes(role)),
        ...(claims.name ? { name: claims.name } : {}),
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated('The token has expired. Sign in again.');
      if (keysAreAway(error))
        throw new Problem(503, 'UNAVAILABLE', 'The keys of the issuer cannot be fetched at the moment.');
      throw unauthenticated('The token is not valid here. Sign in again.');
    }
  };
}

/** The keys, not the token: out of reach, too slow, or no keys at all. */
function keysAreAway(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    message === 'fetch failed' || ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(String(code))
  );
}

const unauthenticated = (message: string) =>
  new Problem(401, 'UNAUTHENTICATED', message, { 'www-authenticate': 'Bearer error="invalid_token"' });
