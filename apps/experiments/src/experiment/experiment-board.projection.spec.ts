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

const edited: ExperimentEvent = {
  type: 'DesignEdited',
  data: { design: { ...design, hypothesis: 'A gate at 50' }, designVersion: 2 },
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

  it('shows a design that both sides have signed, and that it is a draft again when one thinks better of it', () => {
    const signed = [proposed, endorsedBy('product'), endorsedBy('engineering')];
    const withdrawn: ExperimentEvent = {
      type: 'EndorsementWithdrawn',
      data: { side: 'product', personId: 'ann', reason: 'doubts' },
    };
    expect(board(...signed)).toMatchObject({ status: 'signed', waitingFor: [] });
    expect(board(...signed, withdrawn)).toMatchObject({
      ...{ status: 'proposed', waitingFor: ['product'], endorsements: [{ side: 'engineering' }] },
    });
    expect(board(...signed, edited)).toMatchObject({
      ...{ status: 'proposed', waitingFor: ['product', 'engineering'], endorsements: [], designVersion: 2 },
      hypothesis: 'A gate at 50',
    });
  });

  it('shows an agreed start, until it came about, was cancelled or refused', () => {
    const signed = [proposed, endorsedBy('product'), endorsedBy('engineering')];
    const startsAt = '2016-06-01T00:00:00.000Z';
    const scheduled: ExperimentEvent = { type: 'ExperimentScheduled', data: { startsAt, personId: 'ann' } };
    const refusal = { code: 'one-side-missing', message: 'Sign first.' };
    const refused: ExperimentEvent = { type: 'ScheduledStartRefused', data: { startsAt, ...refusal } };
    const cancelled: ExperimentEvent = { type: 'ScheduleCancelled', data: { reason: 'late' } };
    const none = { startsAt: null, scheduledBy: null };

    expect(board(...signed, scheduled)).toMatchObject({ status: 'scheduled', startsAt, scheduledBy: 'ann' });
    expect(board(...signed, scheduled, edited)).toMatchObject({
      status: 'scheduled',
      startsAt,
      waitingFor: ['product', 'engineering'],
    });
    expect(board(...signed, scheduled, edited, refused)).toMatchObject({
      status: 'proposed',
      ...none,
      startRefused: refusal,
    });
    expect(board(...signed, scheduled, refused, scheduled)).toMatchObject({ startRefused: null });
    expect(board(...signed, scheduled, refused, scheduled, cancelled)).toMatchObject({
      status: 'signed',
      ...none,
      startRefused: null,
    });
    expect(board(...signed, scheduled, started)).toMatchObject({
      status: 'running',
      startsAt: null,
      startRefused: null,
    });
  });

  it('shows the phases, under which version each ran, why it ended, and which is void', () => {
    const at = (n: number) => `2016-06-0${n}T00:00:00.000Z`;
    const row = board(
      proposed,
      started,
      edited,
      { type: 'ExperimentPaused', data: { reason: 'crashes', pausedAt: at(2) } },
      { type: 'ExperimentResumed', data: { reason: 'mended', resumedAt: at(3), designVersion: 2 } },
      { type: 'PhaseVoided', data: { phase: 1, reason: 'crashes' } },
      { type: 'ExperimentStopped', data: { reason: 'enough', stoppedAt: at(4) } },
      {
        type: 'ExperimentConcluded',
        data: { teamIds: ['t-1'], verdict: 'ship', reason: 'It won', concludedAt: at(5) },
      },
    );

    expect(row).toMatchObject({ status: 'ship', concludedAt: at(4), decidedAt: at(5), reason: 'It won' });
    expect(row?.phases).toEqual([
      { phase: 1, designVersion: 1, startedAt: at(1), endedAt: at(2), reason: 'crashes', voidedBecause: 'crashes' },
      { phase: 2, designVersion: 2, startedAt: at(3), endedAt: at(4), reason: 'enough', voidedBecause: null },
    ]);
  });

  it('is paused and running as it goes on, and shows what is ticked', () => {
    const ticked: ExperimentEvent = { type: 'ChecklistItemTicked', data: { item: 'rollback tried', personId: 'ann' } };
    const paused: ExperimentEvent = {
      type: 'ExperimentPaused',
      data: { reason: 'crashes', pausedAt: '2016-06-02T00:00:00.000Z' },
    };
    expect(board(proposed, ticked, started, paused)).toMatchObject({ status: 'paused', ticked: ['rollback tried'] });
    expect(board(proposed, ticked, edited)).toMatchObject({ ticked: [] });
  });

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
