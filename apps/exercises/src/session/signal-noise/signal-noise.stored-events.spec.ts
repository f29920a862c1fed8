import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { session } from '../session.decider';
import type { SessionEvent } from '../session.events';
import { drafted } from '../session.fixture';
import { signalNoiseBoard } from './signal-noise-board.projection';
import type { SignalNoiseEvent } from './signal-noise.events';
import { signalNoiseTemplate } from './signal-noise.template';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): SessionEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can be folded. The compiler asks for new ones. */
const files: Record<SignalNoiseEvent['type'], string> = {
  SignalsPrepared: 'signals-prepared.v1.json',
  MatrixRevealed: 'matrix-revealed.v1.json',
};

it('still reads every event of a Signal-to-Noise session that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const history = [drafted(signalNoiseTemplate), ...events];

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  const work = {
    teamIds: ['P', 'E'],
    frequency: 'per_week',
    channels: ['chat', 'ticket'],
    asOf: '2026-03-02T12:45:00.000Z',
  };
  expect(history.reduce(session.evolve, session.initialState())).toMatchObject({ status: 'draft', work });
  expect(rowOf(signalNoiseBoard, ...history.map((event) => recorded(event)))).toMatchObject({
    work,
    result: { cells: [{ flow: null, tie: null }, { flow: null }] },
  });
});
