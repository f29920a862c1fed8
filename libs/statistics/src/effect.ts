import { eachTail, type Interval } from './interval';
import { logTUpperTail, tUpperQuantile, tUpperTail } from './student-t';

/** What a test needs of a sample. `variance` divides by n - 1. */
export interface SampleSummary {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** How far the treatment lies from the control, and how well that is known: what every test of one metric takes. */
export interface Effect {
  /** Treatment minus control; of a relative effect, as a share of the size of the control's mean (.05: 5 % more). */
  readonly difference: number;
  readonly standardError: number;
  /** Degrees of freedom of the standard error. */
  readonly dof: number;
  /** Units of both arms. */
  readonly n: number;
  readonly scale: EffectScale;
  /** The control's mean, by which priors and plans are brought to the scale of the effect. */
  readonly baseline: number;
}

/** In the metric's own unit, or as a share of the control's mean. */
export type EffectScale = 'absolute' | 'relative';

/**
 * Why there is no figure. `too-few`: fewer units, looks or days than the method needs; `no-variance`: all values are
 * the same; `zero-baseline`: nothing can be a share of a control mean of 0, nor of a denominator of 0; `not-finite`: a sum
 * is no finite number; `out-of-reach`: no sample, however large, gives what was asked for.
 */
export interface NoFigure {
  readonly reason: 'too-few' | 'no-variance' | 'zero-baseline' | 'not-finite' | 'out-of-reach';
}

/** Tells a figure from the reason why there is none. */
export const isFigure = <Figure extends object>(outcome: Figure | NoFigure): outcome is Figure =>
  !('reason' in outcome);

/**
 * The effect on a mean (of a share: the mean of 0 and 1), its variances not assumed equal. Relative effects by the
 * delta method; their sign is that of the difference even where the control's mean is below 0.
 *
 * Source: Welch, Biometrika 34 (1947) 28; Deng and others, Applying the Delta Method in Metric Analytics, KDD 2018.
 */
export function meanEffect(
  control: SampleSummary,
  treatment: SampleSummary,
  scale: EffectScale = 'absolute',
): Effect | NoFigure {
  if (control.n < 2 || treatment.n < 2) return { reason: 'too-few' };
  const ofControl = control.variance / control.n;
  const ofTreatment = treatment.variance / treatment.n;
  const variance = ofControl + ofTreatment;
  if (!Number.isFinite(variance + control.mean + treatment.mean)) return { reason: 'not-finite' };
  if (!(variance > 0)) return { reason: 'no-variance' };
  const dof = 1 / ((ofControl / variance) ** 2 / (control.n - 1) + (ofTreatment / variance) ** 2 / (treatment.n - 1));
  const difference = treatment.mean - control.mean;
  const effect = { dof, n: control.n + treatment.n, scale, baseline: control.mean };
  if (scale === 'absolute') return { difference, standardError: Math.sqrt(variance), ...effect };

  const size = Math.abs(control.mean);
  if (size === 0) return { reason: 'zero-baseline' };
  const standardError = Math.sqrt(ofTreatment + ofControl * (treatment.mean / size) ** 2) / size;
  if (!Number.isFinite(standardError)) return { reason: 'not-finite' };
  return standardError > 0 ? { difference: difference / size, standardError, ...effect } : { reason: 'no-variance' };
}

/** The sample that so many successes of n are: variance rate (1 - rate), without Bessel's correction. */
export function summaryOfCount({ n, successes }: { readonly n: number; readonly successes: number }): SampleSummary {
  const mean = n === 0 ? 0 : successes / n;
  return { n, mean, variance: mean * (1 - mean) };
}

/** Which differences count as extreme; of one side only where the other could change nothing that is decided. */
export type Side = 'two-sided' | 'greater' | 'less';

/** A test made once, at the planned size. Looked at daily it finds effects that are none: see `sequentialTest`. */
export interface FixedTest {
  readonly t: number;
  /** Never 0: a chance below any number is the smallest number, and `logP` says how small it is. */
  readonly p: number;
  /** The natural logarithm of p. */
  readonly logP: number;
  /** Endless on the other side of a one-sided test. */
  readonly interval: Interval;
}

/** Student's t test of an effect. */
export function tTest(
  { difference, standardError, dof }: Effect,
  { level = 0.95, side = 'two-sided' }: { level?: number; side?: Side } = {},
): FixedTest {
  const t = difference / standardError;
  const outside = side === 'two-sided' ? eachTail(level) : 2 * eachTail(level);
  const half = tUpperQuantile(outside, dof) * standardError;
  const low = side === 'less' ? -Infinity : difference - half;
  const high = side === 'greater' ? Infinity : difference + half;
  const extreme = side === 'two-sided' ? Math.abs(t) : side === 'greater' ? t : -t;
  const sides = side === 'two-sided' ? 2 : 1;
  const p = sides * tUpperTail(extreme, dof);
  const logP = p > 1e-290 ? Math.log(p) : Math.log(sides) + logTUpperTail(extreme, dof);
  return { t, p: Math.max(p, Number.MIN_VALUE), logP, interval: { low, high, level } };
}
