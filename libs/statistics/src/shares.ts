/**
 * A share drawn towards one half while little is known: (x + 1) / (n + 2), and .5 of nothing. Takes weights as well as
 * counts.
 *
 * Source: Laplace's rule of succession, Essai philosophique sur les probabilités (1814).
 */
export function laplaceShare(x: number, n: number): number {
  if (!(x >= 0 && n >= x && Number.isFinite(n))) throw new RangeError(`x must lie between 0 and n, not ${x} of ${n}.`);
  return (x + 1) / (n + 2);
}

/** A share against the rest in decibels, 10 log₁₀ (share / (1 - share)): 0 at one half, 3 at twice the rest. */
export function decibels(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share must lie between 0 and 1, not ${share}.`);
  return 10 * Math.log10(share / (1 - share));
}

/** Something that weighs so much, and whether it counts. */
export interface Weighed {
  readonly weight: number;
  readonly counts: boolean;
}

/** The part of the whole weight that counts; null while nothing weighs anything. */
export function weightedShare(parts: readonly Weighed[]): number | null {
  refuseNegative(parts.map(({ weight }) => weight));
  const whole = sum(parts.map(({ weight }) => weight));
  return whole === 0 ? null : sum(parts.map(({ weight, counts }) => (counts ? weight : 0))) / whole;
}

/**
 * How evenly something is spread over kinds, -Σ s ln s of their shares s: 0 all of one kind, ln k evenly over k kinds;
 * e to this power is the number of kinds that would be as diverse if all were equal. Null of nothing.
 *
 * Source: Shannon, A Mathematical Theory of Communication (1948); Hill, Ecology 54 (1973) 427, for the number of kinds.
 */
export function shannonDiversity(weights: readonly number[]): number | null {
  refuseNegative(weights);
  const whole = sum(weights);
  if (whole === 0) return null;
  return -sum(weights.map((weight) => (weight === 0 ? 0 : (weight / whole) * Math.log(weight / whole)))) || 0;
}

/** One kind among all: its share, and that of all kinds up to it. */
export interface ParetoBar<Kind> {
  readonly kind: Kind;
  readonly weight: number;
  readonly share: number;
  readonly cumulative: number;
}

/**
 * The kinds with their weights, heaviest first (of equal ones in the order given), and how much of the whole they make
 * together; empty if nothing weighs anything.
 *
 * Source: Juran, Quality Control Handbook (1951), the vital few.
 */
export function pareto<Kind>(weights: Iterable<readonly [kind: Kind, weight: number]>): readonly ParetoBar<Kind>[] {
  const sorted = [...weights].sort(([, a], [, b]) => b - a);
  refuseNegative(sorted.map(([, weight]) => weight));
  const whole = sum(sorted.map(([, weight]) => weight));
  if (whole === 0) return [];
  let reached = 0;
  return sorted.map(([kind, weight]) => {
    reached += weight;
    return { kind, weight, share: weight / whole, cumulative: reached / whole };
  });
}

/**
 * How sure several independent signs make one together, 1 - Π (1 - trust · strength): each alone would do, none takes
 * away. 0 without signs.
 *
 * Source: noisy-or, Pearl, Probabilistic Reasoning in Intelligent Systems (1988), 4.3.2.
 */
export function noisyOr(signs: readonly { readonly trust: number; readonly strength: number }[]): number {
  return 1 - signs.reduce((doubt, { trust, strength }) => doubt * (1 - unit(trust) * unit(strength)), 1);
}

function unit(value: number): number {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`Trust and strength must lie between 0 and 1, not ${value}.`);
  return value;
}

function refuseNegative(weights: readonly number[]): void {
  const wrong = weights.find((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong !== undefined) throw new RangeError(`A weight must be a number of 0 or more, not ${wrong}.`);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
