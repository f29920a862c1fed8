import { logNormalUpperTail, normalQuantile, normalUpperTail } from './normal';
import { panels, type Quadrature } from './quadrature';

/** How the chance of a false alarm is spent: alpha·t^exponent by the share t of the plan, and some of it afterwards. */
export interface Spending {
  /** Of all looks within the plan together, both sides counted. */
  readonly alpha: number;
  /** 1 spends evenly; 3 leaves most for the end. */
  readonly exponent: number;
  /** Spent in addition by those who run on, never quite used up: afterwards·(1 - t⁻²) by t plans. 0 unless told otherwise. */
  readonly afterwards?: number;
  /** 2 unless told otherwise. Each side has its share and takes no note of the other, which is conservative. */
  readonly sides?: 1 | 2;
}

/**
 * The z value that each look must reach, at these shares of the planned information (ascending; unequal steps, a last
 * look past 1 and looks after that are as good). A look that adds less than a millionth to the one before spends
 * nothing and has no bound but Infinity, as have looks once all is spent. Exact for looks not chosen by what they showed.
 *
 * Source: Lan and DeMets, Discrete Sequential Boundaries for Clinical Trials, Biometrika 70 (1983) 659; the recursion
 * of Armitage, McPherson and Rowe, JRSS A 132 (1969) 235.
 */
export function lanDeMetsBounds(
  fractions: readonly number[],
  { alpha, exponent, afterwards = 0, sides = 2 }: Spending,
): number[] {
  let spent = 0;
  return walk(fractions, 0, (chanceBeyond, guess) => {
    const { fraction, usual } = guess;
    const allowed =
      fraction < 1 ? (alpha / sides) * fraction ** exponent : (alpha + afterwards * (1 - fraction ** -2)) / sides;
    const target = allowed - spent;
    if (!(target > 0)) return Infinity;
    spent = allowed;
    return chanceBeyond ? rootOf(chanceBeyond, target, usual) : -normalQuantile(target) * Math.sqrt(fraction);
  }).bounds;
}

/**
 * The chance to have crossed the upper bound by each look, if the z value of a look at the share t of the plan is
 * drift·√t in the mean. At drift 0: half the false alarms of a two-sided test; at the drift that was planned for: power.
 */
export function crossingChances(fractions: readonly number[], bounds: readonly number[], drift: number): number[] {
  return walk(fractions, drift, (_, { look, fraction }) => bounds[look]! * Math.sqrt(fraction)).crossed;
}

/** The chance to be beyond a value now and not to have crossed before, with its density. */
type ChanceBeyond = (value: number) => { chance: number; density: number };
type Bound = (
  chanceBeyond: ChanceBeyond | undefined,
  guess: { look: number; fraction: number; usual: number },
) => number;

/** What a look must add, of the plan. */
export const leastStep = 1e-6;
const beyondDoubt = 8.5; // standard deviations, beyond which 10⁻¹⁷ lies

/** Follows the sum B(t) from look to look: of those that have not crossed, where they are. */
function walk(fractions: readonly number[], drift: number, bound: Bound): { bounds: number[]; crossed: number[] } {
  const last = fractions.at(-1) ?? 1;
  // From below this none comes back over the bound in time, but one in 10¹⁰ (without drift: in 10¹⁶).
  const floor = -(drift === 0 ? 3 : 4.5) * Math.sqrt(last);
  const bounds: number[] = [];
  const crossed: number[] = [];
  let [time, usual, gone] = [0, 3, 0];
  let below: { place: Quadrature; mass: Float64Array } | undefined;
  for (const [look, fraction] of fractions.entries()) {
    const passed = fraction - time;
    if (!(passed >= leastStep)) {
      bounds.push(Infinity);
      crossed.push(gone);
      continue;
    }
    const deviation = Math.sqrt(passed);
    const shift = drift * passed;
    const from = below;
    const chanceBeyond =
      from && ((value: number) => chanceAbove(from.place.points, from.mass, value - shift, deviation));
    const edge = bound(chanceBeyond, { look, fraction, usual: usual * Math.sqrt(fraction) });
    const z = edge / Math.sqrt(fraction);
    bounds.push(z);
    gone += chanceBeyond ? chanceBeyond(edge).chance : normalUpperTail((edge - shift) / deviation);
    crossed.push(gone);
    if (Number.isFinite(z)) usual = z;

    const next = fractions.slice(look + 1).find((later) => later - fraction >= leastStep);
    time = fraction;
    if (next === undefined) continue;
    const spread = Math.sqrt(fraction);
    const low = Math.max(floor, drift * fraction - beyondDoubt * spread);
    const high = Math.max(low + 1e-9 * deviation, Math.min(edge, drift * fraction + beyondDoubt * spread));
    const place = panels(low, high, 4 * Math.min(deviation, Math.sqrt(next - fraction)));
    below = { place, mass: massAt(place, from, shift, deviation) };
  }
  return { bounds, crossed };
}

const root2Pi = Math.sqrt(2 * Math.PI);

function chanceAbove(points: Float64Array, mass: Float64Array, value: number, deviation: number) {
  let [chance, density] = [0, 0];
  for (let i = 0; i < points.length; i++) {
    const z = (value - points[i]!) / deviation;
    chance += mass[i]! * normalUpperTail(z);
    density += mass[i]! * Math.exp((-z * z) / 2);
  }
  return { chance, density: density / (root2Pi * deviation) };
}

/** The mass at each point of `place`, of all that have come there from where they were before (at first: from 0). */
function massAt(
  place: Quadrature,
  from: { place: Quadrature; mass: Float64Array } | undefined,
  shift: number,
  deviation: number,
): Float64Array {
  const points = from?.place.points ?? new Float64Array(1);
  const mass = from?.mass ?? new Float64Array(1).fill(1);
  const result = new Float64Array(place.points.length);
  const reach = beyondDoubt * deviation;
  const scale = -1 / (2 * deviation * deviation);
  for (let to = 0, first = 0; to < result.length; to++) {
    const centre = place.points[to]! - shift;
    while (first < points.length && points[first]! < centre - reach) first++;
    let sum = 0;
    for (let i = first; i < points.length; i++) {
      const distance = points[i]! - centre;
      if (distance > reach) break;
      sum += mass[i]! * Math.exp(scale * distance * distance);
    }
    result[to] = (sum * place.weights[to]!) / (root2Pi * deviation);
  }
  return result;
}

/** Newton's method on the logarithm of the chance, which is concave: it comes home from any start. */
function rootOf(chanceBeyond: ChanceBeyond, target: number, start: number): number {
  let value = start;
  for (let step = 0; step < 60; step++) {
    const { chance, density } = chanceBeyond(value);
    if (chance === 0) value /= 2;
    else {
      const change = (Math.log(chance / target) * chance) / density;
      value += change;
      if (Math.abs(change) < 1e-10) break;
    }
  }
  return value;
}

/** The z value whose upper tail has this logarithm, also where the tail is below any number. */
export function zOfLogTail(logTail: number): number {
  if (logTail > -700) return 0 - normalQuantile(Math.exp(logTail));
  let z = Math.sqrt(-2 * logTail);
  for (let step = 0; step < 5; step++) z += (logNormalUpperTail(z) - logTail) / (z + 1 / z);
  return z;
}
