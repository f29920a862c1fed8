import type { Side } from './effect';
import { betaQuantile } from './incomplete-beta';
import { stirlingRemainder } from './incomplete-gamma';
import { eachTail, type Interval } from './interval';
import { type Count, refuseImpossible, wilson } from './proportions';
import { seededRandom } from './random';

/**
 * The interval of a share that holds the middle of what is believed after it was seen, beginning with Jeffreys' prior
 * Beta(1/2, 1/2); at 0 and n of n it reaches the end. Null for n = 0.
 *
 * Source: Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16 (2001) 101.
 */
export function jeffreys({ successes, n }: Count, level = 0.95): Interval | null {
  if (n === 0) return null;
  const [a, b] = [successes + 0.5, n - successes + 0.5];
  const tail = eachTail(level);
  return {
    low: successes === 0 ? 0 : betaQuantile(a, b, tail),
    high: successes === n ? 1 : 1 - betaQuantile(b, a, tail),
    level,
  };
}

/**
 * The interval of a difference of two shares, b minus a, sensible for few cases: the Wilson intervals of both, squared
 * and added. Null where a side is empty.
 *
 * Source: Newcombe, Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine 17
 * (1998) 873, method 10.
 */
export function newcombe(a: Count, b: Count, level = 0.95): Interval | null {
  const [ofA, ofB] = [wilson(a.successes, a.n, level), wilson(b.successes, b.n, level)];
  if (!ofA || !ofB) return null;
  const [rateA, rateB] = [a.successes / a.n, b.successes / b.n];
  const difference = rateB - rateA;
  return {
    low: difference - Math.hypot(rateB - ofB.low, ofA.high - rateA),
    high: difference + Math.hypot(ofB.high - rateB, rateA - ofA.low),
    level,
  };
}

/**
 * Whether two shares differ, exactly: the chance, given how many did it on both sides together, of a table that is as
 * rare as this one or rarer; of one side (`greater`: b's share is the higher), of one that lies as far on that side.
 * Null where a side is empty.
 *
 * Source: Fisher, The Logic of Inductive Inference, JRSS 98 (1935) 39; two-sided by probability, as R's fisher.test.
 */
export function fisherExact(a: Count, b: Count, side: Side = 'two-sided'): number | null {
  refuseImpossible(a);
  refuseImpossible(b);
  if (a.n === 0 || b.n === 0) return null;
  const did = a.successes + b.successes;
  const logChance = (x: number) => logChoose(a.n, x) + logChoose(b.n, did - x) - logChoose(a.n + b.n, did);
  const [least, most] = [Math.max(0, did - b.n), Math.min(a.n, did)];
  if (side === 'two-sided') return rareness(least, most, a.successes, logChance);
  const [from, to] = side === 'greater' ? [least, a.successes] : [a.successes, most];
  let p = 0;
  for (let x = from; x <= to; x++) p += Math.exp(logChance(x));
  return Math.min(1, p);
}

/**
 * Whether a share differs from a given rate, exactly: the chance, at that rate, of a count as rare as this one or rarer.
 * Two-sided. Null for n = 0.
 *
 * Source: Clopper and Pearson, Biometrika 26 (1934) 404; two-sided by probability, as R's binom.test.
 */
export function binomialTest({ successes, n }: Count, rate: number): number | null {
  if (!(rate > 0 && rate < 1)) throw new RangeError(`The rate to compare with must lie between 0 and 1, not ${rate}.`);
  if (n === 0) return null;
  const logChance = (x: number) => logChoose(n, x) + x * Math.log(rate) + (n - x) * Math.log1p(-rate);
  return rareness(0, n, successes, logChance);
}

/** What was found by giving out the labels of two groups in every way, or in many ways by chance. */
export interface PermutationTest {
  /** Mean of b minus mean of a. */
  readonly difference: number;
  /** Two-sided: the share of ways with a difference at least as large. */
  readonly p: number;
  readonly ways: number;
  /** Whether every way was tried. */
  readonly isExact: boolean;
}

const mostWays = 200_000;
const drawn = 20_000;

/**
 * Whether two small samples differ in their mean, without a word about how values are spread. Up to 200,000 ways to
 * give out the labels are all tried; beyond that 20,000 are drawn, the same ones every time, and the one that was seen
 * is counted among them. Null where a side is empty.
 *
 * Source: Pitman, JRSS Supplement 4 (1937) 119; Phipson and Smyth, Permutation P-values Should Never Be Zero, SAGMB 9
 * (2010) 39.
 */
export function permutationTest(a: readonly number[], b: readonly number[]): PermutationTest | null {
  if (a.length === 0 || b.length === 0) return null;
  const values = [...a, ...b];
  const total = sumOf(values);
  const differenceOf = (sumOfB: number) => sumOfB / b.length - (total - sumOfB) / a.length;
  const difference = differenceOf(sumOf(b));
  const ways = Math.round(Math.exp(logChoose(values.length, b.length)));
  const reaches = atLeast(difference, values);
  if (ways <= mostWays) {
    const as = countSubsets(values, b.length, (sum) => reaches(differenceOf(sum)));
    return { difference, p: as.reached / as.ways, ways: as.ways, isExact: true };
  }
  const random = seededRandom(`${a.length}/${b.length}`);
  let reached = 1;
  for (let i = 0; i < drawn; i++) {
    const rest = [...values];
    let sum = 0;
    for (let k = 0; k < b.length; k++) {
      const at = k + (random() % (rest.length - k));
      [rest[k], rest[at]] = [rest[at]!, rest[k]!];
      sum += rest[k]!;
    }
    if (reaches(differenceOf(sum))) reached++;
  }
  return { difference, p: reached / (drawn + 1), ways: drawn + 1, isExact: false };
}

/**
 * Whether changes of the same few (before and after) lie off 0 in the mean: each change might as well have gone the
 * other way. Up to 17 changes are turned in every way, of more 20,000 ways are drawn. Null without a change.
 *
 * Source: Fisher, The Design of Experiments (1935), 21.
 */
export function signFlipTest(changes: readonly number[]): PermutationTest | null {
  const n = changes.length;
  if (n === 0) return null;
  const difference = sumOf(changes) / n;
  const reaches = atLeast(difference, changes);
  const isExact = 2 ** n <= mostWays;
  const random = seededRandom(n);
  const ways = isExact ? 2 ** n : drawn;
  let reached = isExact ? 0 : 1;
  for (let way = 0; way < ways; way++) {
    const flipped = changes.map((change, i) => ((isExact ? (way >> i) & 1 : random() & 1) ? -change : change));
    if (reaches(sumOf(flipped) / n)) reached++;
  }
  return { difference, p: reached / (isExact ? ways : ways + 1), ways: isExact ? ways : ways + 1, isExact };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** As large as what was seen, but for what rounding of sums makes of equal ones. */
const atLeast = (seen: number, values: readonly number[]) => {
  const slack = 1e-10 * Math.max(...values.map(Math.abs), Math.abs(seen));
  return (difference: number) => Math.abs(difference) >= Math.abs(seen) - slack;
};

/** Goes through every choice of so many of the values. */
function countSubsets(values: readonly number[], size: number, reaches: (sum: number) => boolean) {
  const found = { reached: 0, ways: 0 };
  const choose = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      found.ways++;
      if (reaches(sum)) found.reached++;
      return;
    }
    for (let i = from; i <= values.length - left; i++) choose(i + 1, left - 1, sum + values[i]!);
  };
  choose(0, size, 0);
  return found;
}

/** The chance of all counts that are not more likely than the one that was seen. */
function rareness(least: number, most: number, seen: number, logChance: (x: number) => number): number {
  const limit = logChance(seen) + 1e-7;
  let p = 0;
  for (let x = least; x <= most; x++) if (logChance(x) <= limit) p += Math.exp(logChance(x));
  return Math.min(1, p);
}

const logFactorials = [0, 0];
const tabled = 1_000;

/** Tabled for few; of more the Stirling form, whose remainder is exact to the last digits. */
function logFactorial(n: number): number {
  if (n > tabled) return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + stirlingRemainder(n);
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
