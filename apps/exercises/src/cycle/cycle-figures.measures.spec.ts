import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { cycleBoard } from './cycle-board.projection';
import { cycleFiguresOf, portfolioOf } from './cycle-figures.measures';
import type { CycleEvent } from './cycle.events';
import { adopted, agreed, asked, closed, measured, opened, recurred, refined, stale, started } from './cycle.fixture';
import type { CycleRow } from './cycle.measures';

const now = '2026-03-05T09:00:00.000Z';
const row = (...events: CycleEvent[]): CycleRow => rowOf(cycleBoard, ...events.map((event) => recorded(event)))!;
const startedAt = (at: string): CycleEvent => ({ type: 'IterationStarted', data: { iteration: 1, startedAt: at } });
const kept = [...agreed, started, measured(), adopted];

describe('Figures over cycles', () => {
  it('say nothing where there is nothing, and that nothing is asked any more', () =>
    expect(cycleFiguresOf([], now)).toMatchObject({
      askToFirstChange: { value: null, n: 0, ciLow: null, ciHigh: null, lowSample: true },
      followThrough: { value: null, n: 0, ciLow: null, ciHigh: null },
      improvedRate: { value: null, n: 0 },
      iterationsToAdopt: { value: null, n: 0 },
      recurrence: { value: null, n: 0 },
      breadth: { value: null, n: 0 },
      acrossFunctions: { value: null, n: 0 },
      overrides: 0,
      cycles: 0,
      stagnation: { opened: 0, signal: 1, from: '2025-12-04T09:00:00.000Z', to: now },
    }));

  it('count days of work from the first why to the first try, and those that still wait', () => {
    // Asked on Monday 2 February at 9: tried after 1, 5 and 10 days of work, and one that waits for 23.
    const tried = ['2026-02-03T09:00:00.000Z', '2026-02-09T09:00:00.000Z', '2026-02-16T09:00:00.000Z'];
    const rows = tried.map((at) => row(...agreed, startedAt(at)));
    expect(cycleFiguresOf(rows, now).askToFirstChange).toMatchObject({
      value: 5,
      n: 3,
      ciLow: 1,
      ciHigh: 10,
      method: 'kaplan-meier',
    });
    const waits = [...rows, row(opened, asked)];
    expect(cycleFiguresOf(waits, now).askToFirstChange).toMatchObject({ value: 5, n: 4, ciHigh: null });
    const most = [...waits, row(opened, asked), row(opened, asked), row(opened, asked)];
    expect(cycleFiguresOf(most, now).askToFirstChange).toMatchObject({ value: null, n: 7 });
    expect(cycleFiguresOf(rows.slice(1), now).askToFirstChange).toMatchObject({ value: null, n: 2, lowSample: true });
  });

  it('let an abandoned cycle wait no longer than it lived', () => {
    const given: CycleEvent = { type: 'CycleAbandoned', data: { reason: 'x' } };
    const left = rowOf(
      cycleBoard,
      ...[opened, asked].map((event) => recorded(event)),
      recorded(given, { at: new Date('2026-02-03T09:00:00.000Z') }),
    )!;
    const rows = [left, row(...agreed, started), row(...agreed, started)];
    expect(cycleFiguresOf(rows, now).askToFirstChange).toMatchObject({ value: 5, n: 3 });
  });

  it('follow what both agreed on until it is measured; what is not due yet is no failure', () => {
    const rows = [row(...kept), row(...agreed)];
    expect(cycleFiguresOf(rows, '2026-03-09T08:59:59.999Z').followThrough).toMatchObject({ value: 1, n: 1 });
    expect(cycleFiguresOf(rows, '2026-03-09T09:00:00.000Z').followThrough).toMatchObject({
      value: 0.5,
      n: 2,
      lowSample: true,
    });
  });

  it('tell the share that improved with the interval of Wilson', () => {
    const rows = [
      ...Array.from({ length: 8 }, () => row(...agreed, started, measured({ outcome: 'worse' }), measured())),
      ...Array.from({ length: 2 }, () => row(...agreed, started, measured(), measured({ outcome: 'no_change' }))),
      row(...agreed, started),
    ];
    // Wilson 8 of 10: .4902 to .9433.
    expect(cycleFiguresOf(rows, now).improvedRate).toMatchObject({
      ...{ value: 0.8, n: 10, lowSample: false, method: 'wilson' },
      ciLow: expect.closeTo(0.4902, 4),
      ciHigh: expect.closeTo(0.9433, 4),
    });
  });

  it('count the tries until it was adopted, whatever came later', () => {
    const late: CycleEvent = { type: 'CycleAdopted', data: { ...adopted.data, iterations: 3 } as never };
    const again = row(...kept, recurred, ...agreed.slice(1), started, measured(), late);
    const second = row(...agreed, started, measured(), refined, started, measured(), late);
    expect(cycleFiguresOf([again, row(...kept), second], now).iterationsToAdopt).toMatchObject({
      value: 1,
      n: 3,
      ciLow: 1,
      ciHigh: 3,
    });
  });

  it('count what came back among what was watched through', () => {
    const rows = [row(...kept), row(...kept, recurred), row(...kept, closed)];
    expect(cycleFiguresOf(rows, now).recurrence).toMatchObject({ value: 0.5, n: 2 });
    expect(cycleFiguresOf(rows, '2026-06-01T09:00:00.001Z').recurrence).toMatchObject({
      value: expect.closeTo(1 / 3, 12),
      n: 3,
    });
  });

  it('tell how many teams and functions think together', () => {
    const alone: CycleEvent = {
      type: 'CollaborationHeld',
      data: { collaborators: [{ personId: 'a', teamId: 't', function: 'data' }], heldAt: now },
    };
    expect(cycleFiguresOf([row(...agreed), row(opened, asked, alone), row(opened)], now)).toMatchObject({
      breadth: { value: 1.5, n: 2 },
      acrossFunctions: { value: 0.5, n: 2 },
    });
  });

  it('count tries without a baseline, and cycles of the quarter', () => {
    const override: CycleEvent = {
      type: 'IterationStarted',
      data: { iteration: 1, startedAt: now, overrideReason: 'x' },
    };
    expect(cycleFiguresOf([row(...agreed, override), row(opened)], now)).toMatchObject({
      overrides: 1,
      cycles: 2,
      stagnation: { opened: 2, signal: 0 },
    });
    // Opened on 5 January at 9, 91 days before 6 April at 9.
    expect(cycleFiguresOf([row(opened)], '2026-04-06T08:59:59.999Z').stagnation).toMatchObject({ opened: 1 });
    expect(cycleFiguresOf([row(opened)], '2026-04-06T09:00:00.000Z').stagnation).toMatchObject({
      opened: 0,
      signal: 1,
    });
  });
});

it('a portfolio shows every stage in its order', () => {
  const columns = portfolioOf([row(opened), row(opened, stale), row(...kept)]);
  expect(columns.map(({ status }) => status)).toEqual([
    ...['noticed', 'asking', 'collaborating', 'change_designed', 'change_agreed', 'implementing'],
    ...['measuring', 'refining', 'adopted', 'closed', 'abandoned'],
  ]);
  expect(columns[0]).toEqual({ status: 'noticed', count: 2, stale: 1, symptomIds: ['S3'] });
  expect(columns[8]).toMatchObject({ count: 1, stale: 0 });
  expect(columns[1]).toEqual({ status: 'asking', count: 0, stale: 0, symptomIds: [] });
});
