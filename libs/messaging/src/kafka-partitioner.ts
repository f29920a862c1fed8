import type { ICustomPartitioner } from 'kafkajs';

/**
 * The partition of a key as every other Kafka client chooses it, so that a company's own producers and tools agree with
 * us on where a key lies. kafkajs has the same in arithmetic of its own on 64 bits, which takes ten times as long.
 */
export const byKey: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message: { key } }) =>
    (murmur2(Buffer.from(key ?? '')) & 0x7fffffff) % partitionMetadata.length;

/** MurmurHash2, 32 bits, with the seed of Kafka's Java client. */
function murmur2(bytes: Buffer): number {
  const m = 0x5bd1e995;
  const { length } = bytes;
  let h = 0x9747b28c ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let k = Math.imul(bytes.readInt32LE(i), m);
    k = Math.imul(k ^ (k >>> 24), m);
    h = Math.imul(h, m) ^ k;
  }
  const rest = length - i;
  if (rest > 2) h ^= bytes[i + 2]! << 16;
  if (rest > 1) h ^= bytes[i + 1]! << 8;
  if (rest > 0) h = Math.imul(h ^ bytes[i]!, m);
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}
