import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { certaintyOf, isIndependent, strengthOf } from './certainty.measures';
import { symptom } from './symptom.decider';
import type { Source, SymptomEvent } from './symptom.events';

const given = specOf(symptom);

describe('Symptom', () => {
  it('is only observed while little speaks for it', () =>
    given()
      .when(observe(exercise('shadowing', 0.2)))
      .then(observed(exercise('shadowing', 0.2))));

  it('is suspected on one sign, however strong', () =>
    given()
      .when(observe(exercise('shadowing', 1)))
      .then(observed(exercise('shadowing', 1)), suspected(0.8, 'shadowing')));

  it('is suspected once', () =>
    given(observed(exercise('shadowing', 0.6)), suspected(0.48, 'shadowing'))
      .when(observe(exercise('shadowing', 0.7)))
      .then(observed(exercise('shadowing', 0.7))));

  it('is confirmed by an exercise and a tool', () =>
    given(observed(exercise('shadowing', 0.8)), suspected(0.64, 'shadowing'))
      .when(observe(tool('reopened-share', 1)))
      .then(observed(tool('reopened-share', 1)), confirmed(1 - 0.36 * 0.5, 'reopened-share', 'shadowing')));

  it('is confirmed by two exercises', () =>
    given(observed(exercise('shadowing', 0.5)), suspected(0.4, 'shadowing'))
      .when(observe(exercise('role-swap', 0.5)))
      .then(observed(exercise('role-swap', 0.5)), confirmed(1 - 0.6 * 0.6, 'role-swap', 'shadowing')));

  it('is not confirmed by the same exercise twice: its last word counts', () =>
    given(observed(exercise('shadowing', 0.9)), suspected(0.72, 'shadowing'))
      .when(observe(exercise('shadowing', 1)))
      .then(observed(exercise('shadowing', 1))));

  it('is not confirmed by tools alone', () =>
    given(observed(tool('a', 1)), suspected(0.5, 'a'), observed(tool('b', 1)))
      .when(observe(tool('c', 1)))
      .then(observed(tool('c', 1))));

  it('is not confirmed by a second source that says nothing', () =>
    given(observed(exercise('shadowing', 1)), suspected(0.8, 'shadowing'))
      .when(observe(tool('a', 0)))
      .then(observed(tool('a', 0))));

  it('is resolved once nothing speaks for it any more', () =>
    given(observed(exercise('shadowing', 0.5)), suspected(0.4, 'shadowing'))
      .when(observe(exercise('shadowing', 0)))
      .then(observed(exercise('shadowing', 0)), resolved(0)));

  it('stays confirmed while one source still speaks', () =>
    given(...confirmedBefore)
      .when(observe(tool('a', 0)))
      .then(observed(tool('a', 0))));

  it('recurs when it comes back after it was resolved, and begins anew with its sources', () => {
    const settled = [...confirmedBefore, resolved(0.9, 'a', 'shadowing')];
    given(...settled)
      .when(observe(exercise('shadowing', 1)))
      .then(observed(exercise('shadowing', 1)), suspected(0.8, 'shadowing'));
    given(...settled, observed(exercise('shadowing', 1)), suspected(0.8, 'shadowing'))
      .when(observe(tool('a', 1)))
      .then(observed(tool('a', 1)), {
        type: 'SymptomRecurred',
        data: { ...about, confidence: 0.9, sources: ['a', 'shadowing'] },
      });
  });

  it('is refuted with a reason, and what spoke for it no longer counts', () => {
    given(...confirmedBefore)
      .when(refute('It was the holidays.'))
      .then(refuted);
    given(...confirmedBefore, refuted)
      .when(observe(tool('a', 1)))
      .then(observed(tool('a', 1)), suspected(0.5, 'a'));
  });

  it('is resolved by hand', () =>
    given(...confirmedBefore)
      .when({ type: 'ResolveSymptom', data: {} })
      .then(resolved(0.9, 'a', 'shadowing')));

  it.each([
    ['without a reason', ' ', 'reason-missing'],
    ['with a novel', 'n'.repeat(1_001), 'too-long'],
  ])('is not refuted %s', (_, reason, code) =>
    given(...confirmedBefore)
      .when(refute(reason))
      .thenRejected(code),
  );

  it('is neither refuted nor resolved before it is suspected', () => {
    given().when(refute('Why not?')).thenRejected('not-open');
    given(observed(tool('a', 0)))
      .when({ type: 'ResolveSymptom', data: {} })
      .thenRejected('not-open');
  });
});

describe('How sure the sources are together', () => {
  it('is one minus the chance that all err', () =>
    expect(
      certaintyOf([
        { ...exercise('a', 0.8), weight: 0.6 },
        { ...exercise('b', 0.5), weight: 0.4 },
        { ...tool('c', 1), weight: 0.3 },
      ]).confidence,
    ).toBeCloseTo(0.7088, 12)); // golden value G11, exercises.md 1.0.6

  it('names each person once who found what speaks for it', () => {
    const found = (name: string, strength: number, foundById: string) => ({ ...exercise(name, strength), foundById });
    expect(
      certaintyOf([found('a', 1, 'fay'), found('b', 1, 'fay'), found('c', 0, 'eve'), tool('d', 1)]).foundByIds,
    ).toEqual(['fay']);
    expect(certaintyOf([exercise('a', 1)])).not.toHaveProperty('foundByIds');
  });

  it('rests on sources that do not depend on each other', () => {
    expect(isIndependent([exercise('a', 1)])).toBe(false);
    expect(isIndependent([tool('a', 1), tool('b', 1)])).toBe(false);
    expect(isIndependent([exercise('a', 1), tool('b', 0)])).toBe(false);
    expect(isIndependent([exercise('a', 1), tool('b', 1)])).toBe(true);
  });

  it.each([
    [4, 0],
    [5, 0],
    [7.5, 0.5],
    [10, 1],
    [12, 1],
  ])('takes %d between 5 and 10 for a strength of %d', (value, strength) =>
    expect(strengthOf(value, 5, 10)).toBe(strength),
  );
});

const about = { symptomId: 'S3', teamId: 't-1' };
const exercise = (name: string, strength: number): Source => ({
  ...{ name, from: 'exercise', strength, weight: 0.8, n: 5, evidenceId: 'f-1' },
});
const tool = (name: string, strength: number): Source => ({ ...exercise(name, strength), from: 'tool', weight: 0.5 });
const observe = (source: Source) => ({ type: 'ObserveSource', data: { ...about, source } }) as const;
const observed = (source: Source): SymptomEvent => ({ type: 'SourceObserved', data: { ...about, source } });
const near = (confidence: number) => expect.closeTo(confidence, 12) as unknown as number;
const suspected = (confidence: number, ...sources: string[]): SymptomEvent => ({
  type: 'SymptomSuspected',
  data: { ...about, confidence: near(confidence), sources },
});
const confirmed = (confidence: number, ...sources: string[]): SymptomEvent => ({
  type: 'SymptomConfirmed',
  data: { ...about, confidence: near(confidence), sources },
});
const resolved = (confidence: number, ...sources: string[]): SymptomEvent => ({
  type: 'SymptomResolved',
  data: { ...about, confidence: near(confidence), sources },
});
const refute = (reason: string) => ({ type: 'RefuteSymptom', data: { reason } }) as const;
const refuted: SymptomEvent = { type: 'SymptomRefuted', data: { ...about, reason: 'It was the holidays.' } };
const confirmedBefore = [
  observed(exercise('shadowing', 1)),
  suspected(0.8, 'shadowing'),
  observed(tool('a', 1)),
  confirmed(0.9, 'a', 'shadowing'),
];
