/**
 * The chance that a standard normal value exceeds z, accurate to the smallest chances a number can hold.
 *
 * Source: the rational approximations of Cody, Rational Chebyshev Approximations for the Error Function, Math. Comp. 23
 * (1969) 631.
 */
export function normalUpperTail(z: number): number {
  const size = Math.abs(z);
  if (size < 0.66) return 0.5 - nearZero(z);
  const tail = size === Infinity ? 0 : scaledTail(size) * bell(size);
  return z > 0 ? tail : 1 - tail;
}

/** The natural logarithm of {@link normalUpperTail}: finite where the chance itself is below any number. */
export function logNormalUpperTail(z: number): number {
  if (z < 0.66) return z < -0.66 ? Math.log1p(-normalUpperTail(-z)) : Math.log(0.5 - nearZero(z));
  return Math.log(scaledTail(z)) - (z * z) / 2;
}

/** The standard normal density at z. */
export const normalDensity = (z: number): number => bell(Math.abs(z)) / Math.sqrt(2 * Math.PI);

/** exp(-z²/2), with z² taken apart so that its rounding does not grow with z. */
function bell(z: number): number {
  const coarse = Math.trunc(z * 16) / 16;
  return z > 40 ? 0 : Math.exp((-coarse * coarse) / 2) * Math.exp((-(z - coarse) * (z + coarse)) / 2);
}

/** The share between 0 and z, for small z. */
function nearZero(z: number): number {
  const y = z * Math.SQRT1_2;
  return (y / 2) * ratio(inner, y * y);
}

/** The upper tail over exp(-z²/2), for z of .66 or more. */
function scaledTail(z: number): number {
  const y = z * Math.SQRT1_2;
  if (y <= 4) return ratio(between, y) / 2;
  const r = 1 / (y * y);
  return (1 / Math.sqrt(Math.PI) - r * ratio(outer, r)) / (2 * y);
}

/**
 * The standard normal value below which the share p lies. Infinite at 0 and 1; throws outside [0, 1].
 *
 * Source: algorithm AS 241 (PPND16), Wichura, Applied Statistics 37 (1988) 477.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie between 0 and 1, not ${p}.`);
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(central, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const z = r <= 5 ? ratio(middle, r - 1.6) : ratio(far, r - 5);
  return q < 0 ? -z : z;
}

type Rational = readonly [above: readonly number[], below: readonly number[]];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let power = coefficients.length - 1; power >= 0; power--) sum = sum * x + coefficients[power]!;
  return sum;
}
const ratio = (rational: Rational, x: number) => polynomial(rational[0], x) / polynomial(rational[1], x);

const inner: Rational = [
  [3209.37758913846947, 377.485237685302021, 113.864154151050156, 3.1611237438705656, 0.185777706184603153],
  [2844.23683343917062, 1282.61652607737228, 244.024637934444173, 23.6012909523441209, 1],
];

const between: Rational = [
  [
    1230.33935479799725, 2051.07837782607147, 1712.04761263407058, 881.95222124176909, 298.635138197400131,
    66.1191906371416295, 8.88314979438837594, 0.564188496988670089, 2.15311535474403846e-8,
  ],
  [
    1230.33935480374942, 3439.36767414372164, 4362.61909014324716, 3290.79923573345963, 1621.38957456669019,
    537.181101862009858, 117.693950891312499, 15.7449261107098347, 1,
  ],
];

const outer: Rational = [
  [
    6.58749161529837803e-4, 0.0160837851487422766, 0.125781726111229246, 0.360344899949804439, 0.305326634961232344,
    0.0163153871373020978,
  ],
  [0.00233520497626869185, 0.0605183413124413191, 0.527905102951428412, 1.87295284992346047, 2.56852019228982242, 1],
];

const central: Rational = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
    67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
    28729.085735721942674, 5226.495278852854561,
  ],
];

const middle: Rational = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
];

const far: Rational = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
];
