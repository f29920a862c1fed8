/** Between which values the truth lies, with this level of confidence (.95: in 19 of 20 such intervals). */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** The share outside an interval on each side; throws for a level that is none. */
export function eachTail(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`The level must lie between 0 and 1, not ${level}.`);
  return (1 - level) / 2;
}
