import { createHmac, timingSafeEqual } from 'node:crypto';

const hex = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether one of the secrets signed exactly these bytes, as GitHub does in `X-Hub-Signature-256`.
 *
 * Every secret is tried in the same time, whichever fits. The older SHA-1 header is no proof and is not read.
 */
export function signedByOneOf(secrets: readonly string[], body: Buffer, header: string | undefined): boolean {
  const told = hex.exec(header ?? '')?.[1];
  if (!told) return false;
  const claimed = Buffer.from(told, 'hex');
  return secrets
    .map((secret) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), claimed))
    .includes(true);
}
