import { describe, expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './symptom.announce';
import type { SymptomEvent } from './symptom.events';

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;
const about = { symptomId: 'S3', teamId: id(1) };
const certain = { ...about, confidence: 0.9, sources: ['feedback-speed', 'silo-spotlight'] };
const changedAt = '2026-01-05T09:00:00.000Z';
const heard = (event: SymptomEvent) => announce(recorded(event)).map(({ body }) => body);

describe('What the company hears of a symptom', () => {
  it('is that it is confirmed, how sure that is, and who found what speaks for it', () =>
    expect(heard({ type: 'SymptomConfirmed', data: { ...certain, foundByIds: [id(2), id(3)] } })).toEqual([
      { ...about, change: 'confirmed', confidence: 0.9, foundByIds: [id(2), id(3)], changedAt },
    ]));

  it('names nobody where nobody is known', () =>
    expect(heard({ type: 'SymptomRecurred', data: certain })).toEqual([
      { ...about, change: 'recurred', confidence: 0.9, changedAt },
    ]));

  it('is that it was refuted, but not why in the words of those who did', () =>
    expect(heard({ type: 'SymptomRefuted', data: { ...about, reason: 'Ann was on leave' } })).toEqual([
      { ...about, change: 'refuted', changedAt },
    ]));

  it('is nothing of a single source', () => {
    const source = {
      name: 'a',
      from: 'tool',
      strength: 1,
      weight: 0.5,
      n: 5,
      evidenceId: 'e-1',
    } as const;
    expect(heard({ type: 'SourceObserved', data: { ...about, source } })).toEqual([]);
  });
});
