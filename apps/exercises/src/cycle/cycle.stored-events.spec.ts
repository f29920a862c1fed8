import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { cycleBoard } from './cycle-board.projection';
import { cycle } from './cycle.decider';
import type { CycleEvent } from './cycle.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): CycleEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can be folded. The compiler asks for new ones. */
const files: Record<CycleEvent['type'], string> = {
  CycleOpened: 'cycle-opened.v1.json',
  CycleAsked: 'cycle-asked.v1.json',
  CollaborationHeld: 'collaboration-held.v1.json',
  ChangeDesigned: 'change-designed.v1.json',
  BaselineRecorded: 'baseline-recorded.v1.json',
  ChangeAgreed: 'change-agreed.v1.json',
  IterationStarted: 'iteration-started.v1.json',
  RemeasureLinked: 'remeasure-linked.v1.json',
  ChangeMeasured: 'change-measured.v1.json',
  CycleRefined: 'cycle-refined.v1.json',
  CycleWentStale: 'cycle-went-stale.v1.json',
  CycleAdopted: 'cycle-adopted.v1.json',
  CycleRecurred: 'cycle-recurred.v1.json',
  CycleAbandoned: 'cycle-abandoned.v1.json',
  CycleClosed: 'cycle-closed.v1.json',
};

it('still reads every cycle event that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const history = events.map((event, i) => recorded(event, { version: i + 1 }));
  const told = {
    status: 'closed',
    symptomId: 'S3',
    iterations: [
      { overrideReason: 'The tool has no history', measurements: [{ verdict: { outcome: 'improved' } }] },
      { iteration: 2 },
    ],
    adoptedBecause: 'It costs nothing',
    abandonedBecause: 'Nobody has time',
  };

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(cycle.evolve, cycle.initialState())).toMatchObject(told);
  expect(rowOf(cycleBoard, ...history)).toMatchObject({ ...told, version: 15 });
});
