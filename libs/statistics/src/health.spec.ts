import { describe, expect, it } from '@jest/globals';
import {
  assignmentDependence,
  clusterMismatch,
  covariateImbalance,
  type Effect,
  interactionOf,
  isFigure,
  meanEffect,
  multipleExposure,
  seededRandom,
  summaryOf,
  tTest,
  wilson,
} from './index';
import { momentsOf } from './moments';

const effect = (difference: number): Effect => ({
  ...{ difference, standardError: 1, dof: 1e9, n: 100, baseline: 1 },
  scale: 'absolute',
});

describe('Units in more than one arm', () => {
  it.each([
    [10_000, 50, 'ok'],
    [10_000, 110, 'watch'],
    [10_000, 150, 'alarm'],
    [40, 1, 'watch'],
    [40, 0, 'ok'],
  ] as const)('of %i, %i: %s', (units, inSeveral, verdict) =>
    expect(multipleExposure({ units, inSeveral })).toEqual({
      ...{ n: units, misplaced: inSeveral, share: inSeveral / units, verdict },
      interval: wilson(inSeveral, units),
    }),
  );

  it('are judged by the threshold that is set, and refused where they cannot be', () => {
    expect(multipleExposure({ units: 10_000, inSeveral: 150 }, 0.05)).toMatchObject({ verdict: 'ok' });
    expect(multipleExposure({ units: 0, inSeveral: 0 })).toEqual({ reason: 'too-few' });
    expect(() => multipleExposure({ units: 1, inSeveral: 2 })).toThrow('not 2 of 1');
    expect(() => multipleExposure({ units: 1, inSeveral: 0 }, 1)).toThrow('threshold must be a share');
  });
});

describe('Clusters in more than one arm', () => {
  const whole = Array.from({ length: 300 }, (_, i) => (i % 2 ? [5, 0] : [0, 5]));

  it('are none where each is in one', () =>
    expect(clusterMismatch([...whole, [0, 0]])).toMatchObject({ n: 300, misplaced: 0, strayUnits: 0, verdict: 'ok' }));

  it('are to be looked at from the first, and an alarm where they are surely more than 1 in 100', () => {
    expect(clusterMismatch([...whole, [4, 1]])).toMatchObject({
      ...{ n: 301, misplaced: 1, verdict: 'watch', strayUnits: 1 / 1_505 },
    });
    const torn = Array.from({ length: 15 }, () => [2, 2, 1]);
    expect(clusterMismatch([...whole, ...torn])).toMatchObject({
      ...{ n: 315, misplaced: 15, verdict: 'alarm', strayUnits: 45 / 1_575 },
    });
  });

  it('are not told of none, nor of half a unit', () => {
    expect(clusterMismatch([])).toEqual({ reason: 'too-few' });
    expect(clusterMismatch([[0, 0]])).toEqual({ reason: 'too-few' });
    expect(() => clusterMismatch([[1, 0.5]])).toThrow('whole numbers of 0 or more, not 0.5');
  });
});

describe('Arms that differed before the start', () => {
  it('are an alarm from p < .001 over all comparisons: 3.3 standard errors alone, 3.9 among ten', () => {
    expect(covariateImbalance([effect(3.3)])).toMatchObject({ tests: 1, verdict: 'alarm' });
    expect(covariateImbalance([effect(3.2)])).toMatchObject({ tests: 1, verdict: 'watch' });
    const others = Array.from({ length: 9 }, (_, i) => effect(i / 9));
    expect(covariateImbalance([...others, effect(3.8)])).toMatchObject({ tests: 10, verdict: 'watch' });
    expect(covariateImbalance([...others, effect(-3.9)])).toMatchObject({ tests: 10, verdict: 'alarm' });
    expect(covariateImbalance(others)).toMatchObject({ verdict: 'ok' });
  });

  it('name the covariate, and what has no figure is no test', () => {
    const found = covariateImbalance([effect(1), { reason: 'no-variance' }, effect(5)]);
    expect(found).toEqual({
      ...{ tests: 2, verdict: 'alarm' },
      covariates: [
        { p: tTest(effect(1)).p, verdict: 'ok' },
        { reason: 'no-variance' },
        { p: tTest(effect(5)).p, verdict: 'alarm' },
      ],
    });
    expect(covariateImbalance([{ reason: 'too-few' }])).toEqual({ reason: 'too-few' });
  });

  it('are a false alarm in no more than 1 of 1,000 experiments', () => {
    const random = seededRandom('covariates');
    const sample = () => summaryOf(momentsOf(Array.from({ length: 12 }, () => (random() >>> 16) / 2 ** 16)))!;
    let alarms = 0;
    for (let i = 0; i < 1_000; i++) {
      const found = covariateImbalance([0, 1, 2].map(() => meanEffect(sample(), sample())));
      if (isFigure(found) && found.verdict === 'alarm') alarms++;
    }
    expect(alarms).toBeLessThan(5);
  });
});

describe('Two experiments on the same units', () => {
  const cell = (mean: number, n = 100) => ({ n, mean, variance: 4 });

  it('interact where an effect depends on the other arm: 3 less 1, with errors of 4 / 100 four times', () => {
    const found = interactionOf([
      [cell(10), cell(12)],
      [cell(11), cell(15)],
    ]);
    if (!isFigure(found)) throw new Error(found.reason);
    expect(found.pairs).toEqual([
      [
        {
          ...{ difference: 2, standardError: expect.closeTo(0.4, 12), dof: expect.closeTo(396, 9), n: 400 },
          ...{ scale: 'absolute', baseline: 10 },
        },
      ],
    ]);
    expect(found).toMatchObject({ verdict: 'alarm', p: tTest(found.pairs[0]![0] as Effect).p });
  });

  it('do not where effects add up, and pay for every pair of treatments', () => {
    const added = [0, 1, 2].map((first) => [0, 1, 2].map((second) => cell(10 + first + 2 * second)));
    expect(interactionOf(added)).toMatchObject({ p: 1, verdict: 'ok' });
    const pair = interactionOf([
      [cell(10), cell(12)],
      [cell(11), cell(14.1)],
    ]);
    const among = interactionOf(added.map((row, i) => row.map((one, k) => (i === 2 && k === 2 ? cell(17.1) : one))));
    expect(pair).toMatchObject({ verdict: 'alarm' });
    expect(among).toMatchObject({ verdict: 'watch', p: expect.closeTo(4 * (pair as { p: number }).p, 12) });
  });

  it('say why there is no figure, and demand every pair of arms', () => {
    expect(
      interactionOf([
        [cell(1), cell(2)],
        [cell(1), cell(2, 1)],
      ]),
    ).toEqual({ reason: 'too-few' });
    expect(interactionOf([[cell(1)]])).toEqual({ reason: 'too-few' });
    const steady = { n: 9, mean: 1, variance: 0 };
    expect(
      interactionOf([
        [steady, steady],
        [steady, steady],
      ]),
    ).toEqual({ reason: 'no-variance' });
    expect(
      interactionOf([
        [cell(1), cell(2)],
        [cell(1), cell(NaN)],
      ]),
    ).toEqual({ reason: 'not-finite' });
    expect(() => interactionOf([[cell(1), cell(2)], [cell(1)]])).toThrow('as many arms');
  });

  it('drew their arms apart, or not: R, chisq.test(correct = FALSE)', () => {
    expect(
      assignmentDependence([
        [25, 25],
        [25, 25],
      ]),
    ).toMatchObject({ chiSquare: 0, dof: 1, p: 1, verdict: 'ok' });
    expect(
      assignmentDependence([
        [762, 327, 468],
        [484, 239, 477],
      ]),
    ).toMatchObject({
      ...{ chiSquare: expect.closeTo(30.070149, 5), dof: 2, p: expect.closeTo(2.953589e-7, 12), verdict: 'alarm' },
    });
    expect(
      assignmentDependence([
        [25, 25, 0],
        [40, 18, 0],
      ]),
    ).toMatchObject({ dof: 1, verdict: 'ok' });
  });

  it('cannot be told apart while one has but one arm', () => {
    expect(assignmentDependence([[25, 25]])).toEqual({ reason: 'too-few' });
    expect(assignmentDependence([])).toEqual({ reason: 'too-few' });
    expect(
      assignmentDependence([
        [25, 0],
        [7, 0],
      ]),
    ).toEqual({ reason: 'too-few' });
    expect(() => assignmentDependence([[-1, 2]])).toThrow(RangeError);
  });
});
