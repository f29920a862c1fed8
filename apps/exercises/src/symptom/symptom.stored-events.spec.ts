import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { symptomBoard } from './symptom-board.projection';
import { announce } from './symptom.announce';
import { symptom } from './symptom.decider';
import type { SymptomEvent } from './symptom.events';
import { threshold } from './threshold.decider';
import type { ThresholdEvent } from './threshold.events';

const folder = join(__dirname, 'stored-events');
const stored = <E>(file: string): E => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<SymptomEvent['type'], string> = {
  SourceObserved: 'source-observed.v1.json',
  SymptomSuspected: 'symptom-suspected.v1.json',
  SymptomConfirmed: 'symptom-confirmed.v1.json',
  SymptomResolved: 'symptom-resolved.v1.json',
  SymptomRecurred: 'symptom-recurred.v1.json',
  SymptomRefuted: 'symptom-refuted.v1.json',
};
const thresholdFiles: Record<ThresholdEvent['type'], string> = {
  ThresholdSet: 'threshold-set.v1.json',
  ThresholdReset: 'threshold-reset.v1.json',
};
const events = Object.values(files).map((file) => stored<SymptomEvent>(file));

it('still reads every symptom event that was ever stored', () => {
  const thresholds = Object.values(thresholdFiles).map((file) => stored<ThresholdEvent>(file));

  expect(readdirSync(folder)).toEqual([...Object.values(files), ...Object.values(thresholdFiles)].toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(symptom.evolve, symptom.initialState())).toMatchObject({ status: 'refuted', sources: {} });
  expect(thresholds.reduce(threshold.evolve, threshold.initialState())).toEqual({});
});

it('shows where a symptom stands, and why', () => {
  const rows = events.map((_, n) => rowOf(symptomBoard, ...events.slice(0, n + 1).map((event) => recorded(event))));

  expect(rows.map((row) => [row?.status, row?.sources.length])).toEqual([
    ['observed', 1],
    ['suspected', 1],
    ['confirmed', 1],
    ['resolved', 0],
    ['confirmed', 0],
    ['refuted', 0],
  ]);
  expect(rows[0]?.confidence).toBeCloseTo(0.64, 12);
  expect(rows[5]).toMatchObject({ reason: 'It was the holidays.', confidence: 0 });
});

it('tells the company what changed, and nothing that people wrote', () => {
  const told = events.flatMap((event) => announce(recorded(event))).map(({ body }) => body);

  expect(told).toMatchObject(
    ['suspected', 'confirmed', 'resolved', 'recurred', 'refuted'].map((change) => ({ symptomId: 'S3', change })),
  );
  expect(JSON.stringify(told)).not.toContain('holidays');
});
