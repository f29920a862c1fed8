import type { Decision, DecisionFigure, Ground } from './decision.events';
import type { Metric, Rule } from './design.events';

/** A variant against the control, or against the rate to beat, whatever test it came from. */
export interface Contrast {
  readonly metric: string;
  readonly variant: string;
  readonly n: number;
  readonly difference: number;
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly method: string;
}

/** What a rule decides on. */
export interface Evidence {
  readonly rule: Rule;
  readonly metrics: readonly Metric[];
  /** The variants that may win: all but the control, or the only one. */
  readonly challengers: readonly string[];
  readonly contrasts: readonly Contrast[];
  /** Of one look and one variant. */
  readonly alpha: number;
  readonly sampleRatioAlarm: boolean;
  /** Nothing more is to come: the planned units or days are reached, or it was stopped. */
  readonly isOver: boolean;
}

export interface Ruling {
  readonly ruled: Decision;
  readonly ground: Ground;
  readonly winner: string | null;
  readonly figures: readonly DecisionFigure[];
}

/**
 * What the declared rule makes of the figures. A wrong sample ratio spoils everything (iterate). Ships a variant that
 * won on the primary metric with every guardrail shown to be within its margin (`clear_signals`), or at the end one
 * that is not shown to be worse (`do_no_harm`); rolls back when every variant has lost on the primary metric or is
 * shown to be beyond a guardrail's margin; otherwise goes on until the end, and is then inconclusive.
 *
 * Source: GrowthBook, Experiment Decision Framework ("clear signals", "do no harm"); guardrails as non-inferiority
 * tests by the interval, as in Piaggio et al., JAMA 308 (2012) 2594.
 */
export function rulingOf(evidence: Evidence): Ruling {
  const { rule, metrics, challengers, contrasts, alpha, sampleRatioAlarm, isOver } = evidence;
  const figures = contrasts.flatMap((contrast) => figureOf(contrast, metrics, alpha));
  const ruling = (ruled: Decision, ground: Ground, winner: string | null = null): Ruling => ({
    ruled,
    ground,
    winner,
    figures,
  });
  if (sampleRatioAlarm) return ruling('iterate', 'sample-ratio-alarm');

  const guardrails = metrics.filter(({ role }) => role === 'guardrail').length;
  const of = (variant: string, role: DecisionFigure['role']) =>
    figures.filter((figure) => figure.variant === variant && figure.role === role);
  const primary = (variant: string) => of(variant, 'primary')[0];
  const isSafe = (variant: string) =>
    of(variant, 'guardrail').filter(({ says }) => says === 'within').length === guardrails;
  const isHarmful = (variant: string) => of(variant, 'guardrail').some(({ says }) => says === 'beyond');
  const benefit = (variant: string) => signOf(metrics[0]!) * (primary(variant)?.difference ?? 0);
  const best = (variants: readonly string[]) => variants.toSorted((a, b) => benefit(b) - benefit(a))[0]!;

  const safe = challengers.filter(isSafe);
  const winners = safe.filter((variant) => primary(variant)?.says === 'better');
  if (winners.length > 0) return ruling('ship', 'primary-better', best(winners));
  const lost = challengers.filter((variant) => isHarmful(variant) || primary(variant)?.says === 'worse');
  if (lost.length === challengers.length)
    return ruling('roll_back', challengers.some(isHarmful) ? 'guardrail-beyond-margin' : 'primary-worse');
  if (!isOver) return ruling('keep_running', 'not-enough-yet');
  const harmless = safe.filter((variant) => primary(variant)?.says === 'unclear');
  if (rule === 'do_no_harm' && harmless.length > 0) return ruling('ship', 'no-harm', best(harmless));
  return ruling('iterate', 'no-clear-signal');
}

const signOf = ({ direction }: Metric) => (direction === 'decrease' ? -1 : 1);

function figureOf(contrast: Contrast, metrics: readonly Metric[], alpha: number): DecisionFigure[] {
  const index = metrics.findIndex(({ key }) => key === contrast.metric);
  const metric = metrics[index];
  if (!metric) return [];
  const role = metric.role ?? (index === 0 ? 'primary' : 'secondary');
  return [
    { ...contrast, role, says: role === 'guardrail' ? guarded(contrast, metric) : shown(contrast, metric, alpha) },
  ];
}

function shown({ difference, p }: Contrast, metric: Metric, alpha: number): DecisionFigure['says'] {
  if (!(p < alpha) || difference === 0) return 'unclear';
  return difference * signOf(metric) > 0 ? 'better' : 'worse';
}

/** Non-inferiority: the whole interval on the good side of the margin is within, the whole of it behind is beyond. */
function guarded({ ciLow, ciHigh }: Contrast, metric: Metric): DecisionFigure['says'] {
  const [least, most] = signOf(metric) > 0 ? [ciLow, ciHigh] : [-ciHigh, -ciLow];
  const limit = -(metric.margin ?? 0);
  if (least > limit) return 'within';
  return most < limit ? 'beyond' : 'unclear';
}
