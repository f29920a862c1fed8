import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf, specOf } from '@tandem/core/testing';
import { signalled } from './symptom-catalogue.measures';
import { catalogue } from './symptom-catalogue.queries';
import { thresholdBoard } from './threshold-board.projection';
import { threshold } from './threshold.decider';
import type { ThresholdEvent } from './threshold.events';

const given = specOf(threshold);
const limits = (suspectAt: number, certainAt: number, signal = 'first-response-p90') => ({
  ...{ signal, suspectAt, certainAt },
});
const set = (suspectAt: number, certainAt: number): ThresholdEvent => ({
  type: 'ThresholdSet',
  data: limits(suspectAt, certainAt),
});
const reset = { type: 'ThresholdReset', data: { signal: 'first-response-p90' } } as const;

describe('The threshold of a signal', () => {
  it('is what the organisation says', () =>
    given()
      .when({ type: 'SetThreshold', data: limits(2, 8) })
      .then(set(2, 8)));

  it('is said once', () =>
    given(set(2, 8))
      .when({ type: 'SetThreshold', data: limits(2, 8) })
      .thenNothing());

  it('may change', () =>
    given(set(2, 8))
      .when({ type: 'SetThreshold', data: limits(2, 9) })
      .then(set(2, 9)));

  it('leaves room between nothing and everything', () =>
    given()
      .when({ type: 'SetThreshold', data: limits(8, 8) })
      .thenRejected('bad-threshold'));

  it('goes back to that of the catalogue, once', () => {
    given(set(2, 8)).when({ type: 'ResetThreshold', data: reset.data }).then(reset);
    given(set(2, 8), reset).when({ type: 'ResetThreshold', data: reset.data }).thenNothing();
  });

  it('stands in place of the one in the catalogue', () => {
    const row = rowOf(thresholdBoard, recorded(set(1, 2)), recorded(set(2, 8)));
    expect(row).toEqual({ thresholds: [limits(2, 8)] });
    expect(signalled(catalogue, 'first-response-p90', row!.thresholds)).toMatchObject([
      { symptomId: 'S3', suspectAt: 2, certainAt: 8, weight: 0.5 },
    ]);
    expect(rowOf(thresholdBoard, recorded(set(1, 2)), recorded(reset))).toEqual({ thresholds: [] });
  });
});

describe('The catalogue of symptoms', () => {
  it('holds S1 to S18, each with something that tells it', () =>
    expect(catalogue.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, n) => `S${n + 1}`)));

  it('names every signal once a symptom, and speaks of nothing that it does not know', () => {
    const names = catalogue.flatMap(({ id, signals }) => signals.map(({ signal }) => `${id} ${signal}`));
    expect(new Set(names).size).toBe(names.length);
    expect(signalled(catalogue, 'something-new', [])).toEqual([]);
  });
});
