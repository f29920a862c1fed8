import fc from 'fast-check';
import { observed, seen, start, type UnitFact } from './experiments.fixture';

/** Midnight of a day of the experiment, 1 being the day it starts. */
export const day = (n: number): string => new Date(Date.parse(start) + (n - 1) * 86_400_000).toISOString();

/** Facts of few units, so that they meet; once in batches one by one, once in others at the same time, with repeats. */
export function history() {
  const unit = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const exposure = fc
    .tuple(unit, fc.constantFrom('gate_30', 'gate_30', 'gate_30', 'gate_40'), fc.integer({ min: 1, max: 9 }))
    .map(([unit, variant, at]) => seen(unit, variant, day(at)));
  const observation = fc
    .tuple(
      unit,
      fc.constantFrom('rounds', 'back'),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: -200, max: 300 }),
    )
    .map(([unit, metric, at, cents]) => ({ ...observed(unit, '', metric, day(at)), cents }));
  return fc
    .array(fc.oneof(exposure, observation), { minLength: 15, maxLength: 40, size: 'max' })
    .map((facts) =>
      facts.map((fact, i) => ('cents' in fact ? { ...fact, id: `o-${i}`, value: Number(fact['cents']) / 100 } : fact)),
    )
    .chain((facts) => {
      const order = fc.shuffledSubarray([...facts, ...facts], {
        minLength: 2 * facts.length,
        maxLength: 2 * facts.length,
      });
      const batches = fc.tuple(order, fc.integer({ min: 3, max: 20 })).map(([all, size]) => batchesOf(all, size));
      return fc.record({ facts: fc.constant(facts as UnitFact[]), oneByOne: batches, atOnce: batches });
    });
}

function batchesOf(facts: readonly UnitFact[], size: number): UnitFact[][] {
  return Array.from({ length: Math.ceil(facts.length / size) }, (_, i) => facts.slice(i * size, (i + 1) * size));
}

/** The sums as one would count them by hand, in hundredths. */
export function naive(facts: readonly UnitFact[]) {
  const rows = new Map<string, { n: bigint; happened: bigint; sum: bigint; squares: bigint }>();
  const add = (variant: string, metric: string, happened: bigint, cents: bigint) => {
    const row = rows.get(`${variant} ${metric}`) ?? { n: 0n, happened: 0n, sum: 0n, squares: 0n };
    rows.set(`${variant} ${metric}`, {
      n: row.n + 1n,
      happened: row.happened + happened,
      sum: row.sum + cents,
      squares: row.squares + cents * cents,
    });
  };
  for (const unit of new Set(facts.map((fact) => fact.unit))) {
    const exposures = facts.filter((fact) => fact.unit === unit && fact.type === 'exposure');
    if (exposures.length === 0) continue;
    const variants = new Set(exposures.map((fact) => fact['variant'] as string));
    const variant = variants.size === 1 ? [...variants][0]! : '*';
    const since = exposures.map(({ at }) => at).sort()[0]!;
    add(variant, '', 0n, 0n);
    if (variant === '*') continue;
    for (const metric of ['back', 'rounds']) {
      const counted = facts.filter((fact) => fact.unit === unit && fact['metric'] === metric && fact.at >= since);
      const total = counted.reduce((sum, fact) => sum + BigInt(fact['cents'] as number), 0n);
      if (counted.length > 0) add(variant, metric, total === 0n ? 0n : 1n, total);
    }
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { n, happened, sum, squares }]) => {
      const [variant, metric] = key.split(' ');
      return { variant, metric, n, happened, sum: decimal(sum, 2), sumOfSquares: decimal(squares, 4) };
    });
}

/** So many units of 10^-places, written as PostgreSQL writes a number without zeros at its end. */
function decimal(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
  return units < 0n ? `-${text}` : text;
}
