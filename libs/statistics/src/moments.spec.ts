import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, decimalText, minus, plus, quotient, times } from './decimal';
import {
  covarianceOf,
  jointMomentsOf,
  meanOf,
  mergeJointMoments,
  mergeMoments,
  momentsOf,
  noMoments,
  readMoments,
  summaryOf,
  varianceOf,
  writeMoments,
} from './moments';
import { comparedWith, relativeError } from './reference-data';

describe('Decimal', () => {
  it.each([
    ['8502', '8502'],
    ['-1.50', '-1.5'],
    ['0.000', '0'],
    ['.5', '0.5'],
    ['1e3', '1000'],
    ['-2.5E-3', '-0.0025'],
    [1e21, '1000000000000000000000'],
    [0.1, '0.1'],
    [5e-324, `0.${'0'.repeat(323)}5`],
  ])('reads %s as %s', (value, text) => expect(decimalText(decimal(value))).toBe(text));

  it.each(['', '.', 'NaN', 'Infinity', '1,5', '1e', '0x10', NaN])('refuses %j', (value) =>
    expect(() => decimal(value)).toThrow(/finite decimal/),
  );

  it('adds, takes away and multiplies exactly', () => {
    expect(decimalText(plus(decimal('0.1'), decimal('0.2')))).toBe('0.3');
    expect(decimalText(minus(decimal('1e30'), decimal('1e-5')))).toBe('999999999999999999999999999999.99999');
    expect(decimalText(times(decimal('-1.5'), decimal('0.02')))).toBe('-0.03');
  });

  it('divides to the nearest number, as the processor does', () =>
    fc.assert(
      fc.property(whole(), whole(), (a, b) => {
        fc.pre(b !== 0);
        expect(quotient(decimal(a), decimal(b))).toBe(a / b || 0);
      }),
    ));

  it('divides what is beyond any number', () => {
    expect(quotient(decimal('1e400'), decimal('1e399'))).toBe(10);
    expect(quotient(decimal('1e-400'), decimal('4e-400'))).toBe(0.25);
    expect(() => quotient(decimal(1), decimal(0))).toThrow(/other than 0/);
  });
});

describe('Moments', () => {
  it('lose no digit where sums of squares would: values near 10⁹ with variance .25', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => 1e9 + (i % 2));
    expect(summaryOf(momentsOf(values))).toEqual({ n: 10_000, mean: 1_000_000_000.5, variance: 0.25002500250025 });
  });

  comparedWith<Stability>('experiments/moments_stability.json', ({ cases }) =>
    it.each(cases)('agree with exact rational arithmetic: $recipe', ({ recipe, want }) => {
      const moments = momentsOf(valuesOf(recipe));
      expect(relativeError(meanOf(moments) ?? NaN, Number(want.mean))).toBeLessThan(1e-15);
      expect(relativeError(varianceOf(moments) ?? NaN, Number(want.variance))).toBeLessThan(1e-12);
    }),
  );

  it('are the same bytes in any order and from any parts', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), fc.nat(), (values, cut) => {
        const whole = writeMoments(momentsOf(values));
        const [head, tail] = [values.slice(0, cut), values.slice(cut)];
        expect(writeMoments(momentsOf(values.toReversed()))).toEqual(whole);
        expect(writeMoments(mergeMoments(momentsOf(tail), momentsOf(head)))).toEqual(whole);
      }),
    ));

  it('come back from PostgreSQL as they went', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (values) => {
        const text = writeMoments(momentsOf(values));
        expect(writeMoments(readMoments(text))).toEqual(text);
      }),
    ));

  it('read the padded text of numeric columns', () =>
    expect(summaryOf(readMoments({ n: '4', sum: '10.000', sumOfSquares: '30.00' }))).toEqual({
      n: 4,
      mean: 2.5,
      variance: 5 / 3,
    }));

  it('shift with their values: the mean moves, the variance stays', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }), fc.integer(), (values, shift) => {
        const moved = momentsOf(values.map((value) => value + shift));
        expect(varianceOf(moved)).toBe(varianceOf(momentsOf(values)));
      }),
    ));

  it('have no mean of nothing and no variance of one value', () => {
    expect(meanOf(noMoments)).toBeNull();
    expect(varianceOf(momentsOf([3]))).toBeNull();
    expect(summaryOf(momentsOf([3]))).toBeNull();
    expect(() => readMoments({ n: '1.5', sum: '1', sumOfSquares: '1' })).toThrow(/whole number/);
  });

  it('know how two things vary together', () => {
    const pairs = [
      [1, '2'],
      [2, '4.5'],
      [4, '1'],
    ] as const;
    const joint = jointMomentsOf(pairs);
    expect(covarianceOf(joint)).toBe(-1.25);
    expect(mergeJointMoments(jointMomentsOf(pairs.slice(0, 1)), jointMomentsOf(pairs.slice(1)))).toEqual(joint);
    expect(covarianceOf(jointMomentsOf(pairs.slice(0, 1)))).toBeNull();
  });
});

type Recipe = { kind: string; n: number; offset: number; mod: number; step: number; scale: number; seed: number };
type Stability = { cases: { recipe: Recipe; want: { mean: string; variance: string } }[] };

function valuesOf({ kind, n, offset, mod, step, scale, seed }: Recipe): number[] {
  if (kind === 'alternate') return Array.from({ length: n }, (_, i) => offset + (i % mod) * step);
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return offset + ((state >>> 8) / 16777216) * scale;
  });
}
function whole() {
  return fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
}
