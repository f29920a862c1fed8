/**
 * How a percentile is read off the sorted values x₁ … xₙ:
 * - `linear`: between the two values around h = (n - 1)p + 1 (type 7, the default of R, NumPy and PERCENTILE_CONT);
 * - `nearest-rank`: the value at rank ⌈pn⌉, always one that was seen;
 * - `lower`: the greatest value whose PERCENT_RANK is at most p (DevLake's median).
 */
export type PercentileType = 'linear' | 'nearest-rank' | 'lower';

/**
 * The value below which the share p (0 to 1) of the values lies; null without values. The values keep their order.
 *
 * Source: Hyndman and Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996) 361.
 */
export function percentile(values: readonly number[], p: number, type: PercentileType): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be a share between 0 and 1, not ${p}.`);
  if (!values.every(Number.isFinite)) throw new RangeError('A percentile is taken of finite numbers only.');
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  if (n === 0) return null;
  const at = (index: number) => sorted[Math.min(Math.max(index, 0), n - 1)] ?? 0;

  switch (type) {
    case 'linear': {
      const h = (n - 1) * p;
      const below = at(Math.floor(h));
      return below + (at(Math.floor(h) + 1) - below) * (h - Math.floor(h));
    }
    case 'nearest-rank':
      return at(nearestRank(p, n) - 1);
    case 'lower':
      return at(Math.floor(settled(p * (n - 1))));
  }
}

/** Of n sorted values, the rank (1 to n) of the one below which the share p lies. */
export const nearestRank = (p: number, n: number): number => Math.max(1, Math.ceil(settled(p * n)));

/** Takes away the last digits of a product such as .07 * 100 = 7.000000000000001, which would move the rank. */
const settled = (rank: number) => Number(rank.toPrecision(12));
