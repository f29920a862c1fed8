import type { Effect, EffectScale, NoFigure } from './effect';
import {
  covarianceOf,
  type JointMoments,
  meanOf,
  mergeJointMoments,
  mergeMoments,
  type Moments,
  varianceOf,
} from './moments';

/** The same stratum (a country, a kind of customer: known before the start) in both arms. */
export interface Stratum<Sums> {
  readonly control: Sums;
  readonly treatment: Sums;
}

/** A metric cut into strata. */
export type Stratified =
  | { readonly kind: 'mean'; readonly strata: readonly Stratum<Moments>[] }
  /** The sum of y over the sum of x. */
  | { readonly kind: 'ratio'; readonly strata: readonly Stratum<JointMoments>[] }
  /** The mean of y, less what x (the same metric before the start) foretells of it. */
  | { readonly kind: 'covariate'; readonly strata: readonly Stratum<JointMoments>[] };

/**
 * The effect that is left if both arms had the same share of every stratum: freed of what chance put into one arm, and
 * better known where strata differ. Each stratum counts by its units in both arms, which are taken to be drawn by
 * chance too. One in which an arm has fewer than two units, or nothing varies, joins the largest of the others.
 *
 * The relative effect divides by the size of the control's mean so weighted. A covariate has one slope in both arms of
 * a stratum, and there the control's mean is the one foretold at the stratum's mean of x.
 *
 * Source: Miratrix, Sekhon and Yu, Adjusting Treatment Effect Estimates by Post-Stratification in Randomized
 * Experiments, JRSS B 75 (2013) 369; the shares of strata as multinomial, the rest by the delta method (Deng and others,
 * KDD 2018); degrees of freedom by Satterthwaite, Biometrics Bulletin 2 (1946) 110.
 */
export function postStratified(metric: Stratified, scale: EffectScale = 'absolute'): Effect | NoFigure {
  const cells = cellsOf(metric);
  const n = cells.reduce((units, cell) => units + cell.n, 0);
  if (cells.some((cell) => cell.isTooFew) || n === 0) return { reason: 'too-few' };
  const means = cells[0]!.means.map((_, i) => cells.reduce((sum, cell) => sum + (cell.n / n) * cell.means[i]!, 0));
  if (!means.every(Number.isFinite)) return { reason: 'not-finite' };

  const arms = metric.kind === 'ratio' ? ratiosOf(means) : { values: means, slopes: [[1], [1]] };
  const [control, treatment] = [arms.values[0]!, arms.values[1]!];
  if (!Number.isFinite(control + treatment) || (scale === 'relative' && control === 0))
    return { reason: 'zero-baseline' };
  const unit = scale === 'relative' ? Math.abs(control) : 1;
  const byControl = scale === 'relative' ? -treatment / control / unit : -1;
  const gradient = [...arms.slopes[0]!.map((slope) => byControl * slope), ...arms.slopes[1]!.map((by) => by / unit)];

  const parts = cells.flatMap((cell) =>
    cell.parts.map(({ covariance, dof }) => ({ variance: (cell.n / n) ** 2 * along(gradient, covariance), dof })),
  );
  const between = cells.map((cell) => {
    const pull = cell.means.reduce((sum, mean, i) => sum + gradient[i]! * (mean - means[i]!), 0);
    return (cell.n / n) * pull ** 2;
  });
  parts.push({ variance: sumOf(between) / n, dof: n - cells.length });
  const variance = sumOf(parts.map((part) => part.variance));
  if (!Number.isFinite(variance)) return { reason: 'not-finite' };
  if (!(variance > 0)) return { reason: 'no-variance' };
  return {
    difference: (treatment - control) / unit,
    standardError: Math.sqrt(variance),
    dof: 1 / sumOf(parts.map((part) => (part.variance / variance) ** 2 / part.dof)),
    n,
    scale,
    baseline: control,
  };
}

/** The estimates of one stratum: of the control first, then of the treatment. */
interface Cell {
  readonly n: number;
  readonly means: readonly number[];
  /** Their covariance, in parts that were each estimated with so many degrees of freedom. */
  readonly parts: readonly { readonly covariance: readonly (readonly number[])[]; readonly dof: number }[];
  readonly isTooFew: boolean;
  readonly isSteady: boolean;
}

function cellsOf(metric: Stratified): Cell[] {
  switch (metric.kind) {
    case 'mean':
      return merged(metric.strata, mergeMoments, cellOfMeans);
    case 'ratio':
      return merged(metric.strata, mergeJointMoments, cellOfSums);
    case 'covariate':
      return merged(metric.strata, mergeJointMoments, cellOfCovariate);
  }
}

function merged<Sums>(
  strata: readonly Stratum<Sums>[],
  merge: (a: Sums, b: Sums) => Sums,
  cellOf: (stratum: Stratum<Sums>) => Cell,
): Cell[] {
  const isUnfit = ({ cell }: { cell: Cell }) => cell.isTooFew || cell.isSteady;
  const [largest, ...others] = strata
    .map((stratum) => ({ stratum, cell: cellOf(stratum) }))
    .toSorted((a, b) => Number(isUnfit(a)) - Number(isUnfit(b)) || b.cell.n - a.cell.n);
  if (!largest) return [];
  const first = others.filter(isUnfit).reduce(
    (into, { stratum }) => ({
      control: merge(into.control, stratum.control),
      treatment: merge(into.treatment, stratum.treatment),
    }),
    largest.stratum,
  );
  return [cellOf(first), ...others.filter((other) => !isUnfit(other)).map(({ cell }) => cell)];
}

function cellOfMeans({ control, treatment }: Stratum<Moments>): Cell {
  const [ofControl, ofTreatment] = [varianceOf(control) ?? 0, varianceOf(treatment) ?? 0];
  return {
    n: control.n + treatment.n,
    means: [meanOf(control) ?? NaN, meanOf(treatment) ?? NaN],
    parts: [
      {
        covariance: [
          [ofControl / control.n, 0],
          [0, 0],
        ],
        dof: control.n - 1,
      },
      {
        covariance: [
          [0, 0],
          [0, ofTreatment / treatment.n],
        ],
        dof: treatment.n - 1,
      },
    ],
    isTooFew: control.n < 2 || treatment.n < 2,
    isSteady: ofControl === 0 || ofTreatment === 0,
  };
}

function cellOfSums({ control, treatment }: Stratum<JointMoments>): Cell {
  const parts = [control, treatment].map(({ x, y, ...sums }, arm) => {
    const [ofY, ofX, both] = [varianceOf(y) ?? 0, varianceOf(x) ?? 0, covarianceOf({ x, y, ...sums }) ?? 0];
    const covariance = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const [numerator, denominator] = [2 * arm, 2 * arm + 1];
    covariance[numerator]![numerator] = ofY / y.n;
    covariance[denominator]![denominator] = ofX / y.n;
    covariance[numerator]![denominator] = covariance[denominator]![numerator] = both / y.n;
    return { covariance, dof: y.n - 1, isSteady: ofY === 0 && ofX === 0 };
  });
  return {
    n: control.y.n + treatment.y.n,
    means: [control, treatment].flatMap(({ x, y }) => [meanOf(y) ?? NaN, meanOf(x) ?? NaN]),
    parts,
    isTooFew: control.y.n < 2 || treatment.y.n < 2,
    isSteady: parts.some((part) => part.isSteady),
  };
}

/** Least squares of y on the arm and x. */
function cellOfCovariate({ control, treatment }: Stratum<JointMoments>): Cell {
  const arms = [control, treatment].map(({ x, y, ...sums }) => ({
    n: y.n,
    x: meanOf(x) ?? NaN,
    y: meanOf(y) ?? NaN,
    xx: (varianceOf(x) ?? 0) * (y.n - 1),
    yy: (varianceOf(y) ?? 0) * (y.n - 1),
    xy: (covarianceOf({ x, y, ...sums }) ?? 0) * (y.n - 1),
  }));
  const [a, b] = [arms[0]!, arms[1]!];
  const n = a.n + b.n;
  const xx = a.xx + b.xx;
  const inverse = xx > 0 ? 1 / xx : 0;
  const slope = (a.xy + b.xy) * inverse;
  const x = (a.n * a.x + b.n * b.x) / n;
  const dof = n - (xx > 0 ? 3 : 2);
  const noise = Math.max(0, a.yy + b.yy - slope * slope * xx) / dof;
  const spreadOfX = (xx + a.n * (a.x - x) ** 2 + b.n * (b.x - x) ** 2) / (n - 1) / n;
  const chanceOfX = (noise * inverse + slope * slope) * spreadOfX;
  const foretold = (one: typeof a, other: typeof a) =>
    noise * ((one === other ? 1 / one.n : 0) + (x - one.x) * (x - other.x) * inverse) + chanceOfX;
  return {
    n,
    means: [a.y + slope * (x - a.x), b.y + slope * (x - b.x)],
    parts: [{ covariance: arms.map((one) => arms.map((other) => foretold(one, other))), dof }],
    isTooFew: a.n < 2 || b.n < 2,
    isSteady: noise === 0,
  };
}

/** Of both arms y over x, and how that moves with each of them. */
function ratiosOf(means: readonly number[]) {
  const arms = [means.slice(0, 2), means.slice(2)].map(([y, x]) => ({ value: y! / x!, by: [1 / x!, -y! / x! / x!] }));
  return { values: arms.map(({ value }) => value), slopes: arms.map(({ by }) => by) };
}

const along = (gradient: readonly number[], covariance: readonly (readonly number[])[]) =>
  sumOf(covariance.map((row, i) => gradient[i]! * sumOf(row.map((value, j) => gradient[j]! * value))));

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
