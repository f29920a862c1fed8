import type { Algorithm } from './flag.events';
import { fnv1a32, fraction, md5Start, murmur3, sha1Fraction } from './hash';

export type { Algorithm };

/** What is spread, and how. */
export interface Split {
  readonly algorithm: Algorithm;
  /** The same for all units of an experiment, and of no other one. */
  readonly salt: string;
  /** In the order of the variants, any positive numbers. */
  readonly weights: readonly number[];
  /** The share of the units that takes part, from 0 to 1. Growing it moves nobody from one variant to another. */
  readonly coverage: number;
}

/** The index of the variant that a unit sees, -1 while it does not take part. The same answer for the same input, always. */
export const variantOf = (split: Split, unit: string): number => choosers[split.algorithm](split, unit);

const sum = (weights: readonly number[]) => weights.reduce((whole, weight) => whole + weight, 0);

/** The first weight whose running total is more than `at` (0 to below 1) of the whole. */
function weighed(weights: readonly number[], at: number): number {
  let left = at * sum(weights);
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

type Chooser = (split: Split, unit: string) => number;

/**
 * Two independent numbers with 53 bits a unit: whether it takes part, and what it sees. So a ramp-up moves nobody, and
 * two experiments, or an experiment and a layer, know nothing of each other.
 */
const tandem: Chooser = ({ salt, weights, coverage }, unit) => {
  if (coverage < 1 && fraction(`${salt}/part/`, unit) >= coverage) return -1;
  return weighed(weights, fraction(`${salt}/variant/`, unit));
};

/** GrowthBook's two hashes, from 0 to below 1 in 10,000 or 1,000 steps. Source: its cases.json, specification 0.8. */
export const growthbookHash = (seed: string, value: string, version: 1 | 2): number =>
  version === 2 ? (fnv1a32(String(fnv1a32(seed + value))) % 10_000) / 10_000 : (fnv1a32(value + seed) % 1_000) / 1_000;

/** Each variant's stretch of the line from 0 to 1; what coverage leaves out lies at the end of each. */
export function growthbookRanges(count: number, coverage: number, weights?: readonly number[] | null) {
  const covered = Math.min(1, Math.max(0, coverage));
  const equal = Array.from({ length: count }, () => 1 / count);
  const holds = weights?.length === count && sum(weights) >= 0.99 && sum(weights) <= 1.01;
  let start = 0;
  return (holds ? weights : equal).map((weight) => {
    const from = start;
    start += weight;
    return [from, from + covered * weight] as const;
  });
}

/** The stretch in which a number lies, -1 in none. */
export const growthbookChoice = (n: number, ranges: readonly (readonly [number, number])[]): number =>
  ranges.findIndex(([from, to]) => n >= from && n < to);

const growthbook =
  (version: 1 | 2): Chooser =>
  ({ salt, weights, coverage }, unit) => {
    const shares = weights.map((weight) => weight / sum(weights));
    return growthbookChoice(growthbookHash(salt, unit, version), growthbookRanges(weights.length, coverage, shares));
  };

/** PlanOut's WeightedChoice over `salt.variant.unit`; coverage by its BernoulliTrial over `salt.exposed.unit`. */
const planout: Chooser = ({ salt, weights, coverage }, unit) => {
  if (coverage < 1 && !(sha1Fraction(`${salt}.exposed.${unit}`) <= coverage)) return -1;
  const at = sha1Fraction(`${salt}.variant.${unit}`) * sum(weights);
  let reached = 0;
  return weights.findIndex((weight) => (reached += weight) >= at);
};

const variantSeed = 86028157;

/** Unleash's numbers, 1 to `normalizer`: gradual roll-out with seed 0, variants with a seed of their own. */
export const unleashNumber = (group: string, unit: string, normalizer: number, seed = 0): number =>
  (murmur3(`${group}:${unit}`, seed) % normalizer) + 1;

const unleash: Chooser = ({ salt, weights, coverage }, unit) => {
  if (unleashNumber(salt, unit, 100) > Math.round(coverage * 100)) return -1;
  const thousandths = weights.map((weight) => Math.round((weight / sum(weights)) * 1_000));
  const target = unleashNumber(salt, unit, sum(thousandths), variantSeed);
  let reached = 0;
  return thousandths.findIndex((weight) => (reached += weight) >= target);
};

const shards = 10_000;
const shard = (text: string) => md5Start(text) % shards;

/** Eppo's shards: `exposure-unit-salt` below the coverage, then `assignment-unit-salt` in equal or weighed stretches. */
const eppo: Chooser = ({ salt, weights, coverage }, unit) => {
  if (shard(`exposure-${unit}-${salt}`) >= Math.round(coverage * shards)) return -1;
  const at = shard(`assignment-${unit}-${salt}`);
  let reached = 0;
  const index = weights.findIndex((weight) => at < Math.floor(((reached += weight) / sum(weights)) * shards));
  return index < 0 ? weights.length - 1 : index;
};

/** flagd's fractional operation, second edition: a hash times the whole weight, whole numbers only. */
export const flagdBucket = (key: string, wholeWeight: number): number =>
  Number((BigInt(murmur3(key)) * BigInt(wholeWeight)) >> 32n);

const flagd: Chooser = ({ salt, weights, coverage }, unit) => {
  const whole = weights.map((weight) => Math.round((weight / sum(weights)) * 1_000_000));
  if (coverage < 1 && flagdBucket(`${salt}/part${unit}`, shards) >= Math.round(coverage * shards)) return -1;
  const bucket = flagdBucket(`${salt}${unit}`, sum(whole));
  let reached = 0;
  const index = whole.findIndex((weight) => (reached += weight) > bucket);
  return index < 0 ? whole.length - 1 : index;
};

const choosers: Readonly<Record<Algorithm, Chooser>> = {
  tandem,
  growthbook: growthbook(2),
  'growthbook-v1': growthbook(1),
  ...{ planout, unleash, eppo, flagd },
};

export const algorithms = Object.keys(choosers) as readonly Algorithm[];
