/** What the journeys expect, worked out here and nowhere else: the product has formulas of its own. */

/** Percentile of type 7 (Hyndman and Fan 1996): linear between the ranks. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * p;
  const below = sorted[Math.floor(rank)]!;
  return below + (sorted[Math.ceil(rank)]! - below) * (rank % 1);
}

/** Percentile by the nearest rank: one of the values themselves. */
export const nearestRank = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * p) - 1]!;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What times itself n times is the product of all. */
export const geometricMean = (values: readonly number[]): number =>
  values.reduce((product, value) => product * value, 1) ** (1 / values.length);

/** z of two proportions with the pooled standard error; second minus first. */
export function pooledZ(x1: number, n1: number, x2: number, n2: number): number {
  const pooled = (x1 + x2) / (n1 + n2);
  return (x2 / n2 - x1 / n1) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
}

/** Probability beyond |z| on both sides of the normal curve, by Simpson's rule. */
export function twoSided(z: number): number {
  const [from, steps] = [Math.abs(z), 20_000];
  const h = 12 / steps;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let area = density(from) + density(from + 12);
  for (let i = 1; i < steps; i++) area += (i % 2 ? 4 : 2) * density(from + i * h);
  return (2 * area * h) / 3;
}

/** p of the sample ratio of two arms that should be equal: with one degree of freedom chi-square is z squared. */
export const equalSplitP = (n1: number, n2: number): number => twoSided((n1 - n2) / Math.sqrt(n1 + n2));
