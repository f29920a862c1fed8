import { betaQuantile } from './incomplete-beta';
import { eachTail, type Interval } from './interval';
import { normalQuantile } from './normal';
import { type Count, refuseImpossible } from './proportions';

/**
 * The interval of a share that holds the truth at least as often as it says, whatever the truth: wider than
 * {@link wilson} and {@link jeffreys}, for where a miss is dear. Null for n = 0.
 *
 * Source: Clopper and Pearson, The Use of Confidence or Fiducial Limits, Biometrika 26 (1934) 404.
 */
export function clopperPearson({ successes, n }: Count, level = 0.95): Interval | null {
  refuseImpossible({ successes, n });
  if (n === 0) return null;
  const tail = eachTail(level);
  return {
    low: successes === 0 ? 0 : betaQuantile(successes, n - successes + 1, tail),
    high: successes === n ? 1 : 1 - betaQuantile(n - successes, successes + 1, tail),
    level,
  };
}

/**
 * The interval of a share after z²/2 successes and as many failures were added: what usability reports give for the
 * completion rate of five to thirty people ("adjusted Wald"). Null for n = 0.
 *
 * Source: Agresti and Coull, Approximate Is Better than "Exact", The American Statistician 52 (1998) 119; Sauro and
 * Lewis, Estimating Completion Rates from Small Samples, HFES 49 (2005) 2100.
 */
export function agrestiCoull({ successes, n }: Count, level = 0.95): Interval | null {
  refuseImpossible({ successes, n });
  if (n === 0) return null;
  const z = normalQuantile(eachTail(level));
  const added = n + z * z;
  const rate = (successes + (z * z) / 2) / added;
  const half = -z * Math.sqrt((rate * (1 - rate)) / added);
  return { low: Math.max(0, rate - half), high: Math.min(1, rate + half), level };
}

/**
 * The interval of a difference of two shares, b minus a, after one success and one failure were added on each side: the
 * simplest that is sensible for few cases. Null where a side is empty.
 *
 * Source: Agresti and Caffo, Simple and Effective Confidence Intervals, The American Statistician 54 (2000) 280.
 */
export function agrestiCaffo(a: Count, b: Count, level = 0.95): Interval | null {
  refuseImpossible(a);
  refuseImpossible(b);
  if (a.n === 0 || b.n === 0) return null;
  const [rateA, rateB] = [(a.successes + 1) / (a.n + 2), (b.successes + 1) / (b.n + 2)];
  const error = Math.sqrt((rateA * (1 - rateA)) / (a.n + 2) + (rateB * (1 - rateB)) / (b.n + 2));
  const half = -normalQuantile(eachTail(level)) * error;
  return { low: Math.max(-1, rateB - rateA - half), high: Math.min(1, rateB - rateA + half), level };
}

/**
 * The interval of a difference of two shares, b minus a, that holds every difference which a score test at this level
 * does not refuse: the one that regulators ask for. Null where a side is empty.
 *
 * Source: Miettinen and Nurminen, Comparative Analysis of Two Rates, Statistics in Medicine 4 (1985) 213, with their
 * factor N / (N - 1) and their closed form of the shares under a given difference.
 */
export function miettinenNurminen(a: Count, b: Count, level = 0.95): Interval | null {
  refuseImpossible(a);
  refuseImpossible(b);
  if (a.n === 0 || b.n === 0) return null;
  const z = -normalQuantile(eachTail(level));
  const seen = b.successes / b.n - a.successes / a.n;
  const isHeld = (difference: number) => Math.abs(seen - difference) <= z * errorUnder(difference, a, b);
  const reach = (refused: number) => {
    let [held, out] = [seen, refused];
    if (isHeld(out)) return out;
    for (let step = 0; step < 60; step++) {
      const middle = (held + out) / 2;
      if (isHeld(middle)) held = middle;
      else out = middle;
    }
    return held;
  };
  return { low: reach(-1), high: reach(1), level };
}

/** The standard error of the difference if it were this one, at the shares that make the counts most likely. */
function errorUnder(difference: number, a: Count, b: Count): number {
  const n = a.n + b.n;
  const square = ((b.n + 2 * a.n) * difference - n - a.successes - b.successes) / (3 * n);
  const linear = ((a.n * difference - n - 2 * a.successes) * difference + a.successes + b.successes) / (3 * n);
  const constant = (a.successes * difference * (1 - difference)) / n;
  const q = square ** 3 - (3 * linear * square) / 2 + constant / 2;
  const p = (q < 0 ? -1 : 1) * Math.sqrt(Math.max(0, square ** 2 - linear));
  const angle = (Math.PI + Math.acos(p === 0 ? 1 : within(-1, q / p ** 3, 1))) / 3;
  const rateA = within(Math.max(0, -difference), 2 * p * Math.cos(angle) - square, Math.min(1, 1 - difference));
  const rateB = rateA + difference;
  const variance = (rateA * (1 - rateA)) / a.n + (rateB * (1 - rateB)) / b.n;
  return Math.sqrt(Math.max(0, (variance * n) / (n - 1)));
}

const within = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);
