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
  EndorsementWithdrawn: 'endorsement-withdrawn.v1.json',
  DesignEdited: 'design-edited.v1.json',
  ChecklistItemTicked: 'checklist-item-ticked.v1.json',
  ExperimentScheduled: 'experiment-scheduled.v1.json',
  ScheduleCancelled: 'schedule-cancelled.v1.json',
  ScheduledStartRefused: 'scheduled-start-refused.v1.json',
  ExperimentStarted: 'experiment-started.v1.json',
  ExperimentPaused: 'experiment-paused.v1.json',
  ExperimentResumed: 'experiment-resumed.v1.json',
  PhaseVoided: 'phase-voided.v1.json',
  ObservationsRecorded: 'observations-recorded.v1.json',
  ObservationsVoided: 'observations-voided.v1.json',
  ExperimentDecided: 'experiment-decided.v1.json',
  ExperimentStopped: 'experiment-stopped.v1.json',
  ExperimentConcluded: 'experiment-concluded.v1.json',
  LearningRecorded: 'learning-recorded.v1.json',
};
const withPlan = 'experiment-proposed.v1-with-plan.json';

const folded = (events: readonly ExperimentEvent[]) => events.reduce(experiment.evolve, experiment.initialState());
const row = (events: readonly ExperimentEvent[]) => rowOf(experimentBoard, ...events.map((event) => recorded(event)));

it('still reads every experiment event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual([...Object.values(files), withPlan].toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(folded(events)).toMatchObject({ status: 'concluded', designVersion: 2, looks: [{ units: 4 }] });
  expect(row(events)).toMatchObject({
    ...{ id: 's-1', status: 'stop', designVersion: 2, reason: 'Fewer players were back on day 7' },
    ...{ startedAt: '2016-06-01T00:00:00.000Z', concludedAt: '2016-06-30T00:00:00.000Z' },
    decidedAt: '2016-07-01T00:00:00.000Z',
    ticked: ['The gate can be taken back'],
    entries: [],
    phases: [
      { phase: 1, designVersion: 1, reason: 'Crashes on old phones', voidedBecause: 'Crashes on old phones' },
      { phase: 2, designVersion: 2, reason: 'The plan is fulfilled', voidedBecause: null },
    ],
    decisions: [{ ground: 'not-enough-yet', watermark: { units: 4 } }],
  });
});

it('reads an experiment of the first release: no plan, no version, no functions', () => {
  const first = ['ExperimentProposed', 'ExperimentEndorsed', 'ExperimentStarted', 'ExperimentConcluded'] as const;
  const events = first.map((type) => stored(files[type]));

  expect(folded(events)).toMatchObject({ status: 'concluded', designVersion: 1 });
  expect(row(events)).toMatchObject({
    ...{
      kind: 'ab',
      plan: null,
      rule: null,
      checklist: [],
      proposedBy: [],
      status: 'stop',
      waitingFor: ['engineering'],
    },
    endorsements: [
      { side: 'product', personId: 'a0000000-0000-4000-8000-000000000001', at: '2026-01-05T09:00:00.000Z' },
    ],
  });
});

it('reads a proposal with all that a design can say', () =>
  expect(row([stored(withPlan)])).toMatchObject({
    ...{ importedFrom: 'GrowthBook', proposedBy: ['product'], rule: 'clear_signals', status: 'proposed' },
    plan: { units: 90_000, lookDays: [7, 14], hidesResults: true },
  }));
