import { createHash, randomFillSync } from 'node:crypto';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID, the shape of every id that is stored. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && uuid.test(text);

const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/** A new id, ordered by time (UUID version 7, RFC 9562). */
export function uuidv7(now = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool); // one call for 256 ids: the call costs more than the bytes
    used = 0;
  }
  const bytes = pool.subarray(used, (used += 16));
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return textOf(bytes);
}

/** The same id for the same name, always (UUID version 5, RFC 9562). */
export function uuidv5(namespace: string, name: string): string {
  if (!isUuid(namespace)) throw new Error('The namespace of a name must be a UUID.');
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return textOf(bytes);
}

function textOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
