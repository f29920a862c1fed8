import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { cycleBoard } from './cycle-board.projection';
import { cycle } from './cycle.decider';
import type { CycleEvent } from './cycle.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): CycleEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<CycleEvent['type'], string> = { CycleOpened: 'cycle-opened.v1.json' };

it('still reads every cycle event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(cycle.evolve, cycle.initialState())).toEqual({ status: 'noticed' });
  expect(rowOf(cycleBoard, ...events.map((event) => recorded(event)))).toMatchObject({ symptomId: 'S3' });
});
