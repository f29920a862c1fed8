import { describe, expect, it } from '@jest/globals';
import { statsVersion } from '@tandem/statistics';
import type { Measure, MeasureKind, Sample } from './cycle.events';
import { after, before, card } from './cycle.fixture';
import { levelOf, sizeOf, verdictOf } from './verdict.measures';

const window = { from: before.from, to: before.to };
const judged = (
  kind: MeasureKind,
  baseline: Omit<Sample, 'from' | 'to'>,
  then: Omit<Sample, 'from' | 'to'>,
  more: Partial<Measure> & { wanted?: 'up' | 'down' } = {},
) => {
  const { wanted = 'up', ...measure } = more;
  return verdictOf(
    { ...card.measure, kind, minEffect: 0.1, ...measure, baseline: { ...baseline, ...window } },
    wanted,
    { ...then, ...window },
    'spec',
  );
};

describe('The verdict on a change', () => {
  it('is the same to the last byte when it is worked out again', () => {
    const once = () => JSON.stringify(verdictOf(card.measure, 'down', after, 'f-1/1/1'));
    expect(once()).toBe(once());
    expect(JSON.parse(once())).toMatchObject({ outcome: 'improved', statsVersion });
  });

  it('turns with the wanted direction', () => {
    expect(verdictOf(card.measure, 'down', after, 's').outcome).toBe('improved');
    expect(verdictOf(card.measure, 'up', after, 's').outcome).toBe('worse');
  });

  it('asks for more where few values do not decide, and says how many', () => {
    const verdict = judged('score', { values: [3, 4, 5] }, { values: [4, 4, 5] });
    expect(verdict).toMatchObject({ outcome: 'insufficient_data', nBefore: 3, nAfter: 3 });
    expect(verdict.nNeeded).toBeGreaterThan(3);
  });

  it('sees that nothing changed where the whole interval says so', () => {
    const values = Array.from({ length: 40 }, (_, i) => 3 + (i % 3));
    expect(judged('score', { values }, { values }, { minEffect: 1 })).toMatchObject({
      outcome: 'no_change',
      effect: 0,
    });
  });

  it('compares counts by their rates, and shares by their difference', () => {
    expect(
      judged(
        'count',
        { periods: [{ count: 60, exposure: 30 }] },
        { periods: [{ count: 20, exposure: 30 }] },
        { wanted: 'down' },
      ),
    ).toMatchObject({ outcome: 'improved', method: 'poisson-exact', nBefore: 1 });
    expect(judged('share', { count: 10, n: 100 }, { count: 60, n: 100 })).toMatchObject({
      outcome: 'improved',
      nBefore: 100,
      nAfter: 100,
    });
  });

  it('reads a series in its order', () => {
    const steady = Array.from({ length: 20 }, (_, i) => 10 + (i % 2));
    expect(
      judged('series', { values: steady }, { values: Array.from({ length: 12 }, (_, i) => 30 + (i % 2)) }),
    ).toMatchObject({ outcome: 'improved', method: 'xmr' });
  });

  it('says nothing without a baseline', () => {
    const { baseline: _, ...measure } = card.measure;
    expect(verdictOf(measure, 'down', after, 's')).toMatchObject({
      outcome: 'insufficient_data',
      effect: null,
      interval: null,
      nBefore: 0,
      nAfter: 5,
      method: 'no-baseline',
    });
  });

  it('tells each kind of sample as one number with its size', () => {
    expect([levelOf('duration', before), sizeOf(before)]).toEqual([60, 5]);
    expect(levelOf('score', { ...window, values: [1, 2, 6] })).toBe(3);
    expect(levelOf('series', { ...window, values: [1, 2, 6] })).toBe(3);
    const periods = [
      { count: 3, exposure: 10 },
      { count: 5, exposure: 30 },
    ];
    expect([levelOf('count', { ...window, periods }), sizeOf({ ...window, periods })]).toEqual([0.2, 2]);
    expect([levelOf('share', { ...window, count: 3, n: 4 }), sizeOf({ ...window, count: 3, n: 4 })]).toEqual([0.75, 4]);
  });
});
