import { createHmac, timingSafeEqual } from 'node:crypto';

/** A secret, and to whom it belongs. */
export interface SigningKey {
  readonly tenantId: string;
  readonly secret: string;
}

const hex = /^sha256=([0-9a-f]{64})$/;

/**
 * Whose secret signed exactly these bytes, as GitHub does in `X-Hub-Signature-256`; undefined when nobody's did.
 *
 * Every secret is tried in the same time, whichever fits. The older SHA-1 header is no proof and is not read.
 */
export function signedBy<Key extends SigningKey>(
  keys: readonly Key[],
  body: Buffer,
  header: string | undefined,
): Key | undefined {
  const told = hex.exec(header ?? '')?.[1];
  if (!told) return undefined;
  const claimed = Buffer.from(told, 'hex');
  const fits = keys.map(({ secret }) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), claimed));
  return keys[fits.indexOf(true)];
}
