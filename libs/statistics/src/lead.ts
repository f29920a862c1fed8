import { seededRandom } from './random';

/**
 * How often the longest of several kinds of durations would lead the second longest by as much, in the mean of their
 * logarithms, as the first of these leads all others, if all kinds lasted alike and only varied as they do: .05 is once
 * in twenty. 1 where the first does not lead. It takes each kind to vary by the same factor, so that few durations of
 * each do. Null with fewer than two kinds, an empty one, or nothing to tell how much they vary. What took no time at all
 * counts as half the shortest.
 *
 * Source: residual bootstrap of a one-way layout, Efron and Tibshirani, An Introduction to the Bootstrap (1993), 9.4;
 * residuals scaled by √(n / (n - 1)), Davison and Hinkley, Bootstrap Methods and their Application (1997), 3.2.
 */
export function chanceOfLead(
  kinds: readonly (readonly number[])[],
  { seed, resamples = 9_999 }: { seed: number | string; resamples?: number },
): number | null {
  const durations = kinds.flat();
  const wrong = durations.find((value) => !(value >= 0 && Number.isFinite(value)));
  if (wrong !== undefined) throw new RangeError(`A duration must be a number of 0 or more, not ${wrong}.`);
  const shortest = durations.reduce((least, one) => (one > 0 && one < least ? one : least), Infinity);
  if (kinds.length < 2 || kinds.some(({ length }) => length === 0) || shortest === Infinity) return null;
  const logarithms = kinds.map((kind) => kind.map((value) => Math.log(value || shortest / 2)));
  const means = logarithms.map((kind) => kind.reduce((sum, value) => sum + value, 0) / kind.length);
  const lead = means[0]! - Math.max(...means.slice(1));
  const residuals = Float64Array.from(
    logarithms.flatMap((kind, index) =>
      kind.length < 2 ? [] : kind.map((value) => (value - means[index]!) * Math.sqrt(kind.length / (kind.length - 1))),
    ),
  );
  if (residuals.length === 0) return null;
  if (lead <= 0) return 1;

  const random = seededRandom(seed);
  const sizes = kinds.map(({ length }) => length);
  let asFar = 1;
  for (let draw = 0; draw < resamples; draw++) {
    let [first, second] = [-Infinity, -Infinity];
    for (const size of sizes) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += residuals[((random() / 2 ** 32) * residuals.length) >>> 0]!;
      const mean = sum / size;
      if (mean > first) [first, second] = [mean, first];
      else if (mean > second) second = mean;
    }
    if (first - second >= lead) asFar++;
  }
  return asFar / (resamples + 1);
}
