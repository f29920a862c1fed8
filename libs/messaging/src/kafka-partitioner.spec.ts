import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners, type PartitionMetadata } from 'kafkajs';
import { byKey } from './kafka-partitioner';

const partitions = (n: number): PartitionMetadata[] =>
  Array.from({ length: n }, (_, partitionId) => ({
    ...{ partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] },
  }));
const place = (partitioner: typeof byKey, key: string, n: number) =>
  partitioner()({ topic: 't', partitionMetadata: partitions(n), message: { key, value: '' } });

describe('The partition of a key', () => {
  it('is that of every other client', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (key, n) => {
        expect(place(byKey, key, n)).toBe(place(Partitioners.DefaultPartitioner as typeof byKey, key, n));
      }),
    ));

  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ])('is that of the Java client: %s', (key, hash) => {
    expect(place(byKey, key, 1_000_003)).toBe((hash & 0x7fffffff) % 1_000_003);
  });
});
