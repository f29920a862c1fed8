/** The next of a sequence of whole numbers, each of 0 … 2³² - 1 equally likely. */
export type Random = () => number;

/**
 * A sequence that looks like chance and is the same for the same seed, on every machine and for ever.
 *
 * Source: xoshiro128** 1.1, Blackman and Vigna (2018), its state filled by SplitMix32 from the seed's FNV-1a hash.
 */
export function seededRandom(seed: number | string): Random {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(String(seed))) state = Math.imul(state ^ byte, 0x01000193);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  return xoshiro128(next(), next(), next(), next());
}

/** xoshiro128** 1.1 from a state that is not all zero. */
export function xoshiro128(a: number, b: number, c: number, d: number): Random {
  let [s0, s1, s2, s3] = [a, b, c, d];
  return () => {
    const result = Math.imul(rotated(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotated(s3, 11);
    return result;
  };
}

const rotated = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));
