import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { experimentBoard } from './experiment-board.projection';
import type { Design, ExperimentEvent, Side } from './experiment.events';

const design: Design = {
  hypothesis: 'A later gate keeps more players',
  teamIds: ['t-1'],
  variants: [
    { key: 'gate_30', weight: 1 },
    { key: 'gate_40', weight: 1 },
  ],
  metrics: [{ key: 'retention_7', kind: 'proportion' }],
};
const proposed: ExperimentEvent = { type: 'ExperimentProposed', data: design };
const started: ExperimentEvent = {
  type: 'ExperimentStarted',
  data: { teamIds: ['t-1'], startedAt: '2016-06-01T00:00:00.000Z' },
};
const concluded: ExperimentEvent = {
  type: 'ExperimentConcluded',
  data: {
    teamIds: ['t-1'],
    verdict: 'iterate',
    reason: 'Half the effect',
    concludedAt: '2016-07-01T00:00:00.000Z',
  },
};

describe('The experiment board', () => {
  it('shows a design that waits for both sides', () =>
    expect(board(proposed)).toMatchObject({
      ...design,
      id: 's-1',
      status: 'proposed',
      waitingFor: ['product', 'engineering'],
      endorsements: [],
      startedAt: null,
      concludedAt: null,
      reason: null,
      changedAt: '2026-01-01T09:00:00.000Z',
      version: 1,
    }));

  it('shows whose yes is still missing, and who has said it when', () =>
    expect(board(proposed, endorsedBy('product'))).toMatchObject({
      status: 'proposed',
      waitingFor: ['engineering'],
      endorsements: [{ side: 'product', personId: 'ann', at: '2026-01-02T09:00:00.000Z' }],
    }));

  it('shows both sides in the order of their yes', () =>
    expect(board(proposed, endorsedBy('engineering'), endorsedBy('product'))).toMatchObject({
      waitingFor: [],
      endorsements: [{ side: 'engineering' }, { side: 'product' }],
    }));

  it('shows since when it runs', () =>
    expect(board(proposed, started)).toMatchObject({
      status: 'running',
      startedAt: '2016-06-01T00:00:00.000Z',
      concludedAt: null,
    }));

  it('shows the verdict, why, and when in the end', () =>
    expect(board(proposed, started, concluded)).toMatchObject({
      status: 'iterate',
      reason: 'Half the effect',
      startedAt: '2016-06-01T00:00:00.000Z',
      concludedAt: '2016-07-01T00:00:00.000Z',
    }));

  it.each([[endorsedBy('product')], [started], [concluded]])(
    'shows the version and the moment of every change: $type',
    (event) => expect(board(proposed, event)).toMatchObject({ version: 2, changedAt: '2026-01-02T09:00:00.000Z' }),
  );

  it('shows nothing of an experiment that was never proposed', () =>
    expect([board(endorsedBy('product')), board(started), board(concluded)]).toEqual([null, null, null]));
});

/** One event a day, from 1 January 2026 on. */
function board(...events: ExperimentEvent[]) {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day, 9));
  return rowOf(experimentBoard, ...events.map((event, i) => recorded(event, { version: i + 1, at: at(i + 1) })));
}

function endorsedBy(side: Side): ExperimentEvent {
  return { type: 'ExperimentEndorsed', data: { side, personId: 'ann' } };
}
