import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { cycleBoard } from './cycle-board.projection';
import { cycleTable } from './cycle-table.measures';
import type { CycleEvent } from './cycle.events';
import { adopted, agreed, measured, opened, refined, started } from './cycle.fixture';

const row = (...events: CycleEvent[]) =>
  rowOf(cycleBoard, ...events.map((event) => recorded(event, { streamId: 'c-1' })))!;

it('tells a cycle a row, with its last verdict, and nothing where there is none', () => {
  const { columns, rows } = cycleTable([
    row(...agreed, started, measured({ outcome: 'worse' }), measured(), refined, started, adopted),
    row(opened),
  ]);
  const told = rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [columns[i], cell])));
  expect(told[0]).toEqual({
    id: 'c-1',
    status: 'adopted',
    stale_since: null,
    symptom: 'S3',
    teams: 'design eng',
    owner_product: 'pia',
    owner_engineering: 'eli',
    opened_at: '2026-01-05T09:00:00.000Z',
    asked_at: '2026-02-02T09:00:00.000Z',
    iterations: 2,
    hypothesis: 'invite the receiver at the origin',
    metric: 'hours from Design to Engineering',
    review_at: '2026-03-09T09:00:00.000Z',
    verdict: 'improved',
    effect: 0.42,
    ci_low: 0.26,
    ci_high: 0.69,
    n_before: 5,
    n_after: 5,
    adopted_at: '2026-03-03T09:00:00.000Z',
    recurrences: 0,
  });
  expect(told[1]).toMatchObject({
    iterations: 0,
    hypothesis: null,
    metric: null,
    review_at: null,
    verdict: null,
    effect: null,
    ci_low: null,
    ci_high: null,
    n_before: null,
    n_after: null,
  });
});
