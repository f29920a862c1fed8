import { chiSquareUpperTail } from './chi-square';
import { type Effect, isFigure, type NoFigure, type SampleSummary, tTest } from './effect';
import type { Interval } from './interval';
import { wilson } from './proportions';
import type { SampleRatioVerdict } from './sample-ratio';

/** How many of all were where they should not be. */
export interface Misplaced {
  readonly n: number;
  readonly misplaced: number;
  readonly share: number;
  readonly interval: Interval;
  readonly verdict: SampleRatioVerdict;
}

/**
 * Whether too many units saw more than one arm: they belong to none, and leaving them out may take away just those who
 * use the product most. `alarm`: the share is at or above the threshold beyond doubt; `watch`: it is, but may be by
 * chance.
 *
 * Source: Wilson's interval, see {@link wilson}; 1 in 100 as the threshold of GrowthBook's health page.
 */
export function multipleExposure(
  { units, inSeveral }: { readonly units: number; readonly inSeveral: number },
  threshold = 0.01,
): Misplaced | NoFigure {
  refuseThreshold(threshold);
  const interval = wilson(inSeveral, units);
  if (!interval) return { reason: 'too-few' };
  const share = inSeveral / units;
  const verdict = interval.low >= threshold ? 'alarm' : share >= threshold ? 'watch' : 'ok';
  return { n: units, misplaced: inSeveral, share, interval, verdict };
}

/** {@link Misplaced} of clusters, and of the units in them. */
export interface ClusterMismatch extends Misplaced {
  /** The share of all units that sit in another arm than most of their cluster. */
  readonly strayUnits: number;
}

/**
 * Whether clusters (teams, companies) that should be in one arm as a whole are torn apart: then arms influence each
 * other, and a test that counts clusters is wrong. One row for each cluster: its units by arm. A cluster without units
 * does not count. `alarm` as of {@link multipleExposure}; `watch`: any cluster is torn.
 *
 * Source: Donner and Klar, Design and Analysis of Cluster Randomization Trials (2000), 1 and 5.
 */
export function clusterMismatch(
  clusters: readonly (readonly number[])[],
  threshold = 0.01,
): ClusterMismatch | NoFigure {
  refuseCounts(clusters);
  const filled = clusters.map((arms) => ({ units: sumOf(arms), most: Math.max(0, ...arms) })).filter(hasUnits);
  const torn = filled.filter(({ units, most }) => units > most).length;
  const found = multipleExposure({ units: filled.length, inSeveral: torn }, threshold);
  if (!isFigure(found)) return found;
  const [units, most] = [sumOf(filled.map((one) => one.units)), sumOf(filled.map((one) => one.most))];
  const verdict = found.verdict === 'alarm' ? 'alarm' : torn > 0 ? 'watch' : 'ok';
  return { ...found, verdict, strayUnits: (units - most) / units };
}

/** What arms were like before anything was done to them. */
export interface CovariateImbalance {
  /** How many comparisons there are figures for. */
  readonly tests: number;
  /** In the order given; `alarm`: p < .001 / tests, `watch`: p < .01 / tests. */
  readonly covariates: readonly ({ readonly p: number; readonly verdict: SampleRatioVerdict } | NoFigure)[];
  /** The worst of them. */
  readonly verdict: SampleRatioVerdict;
}

/**
 * Whether the arms differed before the start already, so that a difference after says nothing: every covariate (a metric
 * before the start) of every treatment against the control, as effects.
 *
 * Source: Bonferroni over all comparisons, see {@link adjustedP}; p < .001 as of a sample ratio mismatch (Fabijan and
 * others, KDD 2019).
 */
export function covariateImbalance(effects: readonly (Effect | NoFigure)[]): CovariateImbalance | NoFigure {
  const tests = effects.filter(isFigure).length;
  if (tests === 0) return { reason: 'too-few' };
  const covariates = effects.map((effect) => {
    if (!isFigure(effect)) return effect;
    const { p } = tTest(effect);
    return { p, verdict: verdictOf(p * tests, 0.001, 0.01) };
  });
  const verdicts = covariates.map((one) => (isFigure(one) ? one.verdict : 'ok'));
  const verdict = verdicts.includes('alarm') ? 'alarm' : verdicts.includes('watch') ? 'watch' : 'ok';
  return { tests, covariates, verdict };
}

/** Whether what one experiment changes depends on the arm of another. */
export interface Interaction {
  /** Of all pairs of treatments together (Bonferroni). */
  readonly p: number;
  /** `alarm`: p < .01, `watch`: p < .05. */
  readonly verdict: SampleRatioVerdict;
  /** By arm of the first experiment, then of the second, without the controls: the effect of the first with the second less that without it. */
  readonly pairs: readonly (readonly (Effect | NoFigure)[])[];
}

/**
 * Whether two experiments on the same units get in each other's way: the metric in each pair of arms, `cells[first]
 * [second]` with the controls first. Variances may differ from cell to cell.
 *
 * Source: the interaction contrasts of a two-way layout with Welch's degrees of freedom: Welch, Biometrika 38 (1951)
 * 330; Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments (2020), 4; p < .01 as Statsig has it.
 */
export function interactionOf(cells: readonly (readonly SampleSummary[])[]): Interaction | NoFigure {
  const [controls, ...treatments] = cells;
  if (!controls || treatments.some((row) => row.length !== controls.length))
    throw new RangeError('cells must have as many arms of the second experiment for every arm of the first.');
  const pairs = treatments.map((row) => row.slice(1).map((_, i) => contrast(controls, row, i + 1)));
  const p = pairs.flat().flatMap((effect) => (isFigure(effect) ? [tTest(effect).p] : []));
  if (p.length === 0) return pairs.flat().find(isNoFigure) ?? { reason: 'too-few' };
  const together = Math.min(1, p.length * Math.min(...p));
  return { p: together, verdict: verdictOf(together, 0.01, 0.05), pairs };
}

function contrast(controls: readonly SampleSummary[], row: readonly SampleSummary[], arm: number): Effect | NoFigure {
  const four = [controls[0]!, row[0]!, controls[arm]!, row[arm]!];
  if (four.some(({ n }) => n < 2)) return { reason: 'too-few' };
  const parts = four.map(({ n, variance }) => ({ variance: variance / n, dof: n - 1 }));
  const variance = sumOf(parts.map((part) => part.variance));
  if (!Number.isFinite(variance + sumOf(four.map(({ mean }) => mean)))) return { reason: 'not-finite' };
  if (!(variance > 0)) return { reason: 'no-variance' };
  return {
    difference: four[3]!.mean - four[2]!.mean - (four[1]!.mean - four[0]!.mean),
    standardError: Math.sqrt(variance),
    dof: 1 / sumOf(parts.map((part) => (part.variance / variance) ** 2 / part.dof)),
    n: sumOf(four.map(({ n }) => n)),
    scale: 'absolute',
    baseline: four[0]!.mean,
  };
}

/** Whether the arm in one experiment goes along with the arm in another. */
export interface AssignmentDependence {
  readonly chiSquare: number;
  readonly dof: number;
  readonly p: number;
  /** `alarm`: p < .001, `watch`: p < .01, as of a sample ratio. */
  readonly verdict: SampleRatioVerdict;
}

/**
 * Whether two experiments drew their arms independently: units by arm of the first and arm of the second. Where they did
 * not, each carries the effect of the other. An arm that nobody is in does not count; `too-few` if fewer than two are
 * left of an experiment.
 *
 * Source: Pearson's chi-square test of independence, degrees of freedom (rows - 1)(columns - 1).
 */
export function assignmentDependence(units: readonly (readonly number[])[]): AssignmentDependence | NoFigure {
  refuseCounts(units);
  const columns = Math.max(0, ...units.map((row) => row.length));
  const ofFirst = units.map(sumOf);
  const ofSecond = Array.from({ length: columns }, (_, i) => sumOf(units.map((row) => row[i] ?? 0)));
  const all = sumOf(ofFirst);
  const dof = (ofFirst.filter(Boolean).length - 1) * (ofSecond.filter(Boolean).length - 1);
  if (all === 0 || dof < 1) return { reason: 'too-few' };
  let chiSquare = 0;
  for (const [i, inRow] of ofFirst.entries())
    for (const [k, inColumn] of ofSecond.entries()) {
      const expected = (inRow * inColumn) / all;
      if (expected > 0) chiSquare += ((units[i]![k] ?? 0) - expected) ** 2 / expected;
    }
  const p = chiSquareUpperTail(chiSquare, dof);
  return { chiSquare, dof, p, verdict: verdictOf(p, 0.001, 0.01) };
}

const isNoFigure = (effect: Effect | NoFigure): effect is NoFigure => !isFigure(effect);

const hasUnits = ({ units }: { readonly units: number }) => units > 0;

const verdictOf = (p: number, alarm: number, watch: number): SampleRatioVerdict =>
  p < alarm ? 'alarm' : p < watch ? 'watch' : 'ok';

function refuseThreshold(threshold: number): void {
  if (!(threshold > 0 && threshold < 1))
    throw new RangeError(`threshold must be a share between 0 and 1, not ${threshold}.`);
}

function refuseCounts(rows: readonly (readonly number[])[]): void {
  const wrong = rows.flat().find((units) => !(Number.isSafeInteger(units) && units >= 0));
  if (wrong !== undefined) throw new RangeError(`Units must be whole numbers of 0 or more, not ${wrong}.`);
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
