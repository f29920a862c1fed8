/** How long something took, or has taken so far if its end was not seen (`observed: false`, right-censored). */
export interface Observation {
  readonly duration: number;
  readonly observed: boolean;
}

/**
 * The least duration by which the share p has ended, items still open counted as "at least so long"; `beyond` the
 * longest duration seen if fewer have ended by then; null without observations. Of a tie, ends come before open items.
 *
 * Source: Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, JASA 53 (1958) 457.
 */
export function kaplanMeierQuantile(
  observations: readonly Observation[],
  p: number,
): { readonly value: number } | { readonly beyond: number } | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be a share between 0 and 1, not ${p}.`);
  if (!observations.every(({ duration }) => Number.isFinite(duration)))
    throw new RangeError('A duration must be a finite number.');
  const sorted = observations.toSorted((a, b) => a.duration - b.duration || Number(b.observed) - Number(a.observed));
  const last = sorted.at(-1);
  if (!last) return null;

  let surviving = 1;
  for (const [index, { duration, observed }] of sorted.entries()) {
    if (!observed) continue;
    const atRisk = sorted.length - index;
    surviving *= (atRisk - 1) / atRisk;
    if (surviving <= 1 - p + 1e-12) return { value: duration };
  }
  return { beyond: last.duration };
}
