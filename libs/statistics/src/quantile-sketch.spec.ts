import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isFigure,
  mergeSketches,
  percentile,
  quantileEffect,
  readSketch,
  seededRandom,
  sketchAccuracy,
  sketchOf,
  sketchQuantile,
  sketchWithout,
  summaryOfQuantile,
} from './index';
import { comparedWithText } from './reference-data';

describe('Sketch of quantiles', () => {
  it('is the same bytes in any order and from any parts', () =>
    fc.assert(
      fc.property(fc.array(finite()), fc.nat(50), (values, at) => {
        const [one, other] = [sketchOf(values.slice(0, at).reverse()), sketchOf(values.slice(at).reverse())];
        const bytes = JSON.stringify(sketchOf(values));
        expect(JSON.stringify(mergeSketches(one, other))).toBe(bytes);
        expect(JSON.stringify(mergeSketches(other, one))).toBe(bytes);
        expect(JSON.stringify(sketchWithout(sketchOf(values), one))).toBe(JSON.stringify(other));
        expect(readSketch(JSON.parse(bytes))).toEqual(sketchOf(values));
      }),
    ));

  it('is as near to each quantile as it promises, whatever the values', () =>
    fc.assert(
      fc.property(fc.array(finite(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, level) => {
        const exact = percentile(values, level, 'nearest-rank')!;
        const wrong = Math.abs(sketchQuantile(sketchOf(values), level)! - exact);
        expect(wrong).toBeLessThanOrEqual(Math.abs(exact) * sketchAccuracy * (1 + 1e-12) + 2.3e-308);
      }),
      { numRuns: 1_000 },
    ));

  it.each([
    [1, 64 * 1023],
    [2, 64 * 1024],
    [1.0156249, 64 * 1023],
    [1.015625, 64 * 1023 + 1], // 1 + 1/64
    [-1, -64 * 1023],
    [0, 0],
    [-0, 0],
    [1e-310, 0],
    [2 ** -1022, 64],
    [Number.MAX_VALUE, 64 * 2047 - 1],
  ])('has %d in bucket %d on every machine', (value, bucket) =>
    expect(sketchOf([value])).toEqual({ n: 1, buckets: [[bucket, 1]] }),
  );

  it('reaches its accuracy, and no more, at a power of 2', () => {
    expect(sketchQuantile(sketchOf([1]), 0.5)).toBe(130 / 129);
    expect(sketchQuantile(sketchOf([-8]), 0.5)).toBe((-8 * 130) / 129);
    expect(sketchQuantile(sketchOf([Number.MAX_VALUE]), 1)).toBeLessThan(Infinity);
  });

  it('has no more buckets than 64 for each doubling', () => {
    const next = seededRandom('latency');
    const sketch = sketchOf(Array.from({ length: 50_000 }, () => 10 ** ((next() / 2 ** 32) * 4)));
    expect(sketch.n).toBe(50_000);
    expect(sketch.buckets.length).toBeLessThanOrEqual(64 * Math.log2(1e4) + 1);
  });

  it('tells the effect on a quantile', () => {
    const next = seededRandom('effect');
    const [control, treatment] = [100, 140].map((typical) => {
      const values = Array.from({ length: 2_000 }, () => typical * (0.5 + next() / 2 ** 32));
      const sketch = sketchOf(values);
      return summaryOfQuantile({ level: 0.9, n: sketch.n }, (level) => sketchQuantile(sketch, level))!;
    });
    const effect = quantileEffect(control!, treatment!, 'relative');
    expect(isFigure(effect) && Math.abs(effect.difference - 0.4)).toBeLessThan(0.05);
  });

  it('has no quantile of nothing', () => {
    expect(sketchQuantile(sketchOf([]), 0.5)).toBeNull();
    expect(sketchQuantile(mergeSketches(sketchOf([]), sketchOf([])), 1)).toBeNull();
  });

  it('refuses what is no sketch', () => {
    expect(() => sketchOf([1, NaN])).toThrow(/values must be finite numbers, not NaN/);
    expect(() => sketchWithout(sketchOf([1]), sketchOf([1, 1]))).toThrow(/of bucket 65472, 1 too many/);
    expect(() => sketchQuantile(sketchOf([1]), 1.1)).toThrow(/level must be a share/);
    expect(() => readSketch({ n: 2, buckets: [[64, 1]] })).toThrow(/n must be the sum of the buckets, 1, not 2/);
    expect(() => readSketch({ n: 1, buckets: [[64, 0.5]] })).toThrow(/whole numbers of 1 or more, not 0.5 at 0/);
    for (const buckets of [
      [
        [65, 1],
        [65, 1],
      ],
      [[63, 1]],
      [[-1.5, 1]],
      [[131_008, 1]],
    ] as [number, number][][])
      expect(() => readSketch({ n: buckets.length, buckets })).toThrow(/buckets must be known ones in ascending order/);
  });
});

comparedWithText('ab/cookie_cats.csv', (text) =>
  it('Rounds of Cookie Cats, from 0 to 49,854, keep their quantiles', () => {
    const rounds = text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => Number(line.split(',')[2]));
    const sketch = sketchOf(rounds);
    for (const level of [0, 0.05, 0.25, 0.5, 0.9, 0.99, 0.999, 1]) {
      const exact = percentile(rounds, level, 'nearest-rank')!;
      expect(Math.abs(sketchQuantile(sketch, level)! - exact)).toBeLessThanOrEqual(
        exact * sketchAccuracy * (1 + 1e-12),
      );
    }
    expect(sketch.buckets.length).toBeLessThan(500);
  }),
);

function finite() {
  return fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -1000, max: 1000 }));
}
