/** An exact decimal number, units / 10^scale: what PostgreSQL calls `numeric`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Nothing, exactly. */
export const zero: Decimal = { units: 0n, scale: 0 };

/**
 * The decimal that this text says, or that this number prints as (.1 is one tenth, as in JSON). Throws for what is
 * no finite number.
 */
export function decimal(value: string | number | bigint): Decimal {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,5}))?\s*$/i.exec(String(value)) ?? [];
  if (whole === undefined || whole + fraction === '')
    throw new RangeError(`A finite decimal number is needed, not "${value}".`);
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return trimmed(scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale });
}

/** The same text for the same value, whatever sums led to it: no exponent, no zeros at the end. */
export function decimalText(value: Decimal): string {
  const { units, scale } = trimmed(value);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const fraction = scale > 0 ? `.${digits.slice(-scale)}` : '';
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction}`;
}

/** a + b, exactly. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

/** a · b, exactly. */
export const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });

/** a - b, exactly. */
export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, { units: -b.units, scale: b.scale });

/** The number nearest to a / b. Only here do exact sums become a floating-point number, rounded once. */
export function quotient(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const above = unitsAt(a, scale);
  const below = unitsAt(b, scale);
  if (below === 0n) throw new RangeError('A quotient needs a divisor other than 0.');
  const negative = above < 0n !== below < 0n;
  const size = nearest(above < 0n ? -above : above, below < 0n ? -below : below);
  return negative && size !== 0 ? -size : size;
}

/** Long division to at least 64 bits, the rest kept as a last bit so that rounding to 53 is to the nearest. */
function nearest(above: bigint, below: bigint): number {
  const shift = Math.max(0, 68 + bits(below) - bits(above));
  const shifted = above << BigInt(shift);
  const whole = shifted / below;
  const sticky = whole * below === shifted ? whole : whole | 1n;
  const half = Math.floor(shift / 2);
  return Number(sticky) * 2 ** -half * 2 ** (half - shift);
}

const bits = (value: bigint) => value.toString(16).length * 4;
const unitsAt = ({ units, scale }: Decimal, wanted: number) => units * 10n ** BigInt(wanted - scale);

function trimmed({ units, scale }: Decimal): Decimal {
  let [left, places] = [units, scale];
  for (; places > 0 && left % 10n === 0n; places--) left /= 10n;
  return { units: left, scale: places };
}
