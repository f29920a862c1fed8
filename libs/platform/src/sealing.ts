import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Seals bytes for one place (AES-256-GCM under 32 bytes of key): what is moved elsewhere does not open. */
export function seal(key: Buffer, place: string, plain: Buffer): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Throws when the place is another, the key is another, or a bit has changed. */
export function unseal(key: Buffer, place: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

const error = 'must be 32 random bytes in base64, such as `openssl rand -base64 32` prints';

/** The setting TANDEM_SECRETS_KEY of a service that seals what it keeps. */
export const secretsKeySetting = () =>
  z
    .string({ error })
    .refine((text) => /^[A-Za-z0-9+/]+=*$/.test(text) && Buffer.from(text, 'base64').length === 32, { error });
