import type { Reading } from './decision.events';
import type { StoredMoments } from './result.measures';

/** The sums as a decision keeps them: whole numbers of units, exact texts of the rest. */
export const readingOf = ({ variant, metric, n, happened, sum, sumOfSquares }: StoredMoments): Reading => ({
  variant,
  metric,
  n: Number(n),
  happened: Number(happened),
  sum,
  sumOfSquares,
});
