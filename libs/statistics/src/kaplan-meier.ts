/** How long something took, or has taken so far if its end was not seen (`observed: false`, right-censored). */
export interface Observation {
  readonly duration: number;
  readonly observed: boolean;
}

/** A moment at which something ended, or was still open, and the part that had ended by then. */
export interface SurvivalStep extends Observation {
  readonly ended: number;
}

/**
 * By when which part had ended, items still open counted as "at least so long": a step for each observation, shortest
 * first. Of a tie, ends come before open items.
 *
 * Source: Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, JASA 53 (1958) 457.
 */
export function kaplanMeierCurve(observations: readonly Observation[]): readonly SurvivalStep[] {
  if (!observations.every(({ duration }) => Number.isFinite(duration)))
    throw new RangeError('A duration must be a finite number.');
  const sorted = observations.toSorted((a, b) => a.duration - b.duration || Number(b.observed) - Number(a.observed));
  let surviving = 1;
  return sorted.map(({ duration, observed }, index) => {
    const atRisk = sorted.length - index;
    if (observed) surviving *= (atRisk - 1) / atRisk;
    return { duration, observed, ended: 1 - surviving };
  });
}

/**
 * The least duration by which the share p has ended, of `kaplanMeierCurve`; `beyond` the longest duration seen if fewer
 * have ended by then; null without observations.
 */
export function kaplanMeierQuantile(
  observations: readonly Observation[],
  p: number,
): { readonly value: number } | { readonly beyond: number } | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be a share between 0 and 1, not ${p}.`);
  const curve = kaplanMeierCurve(observations);
  const last = curve.at(-1);
  if (!last) return null;
  const reached = curve.find(({ observed, ended }) => observed && ended >= p - 1e-12);
  return reached ? { value: reached.duration } : { beyond: last.duration };
}
