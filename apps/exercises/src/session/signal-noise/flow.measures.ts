import { bootstrapInterval, decibels, laplaceShare } from '@tandem/statistics';
import { type Figure, ratio, share } from '../figure.measures';
import type { Frequency, InfoItem, NoiseReason, Tests } from './signal-noise.events';

/** What one sheet says of one flow. */
export interface Rating {
  readonly contributionId: string;
  readonly toTeamId: string;
  /** For how many people it speaks. */
  readonly people: number;
  readonly items: readonly InfoItem[];
}

/** `clear` from 3 dB, `noisy` below 0, `mixed` between; `silent` where neither signal nor noise comes: that is not clear. */
export type Band = 'clear' | 'mixed' | 'noisy' | 'silent';

/** What flows, and what it is worth. */
export interface FlowFigures {
  /** How many sheets speak of it. */
  readonly raters: number;
  readonly signal: number;
  readonly noise: number;
  /** How many things are needed and do not come. */
  readonly missing: number;
  /** The signal's part of all, weighed by value and cost; null when silent. */
  readonly share: Figure;
  /** The signals' part of the items, each counted once. */
  readonly itemShare: Figure;
  readonly decibels: number | null;
  readonly band: Band;
  /** Means of the three tests over the signals that were put to them; null where none was. */
  readonly tests: Tests | null;
  /** The test that is failed worst, when its mean is below 3. */
  readonly failingTest: keyof Tests | null;
  /** The part of what is needed that does not come. */
  readonly missingRatio: Figure;
  /** Hours a week that noise takes all for whom the sheets speak, and each of them. */
  readonly wastedHoursPerWeek: number;
  readonly wastedHoursPerPersonWeek: number | null;
  /** What it takes each receiver. */
  readonly minutesPerPersonWeek: number | null;
  readonly reasons: readonly { readonly reason: NoiseReason; readonly n: number }[];
}

/** From this many decibels a flow is clear. */
const clearDecibels = 3;
/** A test with a lower mean is failed. */
const passedTest = 3;
/** One sheet is no sample of people. */
const leastRaters = 3;

/** What these sheets say of one flow: exercises page, 1.5. */
export function flowOf(ratings: readonly Rating[], frequency: Frequency, seed: string): FlowFigures {
  const weights = ratings.map((rating) => weightOf(rating, frequency));
  const { signal, noise } = weights.reduce(added, nothing);
  const items = ratings.flatMap((rating) => rating.items);
  const count = (kind: InfoItem['kind']) => items.filter((item) => item.kind === kind).length;
  const isSilent = signal === 0 && noise === 0;
  const value = isSilent ? null : shareOf({ signal, noise });
  const dB = value === null ? null : decibels(value);
  const tests = testsOf(items);
  const people = sum(ratings.map((rating) => rating.people));
  const minutes = (...kinds: InfoItem['kind'][]) =>
    sum(ratings.map((rating) => minutesOf(rating, kinds) * rating.people));
  return {
    raters: ratings.length,
    signal,
    noise,
    missing: count('missing'),
    share: isSilent ? unknown(ratings.length) : shareFigure(weights, seed),
    itemShare: share(count('signal'), count('signal') + count('noise')),
    decibels: dB,
    band: dB === null ? 'silent' : bandOf(dB),
    tests,
    failingTest: tests && failing(tests),
    missingRatio: share(count('missing'), count('missing') + count('signal')),
    wastedHoursPerWeek: minutes('noise') / 60,
    wastedHoursPerPersonWeek: people === 0 ? null : minutes('noise') / 60 / people,
    minutesPerPersonWeek: people === 0 ? null : minutes('signal', 'noise') / people,
    reasons: reasonsOf(items),
  };
}

/** A share that is not known. */
export const unknown = (n: number): Figure => ({ ...ratio(0, 0, n), method: 'laplace' });

export const valueOf = (item: InfoItem & { kind: 'signal' }) =>
  item.value ?? (item.tests ? (item.tests.answers + item.tests.timely + item.tests.usable) / 3 : 0);

interface Weight {
  readonly signal: number;
  readonly noise: number;
}

const nothing: Weight = { signal: 0, noise: 0 };
const added = (a: Weight, b: Weight): Weight => ({ signal: a.signal + b.signal, noise: a.noise + b.noise });
const shareOf = ({ signal, noise }: Weight) => laplaceShare(signal, signal + noise);

export function weightOf({ items }: Pick<Rating, 'items'>, frequency: Frequency): Weight {
  const times = (item: InfoItem) => (frequency === 'count' || item.kind === 'missing' ? 1 : item.perWeek);
  return {
    signal: sum(items.map((item) => (item.kind === 'signal' ? valueOf(item) * times(item) : 0))),
    noise: sum(items.map((item) => (item.kind === 'noise' ? item.cost * times(item) : 0))),
  };
}

export const minutesOf = ({ items }: Pick<Rating, 'items'>, kinds: readonly InfoItem['kind'][]) =>
  sum(items.map((item) => (item.kind !== 'missing' && kinds.includes(item.kind) ? item.minutesPerWeek : 0)));

/** With the interval over raters drawn again, where there are several. */
function shareFigure(weights: readonly Weight[], seed: string): Figure {
  const n = weights.length;
  const value = shareOf(weights.reduce(added, nothing));
  const interval = n < leastRaters ? null : bootstrapInterval(weights, resampled, { seed, resamples: 2_000 });
  return {
    value,
    n,
    lowSample: n < leastRaters,
    ...(interval && { ciLow: interval.low, ciHigh: interval.high }),
    method: interval ? 'bootstrap' : 'laplace',
  };
}

function resampled(weights: readonly Weight[]): number {
  let [signal, noise] = [0, 0];
  for (const weight of weights) {
    signal += weight.signal;
    noise += weight.noise;
  }
  return (signal + 1) / (signal + noise + 2);
}

export const bandOf = (dB: number): Band => (dB >= clearDecibels ? 'clear' : dB >= 0 ? 'mixed' : 'noisy');

function testsOf(items: readonly InfoItem[]): Tests | null {
  const tested = items.flatMap((item) => (item.kind === 'signal' && item.tests ? [item.tests] : []));
  const mean = (test: keyof Tests) => sum(tested.map((tests) => tests[test])) / tested.length;
  return tested.length === 0 ? null : { answers: mean('answers'), timely: mean('timely'), usable: mean('usable') };
}

function failing(tests: Tests): keyof Tests | null {
  const worst = (['answers', 'timely', 'usable'] as const).reduce((a, b) => (tests[b] < tests[a] ? b : a));
  return tests[worst] < passedTest ? worst : null;
}

function reasonsOf(items: readonly InfoItem[]) {
  const reasons = items.flatMap((item) => (item.kind === 'noise' ? [item.reason] : []));
  return [...new Set(reasons)]
    .map((reason) => ({ reason, n: reasons.filter((one) => one === reason).length }))
    .toSorted((a, b) => b.n - a.n);
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
