import { cliffsDelta, type Dominance } from './cliffs-delta';
import { type Change, exchangedChange, type Observed } from './exchange';
import type { Interval } from './interval';
import { medianRatio, type MedianRatio } from './median-ratio';
import { normalQuantile } from './normal';
import { type ProcessSignal, processSignal, type Wanted } from './process-behaviour';
import type { Count } from './proportions';
import { type Occurrences, rateRatio } from './rate-ratio';
import { shareChange } from './share-change';

/** What a re-measurement may say. */
export type Outcome = 'improved' | 'worse' | 'no_change' | 'insufficient_data';

/** What holds for every measure. */
interface Aim {
  readonly wanted: Wanted;
  /** The least change that is worth having, in the unit of the effect; a share of the old value where that is a ratio. */
  readonly minEffect?: number;
  /** The same seed gives the same verdict on every machine. */
  readonly seed: number | string;
  /** How often values are exchanged or drawn again; 9,999 unless told otherwise. */
  readonly resamples?: number;
}

interface Samples extends Aim {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

interface Counts extends Aim {
  readonly before: readonly Occurrences[];
  readonly after: readonly Occurrences[];
}

/** What was measured before and after a change. Values must be independent: not the same person's twice on a side. */
export type Measured =
  /** Answers on a scale or scores: their means are compared, the effect is after less before. */
  | (Samples & { readonly kind: 'score' })
  /** How long things took that have ended: their geometric means are compared, the effect is after over before. */
  | (Samples & { readonly kind: 'duration' })
  /** Occurrences, best period by period: the effect is the rate after over that before. */
  | (Counts & { readonly kind: 'count' })
  /** How many of n: the effect is the share after less that before, both (x + 1) / (n + 2). */
  | (Aim & { readonly kind: 'share'; readonly before: Count; readonly after: Count })
  /** A series in the order of time, and how many values are awaited after: it may be judged after each. Effect as of a score. */
  | (Samples & { readonly kind: 'series'; readonly looks: number });

/** A verdict with all that it rests on. */
export interface Verdict {
  readonly outcome: Outcome;
  /** How many values each side has; of a share, how many cases; of counts, how many periods. */
  readonly n: { readonly before: number; readonly after: number };
  /** The unit is told at {@link Measured}: a difference, or a ratio. Null where nothing can be compared. */
  readonly effect: number | null;
  readonly interval: Interval | null;
  /** How much more often a value after is better than one before than worse: 1 always, -1 never. */
  readonly dominance: Dominance | null;
  readonly medians: MedianRatio | null;
  /** What the chart of a series shows. */
  readonly signal: ProcessSignal | null;
  /** Undecided: how many each side needs to tell minEffect, or else the effect seen, from none in 4 of 5 cases. */
  readonly needed: number | null;
  readonly method: 'exchange' | 'exchange-log' | 'exact' | 'poisson-exact' | 'xmr';
}

/**
 * The level of every interval. If nothing changed, a verdict `improved` comes in no more than 4.5 % of all cases, and
 * `worse` as rarely: less than the 5 % allowed, so that the promise also holds where it is counted.
 */
export const verdictLevel = 0.91;

const tail = (1 - verdictLevel) / 2;

/**
 * Whether a change helped. `improved`: the interval excludes no change on the wanted side and the effect is minEffect or
 * more (of a series, a called sign of its chart takes the place of the interval); `worse`: the same on the other side;
 * `no_change`: the whole interval is nearer to none than minEffect; otherwise `insufficient_data`, with the n it needs.
 * Throws a RangeError for a minEffect below 0, or of 1 and more where less is wanted of a ratio, and for bad values.
 */
export function verdictOf(measured: Measured): Verdict {
  const { wanted, minEffect = 0 } = measured;
  const isRatio = measured.kind === 'duration' || measured.kind === 'count';
  if (!(minEffect >= 0 && minEffect < Infinity && (!isRatio || wanted === 'more' || minEffect < 1)))
    throw new RangeError(
      `minEffect must be 0 or more${isRatio ? ', and below 1 where less is wanted' : ''}, not ${minEffect}.`,
    );
  const least = isRatio ? Math.abs(Math.log(wanted === 'more' ? 1 + minEffect : 1 - minEffect)) : minEffect;
  const evidence = evidenceOf(measured);
  const { change, n, signals } = evidence;
  const outcome = outcomeOf(change, wanted, least, signals);
  const told = isRatio ? Math.exp : (value: number) => value;
  return {
    outcome,
    n,
    effect: change && told(change.change),
    interval: change?.interval
      ? { low: told(change.interval.low), high: told(change.interval.high), level: verdictLevel }
      : null,
    dominance: evidence.dominance ?? null,
    medians: evidence.medians ?? null,
    signal: signals?.wanted ?? null,
    needed: outcome === 'insufficient_data' ? neededFor(change, least, Math.min(n.before, n.after)) : null,
    method: evidence.method,
  };
}

interface Evidence {
  readonly method: Verdict['method'];
  readonly n: Verdict['n'];
  readonly change: Change | null;
  readonly dominance?: Dominance | null;
  readonly medians?: MedianRatio | null;
  readonly signals?: Signals;
}

interface Signals {
  readonly wanted: ProcessSignal | null;
  readonly unwanted: ProcessSignal | null;
}

function evidenceOf(measured: Measured): Evidence {
  const { seed, resamples = 9_999 } = measured;
  switch (measured.kind) {
    case 'score':
      return { method: 'exchange', ...ofSamples(measured), change: meansChange(measured) };
    case 'duration':
      return {
        method: 'exchange-log',
        ...ofSamples(measured),
        medians: medianRatio(measured.before, measured.after, { seed, level: verdictLevel, resamples }),
        change: logMeansChange(measured),
      };
    case 'count': {
      const { before, after } = measured;
      const n = { before: before.length, after: after.length };
      return before.length === 1 && after.length === 1
        ? { method: 'poisson-exact', n, change: poissonChange(before[0]!, after[0]!) }
        : { method: 'exchange-log', n, change: rateChange(measured) };
    }
    case 'share': {
      const { before, after } = measured;
      const change = shareChange(before, after, verdictLevel);
      return { method: 'exact', n: { before: before.n, after: after.n }, change };
    }
    case 'series': {
      const { before, after, wanted, looks } = measured;
      const other = wanted === 'more' ? 'less' : 'more';
      const signal = (side: Wanted) =>
        processSignal(before, after, { wanted: side, looks, seed, chance: tail, resamples });
      return {
        method: 'xmr',
        ...ofSamples(measured),
        change: meansChange(measured),
        signals: { wanted: signal(wanted), unwanted: signal(other) },
      };
    }
  }
}

function ofSamples({ before, after, wanted }: Samples) {
  const [better, worse] = wanted === 'more' ? [after, before] : [before, after];
  return { n: { before: before.length, after: after.length }, dominance: cliffsDelta(better, worse, verdictLevel) };
}

const plain = (amount: number): Observed => ({ amount, exposure: 1 });

const meansChange = ({ before, after, seed, resamples }: Samples) =>
  exchangedChange(before.map(plain), after.map(plain), { seed, level: verdictLevel, resamples });

/** What took no time at all counts as half the shortest time that was seen, on whichever side. */
function logMeansChange({ before, after, seed, resamples }: Samples): Change | null {
  const shortest = [...before, ...after].reduce((least, one) => (one > 0 && one < least ? one : least), Infinity);
  if (shortest === Infinity) return null;
  const logarithm = (duration: number) => plain(Math.log(duration || shortest / 2));
  return exchangedChange(before.map(logarithm), after.map(logarithm), { seed, level: verdictLevel, resamples });
}

function rateChange({ before, after, seed, resamples }: Counts): Change | null {
  const wrong = [...before, ...after].find(({ count }) => !(count >= 0));
  if (wrong) throw new RangeError(`A count must be 0 or more, not ${wrong.count}.`);
  const [first, second] = [before, after].map((periods) =>
    periods.map(({ count, exposure }) => ({ amount: count, exposure })),
  ) as [Observed[], Observed[]];
  return exchangedChange(first, second, { seed, level: verdictLevel, resamples, scale: 'log' });
}

/** One total a side: nothing tells how much a period varies, so that it must be taken for as much as chance alone. */
function poissonChange(before: Occurrences, after: Occurrences): Change | null {
  const result = rateRatio(before, after, { level: verdictLevel });
  if (result === null) return null;
  const { low, high, level } = result.interval;
  const change = Math.log((after.count + 0.5) / after.exposure) - Math.log((before.count + 0.5) / before.exposure);
  const variance = (1 / (before.count + 0.5) + 1 / (after.count + 0.5)) / 2;
  return { change, variance, interval: { low: Math.log(low), high: Math.log(high), level } };
}

function outcomeOf(change: Change | null, wanted: Wanted, least: number, signals?: Signals): Outcome {
  if (!change?.interval) return 'insufficient_data';
  const sign = wanted === 'more' ? 1 : -1;
  const { low, high } = change.interval;
  const [nearest, farthest] = sign > 0 ? [low, high] : [-high, -low];
  const better = sign * change.change;
  const isBetter = signals ? signals.wanted?.isCalled === true && better > 0 : nearest > 0;
  const isWorse = signals ? signals.unwanted?.isCalled === true && better < 0 : farthest < 0;
  if (isBetter && better >= least) return 'improved';
  if (isWorse && better <= -least) return 'worse';
  return -least < nearest && farthest < least ? 'no_change' : 'insufficient_data';
}

/**
 * n on each side, z test of two means: n = 2 σ² (z_tail + z_.8)² / effect². Source: Chow, Shao and Wang, Sample Size
 * Calculations in Clinical Research (2nd ed.), 3.2.1.
 */
function neededFor(change: Change | null, least: number, has: number): number | null {
  const effect = change && (least > 0 ? least : Math.abs(change.change));
  if (change === null || !effect) return null;
  const n = (2 * change.variance * (normalQuantile(0.8) - normalQuantile(tail)) ** 2) / effect ** 2;
  return Math.max(Math.ceil(n), has + 1);
}
