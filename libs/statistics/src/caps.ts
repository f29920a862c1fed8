import { percentile } from './percentile';

/** Between which values a unit's value counts as it is. Endless where nothing is capped. */
export interface Caps {
  readonly low: number;
  readonly high: number;
}

/**
 * The caps at these shares of the values: `upper` .999 takes the outermost thousandth as no more than the rest. Take the
 * values of all arms together, or an effect on the outermost would be capped away in one arm only. `ignoreZeros`: the
 * shares are of those who have a value at all.
 *
 * Source: Tukey, The Future of Data Analysis, Annals of Mathematical Statistics 33 (1962) 1, section 14: winsorising.
 */
export function capsOf(
  values: readonly number[],
  { lower = 0, upper = 1, ignoreZeros = false }: { lower?: number; upper?: number; ignoreZeros?: boolean },
): Caps {
  if (!(lower >= 0 && lower < 1)) throw new RangeError(`lower must be a share of 0 or more, below 1, not ${lower}.`);
  if (!(upper > lower && upper <= 1))
    throw new RangeError(`upper must be a share above lower, ${lower}, and at most 1, not ${upper}.`);
  const counted = ignoreZeros ? values.filter((value) => value !== 0) : values;
  return {
    low: (lower > 0 ? percentile(counted, lower, 'linear') : null) ?? -Infinity,
    high: (upper < 1 ? percentile(counted, upper, 'linear') : null) ?? Infinity,
  };
}

/** The value, or the cap that it lies beyond. */
export function capped(value: number, { low, high }: Caps): number {
  if (!(low <= high)) throw new RangeError(`low must be a number that is not above high, ${high}, not ${low}.`);
  return Math.min(Math.max(value, low), high);
}
