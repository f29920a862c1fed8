import { eachTail, type Interval } from './interval';
import { seededRandom } from './random';
import { tUpperQuantile } from './student-t';

const { log, sqrt } = Math;

/** Something counted, and over how much it was counted: an exposure of 1 for a plain value. */
export interface Observed {
  readonly amount: number;
  readonly exposure: number;
}

/** From before to after: the change and the interval that holds it. */
export interface Change {
  readonly change: number;
  /** The square of the standard error is this times (1 / before + 1 / after), of however many values there are. */
  readonly variance: number;
  /** Null where nothing varies, so that nothing can be told. */
  readonly interval: Interval | null;
}

/** How two samples are compared. The same seed gives the same interval on every machine. */
export interface ExchangeOptions {
  readonly seed: number | string;
  /** .9 unless told otherwise. */
  readonly level?: number;
  /** How often the values change sides; 9,999 unless told otherwise, 999 of large samples. */
  readonly resamples?: number;
  /** What is compared: the mean (or amount per exposure), or its logarithm; then a change is the logarithm of a ratio. */
  readonly scale?: 'linear' | 'log';
}

/** With more values than this, fewer exchanges do. */
const large = 2_000;

/**
 * By how much the mean, or the amount per exposure, changed. The interval is studentised, its critical values those of
 * the same data with the sides exchanged at random, or Welch's if they are wider. So if before and after do not differ,
 * it lies wholly above no change in no more than (1 - level) / 2 of all cases, and as rarely below, whatever the
 * distribution, the ties and the sizes; nearly so for equal means of unequal spread. It assumes values that are
 * independent of each other. Null where a side is empty or nothing varies.
 *
 * Each side's variance counts one more value, that varies as the others do or as all together, so that equal values too
 * have one; on the log scale a half is added to each amount.
 *
 * Source: studentised permutation, Janssen, Statistics and Probability Letters 36 (1997) 9; Chung and Romano, Exact and
 * Asymptotically Robust Permutation Tests, Annals of Statistics 41 (2013) 484.
 */
export function exchangedChange(
  before: readonly Observed[],
  after: readonly Observed[],
  { seed, level = 0.9, resamples, scale = 'linear' }: ExchangeOptions,
): Change | null {
  const tail = eachTail(level);
  const size = before.length + after.length;
  const draws = resamples ?? (size > large ? 999 : 9_999);
  const rank = Math.floor(tail * (draws + 1) * (1 + 1e-12));
  if (rank < 1) throw new RangeError(`${draws} exchanges are too few for a level of ${level}.`);
  if (before.length === 0 || after.length === 0) return null;

  // Only the smaller side is drawn: the other has what is left.
  const isAfterSmaller = after.length <= before.length;
  const [smaller, larger] = isAfterSmaller ? [after, before] : [before, after];
  const sides = sidesOf([...smaller, ...larger], scale === 'log');
  if (sides === 'even') return { change: 0, variance: 0, interval: null };
  if (sides === 'none') return null;
  const sign = isAfterSmaller ? 1 : -1;
  const order = Uint32Array.from({ length: size }, (_, index) => index);
  const seen = { ...sides.compare(order, smaller.length) };

  const random = seededRandom(seed);
  const statistics = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < smaller.length; i++) {
      const j = i + (((random() / 2 ** 32) * (size - i)) >>> 0);
      const taken = order[j]!;
      order[j] = order[i]!;
      order[i] = taken;
    }
    const { difference, standardError } = sides.compare(order, smaller.length);
    statistics[draw] = (sign * difference) / standardError;
  }
  statistics.sort();
  const least = tUpperQuantile(tail, welchDof(seen.variance, smaller.length, seen.varianceOfOthers, larger.length));
  // The same exchange, summed in another order, must not count as another.
  const reach = (statistic: number) => statistic * (1 + 1e-9) * seen.standardError;
  const change = sign * seen.difference;
  return {
    change,
    variance: seen.standardError ** 2 / (1 / before.length + 1 / after.length),
    interval: {
      low: change - reach(Math.max(least, statistics[draws - rank]!)),
      high: change - reach(Math.min(-least, statistics[rank - 1]!)),
      level,
    },
  };
}

/** The degrees of freedom of Welch and Satterthwaite, of a variance that one value alone has taken for one. */
function welchDof(a: number, sizeOfA: number, b: number, sizeOfB: number): number {
  return (a + b) ** 2 / (a ** 2 / Math.max(1, sizeOfA - 1) + b ** 2 / Math.max(1, sizeOfB - 1));
}

/** Compares the first `count` of an order with the others. Sums are of what differs from the common rate. */
function sidesOf(observed: readonly Observed[], isLog: boolean) {
  const wrong = observed.find(
    ({ amount, exposure }) => !(Number.isFinite(amount) && exposure > 0 && exposure < Infinity),
  );
  if (wrong)
    throw new RangeError(
      `A finite amount and an exposure above 0 are needed, not ${wrong.amount} over ${wrong.exposure}.`,
    );
  const size = observed.length;
  const exposures = Float64Array.from(observed, ({ exposure }) => exposure);
  const allExposure = exposures.reduce((total, exposure) => total + exposure, 0);
  const rate = observed.reduce((total, { amount }) => total + amount, 0) / allExposure;
  const residuals = Float64Array.from(observed, ({ amount, exposure }) => amount - rate * exposure);
  const all = sumsOf(residuals, exposures);
  const oneMore = all.squared / (size - 1);
  const noise = 1e-24 * rate ** 2 * all.exposureSquared;
  if (isLog && !(rate > 0)) return 'none';
  if (!(oneMore > noise)) return 'even';

  const result = { difference: 0, standardError: 0, variance: 0, varianceOfOthers: 0 };
  const part = { value: 0, variance: 0 };
  const settle = (
    n: number,
    sum: number,
    squared: number,
    crossed: number,
    exposure: number,
    exposureSquared: number,
  ) => {
    const off = sum / exposure;
    const around = squared - 2 * off * crossed + off * off * exposureSquared;
    const squares = around > 0 ? around : 0;
    const own = n > 1 ? squares / (n - 1) : 0;
    const spread = squares + (own > oneMore ? own : oneMore);
    const amount = rate * exposure + sum + 0.5;
    part.value = isLog ? log(amount / exposure) : off;
    part.variance = spread / (isLog ? amount * amount : exposure * exposure);
  };
  const compare = (order: Uint32Array, count: number) => {
    let [sum, squared, crossed, exposure, exposureSquared] = [0, 0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const index = order[i]!;
      const residual = residuals[index]!;
      const over = exposures[index]!;
      sum += residual;
      squared += residual * residual;
      crossed += residual * over;
      exposure += over;
      exposureSquared += over * over;
    }
    settle(count, sum, squared, crossed, exposure, exposureSquared);
    const { value, variance } = part;
    settle(
      size - count,
      all.sum - sum,
      all.squared - squared,
      all.crossed - crossed,
      allExposure - exposure,
      all.exposureSquared - exposureSquared,
    );
    result.difference = value - part.value;
    result.variance = variance;
    result.varianceOfOthers = part.variance;
    result.standardError = sqrt(variance + part.variance);
    return result;
  };
  return { compare };
}

function sumsOf(residuals: Float64Array, exposures: Float64Array) {
  const sums = { sum: 0, squared: 0, crossed: 0, exposureSquared: 0 };
  for (const [index, residual] of residuals.entries()) {
    const exposure = exposures[index]!;
    sums.sum += residual;
    sums.squared += residual * residual;
    sums.crossed += residual * exposure;
    sums.exposureSquared += exposure * exposure;
  }
  return sums;
}
