import { type JWK, SignJWT, exportJWK, generateKeyPair } from 'jose';

/** Somebody to sign in as. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Where the issuer would run: what decides whether it may. */
export interface Surroundings {
  readonly host: string;
  readonly TANDEM_ENV?: string;
  readonly NODE_ENV?: string;
  readonly KUBERNETES_SERVICE_HOST?: string;
}

/** This is a place where an issuer that lets anybody be anybody must not run. */
export class DevelopmentOnly extends Error {
  override readonly name = 'DevelopmentOnly';
}

const loopback = ['127.0.0.1', '::1', 'localhost'];
const lifetimeSeconds = 3_600;

/** Throws DevelopmentOnly with the reason if an issuer that lets anybody be anybody must not run here. */
export function demandDevelopment({ host, TANDEM_ENV, NODE_ENV, KUBERNETES_SERVICE_HOST }: Surroundings): void {
  const refuse = (why: string) => {
    throw new DevelopmentOnly(
      `The issuer for development does not start: ${why} Use your own OpenID Connect provider there.`,
    );
  };
  if (TANDEM_ENV !== 'development') refuse('TANDEM_ENV is not "development".');
  if (NODE_ENV === 'production') refuse('NODE_ENV is "production".');
  if (KUBERNETES_SERVICE_HOST) refuse('this is Kubernetes (KUBERNETES_SERVICE_HOST is set).');
  if (!loopback.includes(host)) refuse(`it would listen on ${host}, and others could reach it.`);
}

/**
 * Signs tokens for sample people with keys that live as long as the process. The services verify them through JWKS,
 * as they would a real provider's.
 */
export async function devIssuer(surroundings: Surroundings, { issuer, audience, tenantId }: DevIssuerOptions) {
  demandDevelopment(surroundings);
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key: JWK = { ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: `dev-${Date.now().toString(36)}` };
  return {
    issuer,
    jwks: { keys: [key] },
    tokenFor({ id, name, roles }: Person): Promise<string> {
      return new SignJWT({ tenant: tenantId, roles, name })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid! })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(id)
        .setIssuedAt()
        .setExpirationTime(`${lifetimeSeconds}s`)
        .sign(privateKey);
    },
  };
}

interface DevIssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly tenantId: string;
}

export type DevIssuer = Awaited<ReturnType<typeof devIssuer>>;
