import { BadSettings, type Issuer, type Viewer, tokenReader } from '@tandem/platform';
import { decodeJwt } from 'jose';

/** Who asks, and until when the token that says so holds, in seconds since 1970. */
export interface SignedIn extends Viewer {
  readonly expiresAt: number;
}

/** Reads the bearer token of a request by the code that the services use. Throws a Problem, 401 or 503. */
export type Identify = (authorization: string | undefined) => Promise<SignedIn>;

/** Injects it. */
export const IDENTIFY = Symbol('IDENTIFY');

export function identifyBy(issuer: Issuer): Identify {
  const read = tokenReader(issuer);
  return async (authorization) => {
    const viewer = await read(authorization);
    return { ...viewer, expiresAt: decodeJwt(authorization!.slice('Bearer '.length)).exp! };
  };
}

/** Whoever can answer for an issuer on this machine or on an open line could be anybody: only in development. */
export function demandSafeIssuer(issuer: string, development: boolean): void {
  const { protocol, hostname } = new URL(issuer);
  const isLoopback = /^(localhost|127\.|\[::1\])/.test(hostname);
  if (!development && (protocol === 'http:' || isLoopback))
    throw new BadSettings(
      'Cannot start, these settings are wrong:\n  TANDEM_ISSUER: must be https and another machine unless TANDEM_ENV is development',
    );
}
