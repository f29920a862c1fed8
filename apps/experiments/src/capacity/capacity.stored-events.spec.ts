import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { capacityBoard } from './capacity-board.projection';
import { capacity } from './capacity.decider';
import type { CapacityEvent } from './capacity.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): CapacityEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can happen. The compiler asks for new ones. */
const files: Record<CapacityEvent['type'], string> = {
  CapacityPolicySet: 'capacity-policy-set.v1.json',
  CapacityUsed: 'capacity-used.v1.json',
  CapacityWindowClosed: 'capacity-window-closed.v1.json',
  CapacityShortfallDetected: 'capacity-shortfall-detected.v1.json',
};

it('still reads every capacity event that was ever stored', () => {
  const events = Object.values(files).map(stored);

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(capacity.evolve, capacity.initialState())).toMatchObject({ status: 'set', streak: 2, uses: [] });
  expect(rowOf(capacityBoard, ...events.map((event) => recorded(event)))).toMatchObject({
    ...{ streak: 2, startsAt: '2026-01-19T00:00:00.000Z', endsAt: '2026-02-02T00:00:00.000Z' },
    closed: [{ usedPct: 3.125 }],
  });
});
