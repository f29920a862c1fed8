import { expect, it } from '@jest/globals';
import { inEpochOf } from './horizon';

it.each([
  ['a little older', 0x3_0000_0100n, 0xf0n, 0x3_0000_00f0n],
  ['the same', 0x3_0000_0100n, 0x100n, 0x3_0000_0100n],
  ['begun since', 0x3_0000_0100n, 0x1ffn, 0x3_0000_01ffn],
  ['of the epoch before', 0x3_0000_0100n, 0xffff_fff0n, 0x2_ffff_fff0n],
  ['of the epoch that has just begun', 0x2_ffff_fff0n, 0x3n, 0x3_0000_0003n],
])('a 32-bit transaction id stands for the nearest one: %s', (_, known, xid, full) => {
  expect(inEpochOf(known, xid)).toBe(full);
});
