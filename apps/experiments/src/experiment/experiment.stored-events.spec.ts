import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { experimentBoard } from './experiment-board.projection';
import { experiment } from './experiment.decider';
import type { ExperimentEvent } from './experiment.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): ExperimentEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<ExperimentEvent['type'], string> = {
  ExperimentProposed: 'experiment-proposed.v1.json',
  ExperimentEndorsed: 'experiment-endorsed.v1.json',
  ExperimentStarted: 'experiment-started.v1.json',
  ExperimentConcluded: 'experiment-concluded.v1.json',
};

it('still reads every experiment event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(experiment.evolve, experiment.initialState())).toEqual({ status: 'concluded' });
  expect(rowOf(experimentBoard, ...events.map((event) => recorded(event)))).toEqual({
    id: 's-1',
    hypothesis: 'A later gate keeps more players',
    teamIds: ['a0000000-0000-4000-8000-0000000000aa'],
    variants: [
      { key: 'gate_30', weight: 1 },
      { key: 'gate_40', weight: 1 },
    ],
    metrics: [
      { key: 'retention_7', kind: 'proportion' },
      { key: 'gamerounds', kind: 'mean' },
    ],
    status: 'stop',
    waitingFor: ['engineering'],
    endorsements: [
      { side: 'product', personId: 'a0000000-0000-4000-8000-000000000001', at: '2026-01-05T09:00:00.000Z' },
    ],
    startedAt: '2016-06-01T00:00:00.000Z',
    concludedAt: '2016-07-01T00:00:00.000Z',
    reason: 'Fewer players were back on day 7',
    changedAt: '2026-01-05T09:00:00.000Z',
    version: 1,
  });
});
