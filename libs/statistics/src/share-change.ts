import type { Change } from './exchange';
import { eachTail } from './interval';
import { stirlingRemainder } from './incomplete-gamma';
import type { Count } from './proportions';

/**
 * By how much a share changed, both told by Laplace's (x + 1) / (n + 2). The critical values are exact: those of all
 * ways in which the same successes could fall on the two sides. So if nothing changed, the interval lies wholly above 0
 * in no more than (1 - level) / 2 of all cases, and as rarely below, at any size. It assumes independent cases. Null
 * where a side is empty; without interval where all succeeded, or none.
 *
 * Source: Fisher's exact test, The Design of Experiments (1935), of the studentised difference of Agresti and Caffo,
 * The American Statistician 54 (2000) 280.
 */
export function shareChange(before: Count, after: Count, level = 0.9): Change | null {
  const tail = eachTail(level);
  for (const { n, successes } of [before, after])
    if (!(Number.isSafeInteger(n) && Number.isSafeInteger(successes) && successes >= 0 && successes <= n))
      throw new RangeError(`successes must be a whole number between 0 and n, not ${successes} of ${n}.`);
  const [all, successes] = [before.n + after.n, before.successes + after.successes];
  if (before.n === 0 || after.n === 0) return null;
  const seen = compare(before, after);
  const variance = seen.standardError ** 2 / (1 / before.n + 1 / after.n);
  if (successes === 0 || successes === all) return { change: seen.difference, variance, interval: null };

  const least = Math.max(0, successes - before.n);
  const most = Math.min(successes, after.n);
  const chance = (k: number) =>
    Math.exp(logChoose(after.n, k) + logChoose(before.n, successes - k) - logChoose(all, successes));
  const compared = (k: number) => compare({ n: before.n, successes: successes - k }, { n: after.n, successes: k });
  // The most that may fall after and still be no change: more has a chance of `tail` or less. Nothing lies 20 σ away.
  const expected = (successes * after.n) / all;
  const far = 20 * Math.sqrt((expected * (1 - successes / all) * before.n) / all) + 20;
  let highest = Math.min(most, Math.ceil(expected + far));
  for (let beyond = chance(highest); beyond <= tail && highest > least; beyond += chance(highest)) highest--;
  let lowest = Math.max(least, Math.floor(expected - far));
  for (let beyond = chance(lowest); beyond <= tail && lowest < most; beyond += chance(lowest)) lowest++;
  const [top, bottom] = [compared(highest), compared(lowest)];
  return {
    change: seen.difference,
    variance,
    interval: {
      low: seen.difference - Math.max(0, top.difference / top.standardError) * seen.standardError,
      high: seen.difference - Math.min(0, bottom.difference / bottom.standardError) * seen.standardError,
      level,
    },
  };
}

function compare(before: Count, after: Count) {
  const shares = [before, after].map(({ n, successes }) => (successes + 1) / (n + 2)) as [number, number];
  const variances = [before, after].map(({ n }, side) => (shares[side]! * (1 - shares[side]!)) / (n + 2));
  return { difference: shares[1] - shares[0], standardError: Math.sqrt(variances[0]! + variances[1]!) };
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const logFactorial = (n: number) =>
  n < 2 ? 0 : (n + 0.5) * Math.log(n + 1) - n - 1 + Math.log(2 * Math.PI) / 2 + stirlingRemainder(n + 1);
