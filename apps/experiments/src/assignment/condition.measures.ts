import { isTame } from './pattern.measures';

/** What is known of a unit: plain JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Whom an experiment is for, in the words of MongoDB: `{ "country": { "$in": ["DE", "AT"] } }`. */
export type Condition = Readonly<Record<string, unknown>>;

/** Named lists of values that conditions refer to with `$inGroup`. */
export type Groups = Readonly<Record<string, readonly unknown[]>>;

/**
 * Whether a unit is meant. What does not make sense, such as an unknown operator, a broken or an untame
 * pattern, means nobody.
 * Source: GrowthBook's specification of conditions, 0.8, which its published cases hold us to.
 */
export function isMeant(attributes: Attributes, condition: Condition, groups: Groups = {}): boolean {
  try {
    return isMet(attributes, condition, groups);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return false; // a list that is none; a pit of nesting
    throw error;
  }
}

function isMet(attributes: Attributes, condition: Condition, groups: Groups): boolean {
  return Object.entries(condition).every(([key, value]) => {
    switch (key) {
      case '$or':
        return isEmpty(value) || all(value).some((each) => isMet(attributes, each, groups));
      case '$nor':
        return !isEmpty(value) && !all(value).some((each) => isMet(attributes, each, groups));
      case '$and':
        return all(value).every((each) => isMet(attributes, each, groups));
      case '$not':
        return !isMet(attributes, value as Condition, groups);
      default:
        return holds(value, at(attributes, key), groups);
    }
  });
}

const all = (value: unknown) => value as readonly Condition[];
const isEmpty = (value: unknown) => (value as readonly unknown[]).length === 0;

function at(attributes: unknown, path: string): unknown {
  let found = attributes;
  for (const name of path.split('.')) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, name)) return null;
    found = (found as Record<string, unknown>)[name];
  }
  return found ?? null;
}

function holds(expected: unknown, actual: unknown, groups: Groups, ignoresCase = false): boolean {
  if (typeof expected === 'string')
    return ignoresCase ? String(actual).toLowerCase() === expected.toLowerCase() : String(actual) === expected;
  if (typeof expected === 'number') return Number(actual) === expected && actual !== null;
  if (typeof expected === 'boolean') return actual !== null && !!actual === expected;
  if (expected === null) return actual === null;
  if (Array.isArray(expected) || !isOperators(expected as object))
    return JSON.stringify(actual) === JSON.stringify(expected);
  return Object.entries(expected as object).every(([operator, value]) => operate(operator, actual, value, groups));
}

const isOperators = (value: object) => {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => key.startsWith('$'));
};

function operate(operator: string, actual: unknown, expected: unknown, groups: Groups): boolean {
  switch (operator) {
    case '$eq':
      return actual === expected;
    case '$ne':
      return actual !== expected;
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return compared(operator, ordered(actual, expected));
    case '$veq':
    case '$vne':
    case '$vlt':
    case '$vlte':
    case '$vgt':
    case '$vgte':
      return compared(operator.replace('$v', '$'), inOrder(version(actual), version(expected)));
    case '$in':
    case '$ini':
      return Array.isArray(expected) && isIn(actual, expected, operator === '$ini');
    case '$nin':
    case '$nini':
      return Array.isArray(expected) && !isIn(actual, expected, operator === '$nini');
    case '$inGroup':
      return isIn(actual, groups[String(expected)] ?? []);
    case '$notInGroup':
      return !isIn(actual, groups[String(expected)] ?? []);
    case '$all':
    case '$alli':
      return (
        Array.isArray(actual) &&
        Array.isArray(expected) &&
        expected.every((each) => actual.some((one) => holds(each, one, groups, operator === '$alli')))
      );
    case '$elemMatch':
      return Array.isArray(actual) && actual.some((one) => matches(one, expected as Condition, groups));
    case '$size':
      return Array.isArray(actual) && holds(expected, actual.length, groups);
    case '$regex':
    case '$regexi':
      return found(expected, actual, operator === '$regexi' ? 'i' : '');
    case '$exists':
      return expected ? actual !== null : actual === null;
    case '$type':
      return typeOf(actual) === expected;
    case '$not':
      return !holds(expected, actual, groups);
    default:
      return false;
  }
}

const matches = (one: unknown, condition: Condition, groups: Groups) =>
  isOperators(condition) ? holds(condition, one, groups) : isMet(one as Attributes, condition, groups);

function isIn(actual: unknown, expected: readonly unknown[], ignoresCase = false): boolean {
  const plain = (value: unknown) => (ignoresCase && typeof value === 'string' ? value.toLowerCase() : value);
  const values = expected.map(plain);
  return Array.isArray(actual) ? actual.some((one) => values.includes(plain(one))) : values.includes(plain(actual));
}

/** Less than, equal or greater, NaN where the two cannot be compared. A missing number is 0 beside a number. */
function ordered(actual: unknown, expected: unknown): number {
  const [a, b] =
    typeof expected === 'number' || typeof actual === 'number'
      ? [Number(actual ?? 0), Number(expected ?? 0)]
      : [actual as string, expected as string];
  return a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
}

const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function compared(operator: string, order: number): boolean {
  switch (operator) {
    case '$eq':
      return order === 0;
    case '$ne':
      return order !== 0;
    case '$lt':
      return order < 0;
    case '$lte':
      return order <= 0;
    case '$gt':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** A version as a text that sorts as versions do: numbers padded, a release behind its candidates. */
function version(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' && value ? value : '0';
  const parts = text.replace(/(^v|\+.*$)/g, '').split(/[-.]/);
  if (parts.length === 3) parts.push('~');
  return parts.map((part) => (/^[0-9]+$/.test(part) ? part.padStart(5, ' ') : part)).join('-');
}

const longestText = 500;

function found(pattern: unknown, actual: unknown, flags: string): boolean {
  return isTame(pattern) && new RegExp(pattern, flags).test(String(actual).slice(0, longestText));
}

/** The patterns of a condition that are not tame, wherever they stand in it. */
export function untamePatterns(condition: unknown): readonly unknown[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([key, value]) =>
    key === '$regex' || key === '$regexi' ? (isTame(value) ? [] : [value]) : untamePatterns(value),
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
