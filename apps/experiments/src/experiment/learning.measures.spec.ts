import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import type { ExperimentEvent } from './experiment.events';
import { learningBoard } from './learning-board.projection';
import { outcomeOfDecision, outcomeOfVerdict, winRates } from './learning.measures';

describe('The win rate', () => {
  it('is the share of what ended that confirmed what was believed, also by side', () => {
    const rates = winRates([
      { outcome: 'confirmed', proposedBy: ['product'], count: 3 },
      { outcome: 'refuted', proposedBy: ['product'], count: 6 },
      { outcome: 'inconclusive', proposedBy: ['product', 'engineering'], count: 2 },
      { outcome: 'confirmed', proposedBy: [], count: 1 },
    ]);

    expect(rates.overall).toMatchObject({ n: 12, wins: 4, rate: 1 / 3, lowSample: false });
    expect(rates.overall.ciLow).toBeCloseTo(0.1381, 4);
    expect(rates.overall.ciHigh).toBeCloseTo(0.6094, 4);
    expect(rates.bySide).toMatchObject([
      { side: 'product', n: 11, wins: 3 },
      { side: 'engineering', n: 2, wins: 0, lowSample: true },
    ]);
  });

  it('is unknown, not 0, before anything has ended', () =>
    expect(winRates([]).overall).toEqual({ n: 0, wins: 0, rate: null, ciLow: null, ciHigh: null, lowSample: true }));
});

describe('What an experiment says of what was believed', () => {
  it.each([
    ['ship', 'primary-better', 'confirmed'],
    ['ship', 'no-harm', 'inconclusive'],
    ['ship', 'no-clear-signal', 'inconclusive'],
    ['roll_back', 'primary-worse', 'refuted'],
    ['roll_back', 'guardrail-beyond-margin', 'refuted'],
    ['roll_back', 'no-clear-signal', 'inconclusive'],
    ['iterate', 'sample-ratio-alarm', 'inconclusive'],
    ['keep_running', 'not-enough-yet', null],
  ] as const)('%s because of %s: %s', (decision, ground, outcome) =>
    expect(outcomeOfDecision(decision, ground)).toBe(outcome),
  );

  it('follows the verdict of people', () =>
    expect((['ship', 'iterate', 'stop'] as const).map(outcomeOfVerdict)).toEqual([
      'confirmed',
      'inconclusive',
      'refuted',
    ]));
});

describe('The library', () => {
  const proposed: ExperimentEvent = {
    type: 'ExperimentProposed',
    data: {
      ...{ hypothesis: 'A later gate keeps more players', teamIds: ['t-1'], variants: [], proposedBy: ['product'] },
      metrics: [{ key: 'retention_7', kind: 'proportion' }],
    },
  };
  const concluded: ExperimentEvent = {
    type: 'ExperimentConcluded',
    data: { teamIds: ['t-1'], verdict: 'stop', reason: 'Fewer came back', concludedAt: '2026-02-01T00:00:00.000Z' },
  };
  const learned: ExperimentEvent = {
    type: 'LearningRecorded',
    data: { outcome: 'refuted', found: 'Those who wait come back', next: 'The gate stays', tags: ['gates'] },
  };
  const row = (...events: ExperimentEvent[]) => rowOf(learningBoard, ...events.map((event) => recorded(event)));

  it('keeps what failed as a finding, in the words of those who decided until they say more', () => {
    expect(row(proposed, concluded)).toMatchObject({
      ...{ believed: 'A later gate keeps more players', metrics: ['retention_7'], proposedBy: ['product'] },
      ...{ outcome: 'refuted', found: 'Fewer came back', next: null, endedAt: '2026-02-01T00:00:00.000Z' },
    });
    expect(row(proposed, concluded, learned)).toMatchObject({
      ...{ found: 'Those who wait come back', next: 'The gate stays', tags: ['gates'] },
    });
  });

  it('keeps a decision by rule, and the design as it stood last', () => {
    const decidedAt = '2026-02-01T00:00:00.000Z';
    const decided = (decision: 'roll_back' | 'keep_running', reason: string | null): ExperimentEvent => ({
      type: 'ExperimentDecided',
      data: {
        ...{
          teamIds: ['t-1'],
          decision,
          ruled: decision,
          winner: null,
          designVersion: 2,
          look: 1,
          alpha: 0.05,
          figures: [],
        },
        ...{
          ground: 'primary-worse',
          rule: 'clear_signals',
          watermark: { readAt: decidedAt, units: 9 },
          statsVersion: '1',
        },
        ...{ reason, personId: 'ann', decidedAt, readings: [] },
      },
    });
    const edited: ExperimentEvent = {
      type: 'DesignEdited',
      data: {
        designVersion: 2,
        design: { hypothesis: 'A gate at 50', teamIds: ['t-2'], variants: [], metrics: [], kind: 'pilot' },
      },
    };

    expect(row(proposed, edited, decided('roll_back', null))).toMatchObject({
      ...{ believed: 'A gate at 50', kind: 'pilot', teamIds: ['t-2'], metrics: [] },
      ...{ outcome: 'refuted', found: 'primary-worse', endedAt: decidedAt },
    });
    expect(row(proposed, decided('roll_back', 'It hurt'))).toMatchObject({ found: 'It hurt' });
    expect(row(proposed, decided('keep_running', 'a holiday'))).toMatchObject({
      outcome: null,
      found: null,
      endedAt: null,
    });
  });

  it('knows nothing of what was never proposed', () => expect(row(learned)).toBeNull());

  it('says nothing of what has not ended', () =>
    expect(row(proposed)).toMatchObject({ outcome: null, found: null, endedAt: null }));
});
