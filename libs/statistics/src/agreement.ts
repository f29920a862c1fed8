import { meanOf, momentsOf, varianceOf } from './moments';

/**
 * How far the raters of one thing agree on a scale of 1 to `options`: 1 all the same, 0 as answers at random, below 0
 * split further apart than chance would. Null with fewer than two raters; throws for a score off the scale.
 *
 * Source: r_wg = 1 - s² / ((A² - 1) / 12), James, Demaree and Wolf, Estimating Within-Group Interrater Reliability,
 * Journal of Applied Psychology 69 (1984) 85.
 */
export function withinGroupAgreement(
  scores: readonly number[],
  options: number,
): { readonly n: number; readonly mean: number; readonly variance: number; readonly agreement: number } | null {
  if (!(Number.isInteger(options) && options >= 2))
    throw new RangeError(`A scale needs 2 options or more, not ${options}.`);
  const off = scores.find((score) => !(score >= 1 && score <= options));
  if (off !== undefined) throw new RangeError(`A score must lie between 1 and ${options}, not ${off}.`);
  const moments = momentsOf(scores);
  const [mean, variance] = [meanOf(moments), varianceOf(moments)];
  if (mean === null || variance === null) return null;
  return { n: moments.n, mean, variance, agreement: 1 - variance / ((options ** 2 - 1) / 12) };
}
