import { seededRandom } from './random';

/** What a steady process keeps within. */
export interface ProcessLimits {
  readonly mean: number;
  /** The mean step from one value to the next. */
  readonly meanMovingRange: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Between which values a process lies that only varies as it always did: the mean and 2.66 mean steps to either side.
 * The values are in the order of time; null with fewer than two.
 *
 * Source: XmR chart, 2.66 = 3 / 1.128, Wheeler, Understanding Variation (1993); NIST/SEMATECH e-Handbook 6.3.2.2.
 */
export function processLimits(values: readonly number[]): ProcessLimits | null {
  if (!values.every(Number.isFinite)) throw new RangeError('A value must be a finite number.');
  if (values.length < 2) return null;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  let steps = 0;
  for (let i = 1; i < values.length; i++) steps += Math.abs(values[i]! - values[i - 1]!);
  const meanMovingRange = steps / (values.length - 1);
  const reach = 2.66 * meanMovingRange;
  return { mean, meanMovingRange, low: mean - reach, high: mean + reach };
}

/** Which way a process is wanted to move. */
export type Wanted = 'more' | 'less';

/** What a sign is looked for by. The same seed gives the same answer on every machine. */
export interface SignalOptions {
  readonly wanted: Wanted;
  /** How many values are awaited after the change in all; the chart may be looked at after each of them. */
  readonly looks: number;
  readonly seed: number | string;
  /** .045 unless told otherwise. */
  readonly chance?: number;
  /** How many orders are tried, at least; 9,999 unless told otherwise. */
  readonly resamples?: number;
}

/** What a chart of a process shows after a change, and whether it may be believed. */
export interface ProcessSignal {
  readonly limits: ProcessLimits;
  /** The first value beyond the limit on the wanted side (rule 1), counted from 0 after the change; null for none. */
  readonly beyond: number | null;
  /** The value that completes the first eight in a row on the wanted side of the mean; null for none. */
  readonly eighth: number | null;
  /** Whether one of them is so strong that a steady process would show it at one of the looks in `chance` of all cases. */
  readonly isCalled: boolean;
}

/**
 * Whether a process moved to the wanted side since a change: a value beyond its limits or eight in a row on that side of
 * its mean, both of the values before. A chart that is looked at again and again shows such a sign sooner or later; so
 * a sign is called only if few enough of all orders of the same values show one as strong, fewer at the first looks than
 * at the last. Thus a process whose values are independent is called in no more than `chance` of all cases over all
 * looks together, whatever their distribution. Null with fewer than two values before, or without one after.
 *
 * Source: rules 1 and 2 of Wheeler, Understanding Variation (1993); permutation, Good, Permutation Tests (2005); spending
 * over looks, Lan and DeMets, Discrete Sequential Boundaries for Clinical Trials, Biometrika 70 (1983) 659.
 */
export function processSignal(
  before: readonly number[],
  after: readonly number[],
  { wanted, looks, seed, chance = 0.045, resamples = 9_999 }: SignalOptions,
): ProcessSignal | null {
  if (!(Number.isInteger(looks) && looks >= 1))
    throw new RangeError(`looks must be a whole number above 0, not ${looks}.`);
  if (!after.every(Number.isFinite)) throw new RangeError('A value must be a finite number.');
  const limits = processLimits(before);
  if (limits === null || after.length === 0) return null;
  const sign = wanted === 'more' ? 1 : -1;
  const series = Float64Array.from([...before, ...after], (value) => sign * value);
  const beyond = after.findIndex((value) => (wanted === 'more' ? value > limits.high : value < limits.low));
  const eighth = after.findIndex(
    (_, index) => index >= 7 && after.slice(index - 7, index + 1).every((value) => sign * (value - limits.mean) > 0),
  );
  const seen = { beyond: beyond < 0 ? null : beyond, eighth: eighth < 0 ? null : eighth };
  if (beyond < 0 && eighth < 0) return { limits, ...seen, isCalled: false };

  const strength = { reach: 0, run: 0 };
  measure(series, before.length, strength);
  const { reach, run } = strength;
  const [forReach, forRun] = sharesOf(chance, after.length, looks, before.length);
  const draws = Math.max(resamples, Math.ceil(2 / forReach) - 1);
  const random = seededRandom(seed);
  let [asFar, asLong] = [1, 1];
  const isRare = (count: number, share: number) => count / (draws + 1) <= share * (1 + 1e-12);
  const mayBeCalled = () => (beyond >= 0 && isRare(asFar, forReach)) || (eighth >= 0 && isRare(asLong, forRun));
  for (let draw = 0; draw < draws && mayBeCalled(); draw++) {
    for (let i = series.length - 1; i > 0; i--) {
      const j = ((random() / 2 ** 32) * (i + 1)) >>> 0;
      const moved = series[i]!;
      series[i] = series[j]!;
      series[j] = moved;
    }
    measure(series, before.length, strength);
    if (strength.reach >= reach * (1 - 1e-9)) asFar++;
    if (strength.run >= run) asLong++;
  }
  return { limits, ...seen, isCalled: mayBeCalled() };
}

/**
 * What may be spent until this look: of a value beyond the limits it grows with each look, of eight in a row from the
 * eighth on, each to one half, unless too few values are awaited for eight in a row. Both measures only ever grow, so
 * that little is spent twice: `kept` makes up for it, found by simulation for up to 60 looks at up to three times as
 * many values as before, and shrinks beyond.
 */
function sharesOf(chance: number, seen: number, looks: number, before: number): [forReach: number, forRun: number] {
  const kept = looks === 1 ? 1 : 0.6 * Math.min(1, (3 * before) / looks);
  const most = (chance * kept) / (looks < 8 ? 1 : 2);
  return [most * Math.min(1, seen / looks), most * Math.min(1, Math.max(0, seen - 7) / Math.max(1, looks - 7))];
}

/** How many mean steps the greatest value after lies above the mean before, and how many in a row lie above it. */
function measure(series: Float64Array, before: number, strength: { reach: number; run: number }): void {
  let [sum, steps] = [series[0]!, 0];
  for (let i = 1; i < before; i++) {
    sum += series[i]!;
    steps += Math.abs(series[i]! - series[i - 1]!);
  }
  const mean = sum / before;
  let [greatest, run, longest] = [0, 0, 0];
  for (let i = before; i < series.length; i++) {
    const above = series[i]! - mean;
    run = above > 1e-12 * Math.abs(mean) ? run + 1 : 0;
    if (run > longest) longest = run;
    if (above > greatest) greatest = above;
  }
  strength.reach = steps > 0 ? (greatest * (before - 1)) / steps : greatest > 0 ? Infinity : 0;
  strength.run = longest;
}
