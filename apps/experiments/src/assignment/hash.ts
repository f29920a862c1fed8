import { createHash } from 'node:crypto';

const { imul } = Math; // once: under a test runner each look-up of a global costs more than the rest

/** FNV-1a, 32 bits, over UTF-16 code units, as GrowthBook has it (Fowler, Noll & Vo, draft-eastlake-fnv). */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const encoder = new TextEncoder();
const scratch = new Uint8Array(1024);

/** MurmurHash3 x86, 32 bits, over UTF-8 (Appleby 2011). */
export function murmur3(text: string, seed = 0): number {
  const isLong = text.length * 3 > scratch.length;
  const bytes = isLong ? encoder.encode(text) : scratch;
  const length = isLong ? bytes.length : utf8(text);
  const whole = length & ~3;
  let hash = seed;
  for (let i = 0; i < whole; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    hash ^= scrambled(word);
    hash = (imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!;
  if (length > whole) hash ^= scrambled(rest);
  return mixed(hash ^ length);
}

function mixed(hash: number): number {
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Writes the text into `scratch`, and answers how many bytes it took. Most texts are ASCII: no call into the runtime. */
function utf8(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return encoder.encodeInto(text, scratch).written;
    scratch[i] = code;
  }
  return text.length;
}

function scrambled(word: number): number {
  const product = imul(word, 0xcc9e2d51);
  return imul((product << 15) | (product >>> 17), 0x1b873593);
}

/**
 * A number from 0 to below 1 with 53 bits, the same for the same text, always: MurmurHash3 x86 with two seeds in one
 * pass. The text comes in two pieces, so that nobody joins them for every unit.
 */
export function fraction(salt: string, unit: string): number {
  const { length } = salt;
  for (let i = 0; i < length; i++) {
    const code = salt.charCodeAt(i);
    if (code > 127 || i >= mostInPlace) return ofAnyText(salt + unit);
    scratch[i] = code;
  }
  const whole = length + unit.length;
  if (whole > mostInPlace) return ofAnyText(salt + unit);
  for (let i = 0, at = length; at < whole; i++, at++) {
    const code = unit.charCodeAt(i);
    if (code > 127) return ofAnyText(salt + unit);
    scratch[at] = code;
  }
  let a = seeds.high;
  let b = seeds.low;
  const end = whole & ~3;
  for (let i = 0; i < end; i += 4) {
    const word = scrambled(scratch[i]! | (scratch[i + 1]! << 8) | (scratch[i + 2]! << 16) | (scratch[i + 3]! << 24));
    a ^= word;
    b ^= word;
    a = (imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
    b = (imul((b << 13) | (b >>> 19), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = whole - 1; i >= end; i--) rest = (rest << 8) | scratch[i]!;
  if (whole > end) {
    const word = scrambled(rest);
    a ^= word;
    b ^= word;
  }
  return joined(mixed(a ^ whole), mixed(b ^ whole));
}

const seeds = { high: 0x2545f491, low: 0x9e3779b9 };
const mostInPlace = scratch.length;
const ofAnyText = (text: string) => joined(murmur3(text, seeds.high), murmur3(text, seeds.low));
const joined = (high: number, low: number) => (high * 0x200000 + (low >>> 11)) / 2 ** 53;

/** The first 32 bits of MD5, as Eppo has it. */
export const md5Start = (text: string): number => createHash('md5').update(text).digest().readUInt32BE(0);

/** The first 15 hexadecimal digits of SHA-1 as a fraction of the largest such number, as PlanOut has it. */
export const sha1Fraction = (text: string): number =>
  Number(BigInt(`0x${sha1(text)}`)) / Number(BigInt('0xFFFFFFFFFFFFFFF'));

/** The same number, whole. */
export const sha1Start = (text: string): bigint => BigInt(`0x${sha1(text)}`);

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').slice(0, 15);
