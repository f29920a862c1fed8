import { describe, expect, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import { derivedRecord, hiddenUntil } from './decision.decider';
import { readingOf } from './reading.measures';
import type { Decision, Reading } from './decision.events';
import type { Design, Metric } from './design.events';
import { type Designed, experiment, type ExperimentCommand } from './experiment.decider';
import type { ExperimentEvent } from './experiment.events';
import type { Entry } from './observation.events';

const start = Date.parse('2026-01-01T00:00:00.000Z');
const day = (n: number) => new Date(start + n * 86_400_000).toISOString();

const retention: Metric = { key: 'retention_7', kind: 'proportion' };
const crashes: Metric = { key: 'crashed', kind: 'proportion', role: 'guardrail', direction: 'decrease', margin: 0.01 };
const design: Design = {
  ...{ hypothesis: 'A later gate keeps more players', teamIds: ['t-1'], rule: 'clear_signals' },
  variants: [
    { key: 'a', weight: 1 },
    { key: 'b', weight: 1 },
  ],
  metrics: [retention, crashes],
  plan: { units: 20_000, days: 14, minimumEffect: 0.02, power: 0.8 },
  customerInsight: 'Players stop at the gate',
  feasibility: 'One setting',
};

const begun = (change: Partial<Design> = {}): ExperimentEvent[] => [
  { type: 'ExperimentProposed', data: { ...design, ...change } },
  { type: 'ExperimentEndorsed', data: { side: 'product', personId: 'pia', designVersion: 1 } },
  { type: 'ExperimentEndorsed', data: { side: 'engineering', personId: 'tom', designVersion: 1 } },
  { type: 'ExperimentStarted', data: { teamIds: ['t-1'], startedAt: day(0), designVersion: 1 } },
];
const stopped: ExperimentEvent = { type: 'ExperimentStopped', data: { reason: 'Enough', stoppedAt: day(3) } };

/** So many units of a variant, of whom so many did each thing. */
function readings(arms: Readonly<Record<string, readonly [n: number, back: number, crashed: number]>>): Reading[] {
  return Object.entries(arms).flatMap(([variant, [n, back, crashed]]) =>
    (
      [
        ['', n, 0],
        ['retention_7', back, back],
        ['crashed', crashed, crashed],
      ] as const
    ).map(([metric, units, happened]) => ({
      ...{ variant, metric, n: units, happened },
      ...{ sum: String(happened), sumOfSquares: String(happened) },
    })),
  );
}
const better = readings({ a: [10_000, 1_900, 100], b: [10_000, 2_200, 100] });
const worse = readings({ a: [10_000, 2_200, 100], b: [10_000, 1_900, 100] });
const same = readings({ a: [10_000, 2_000, 100], b: [10_000, 2_010, 100] });
const crashing = readings({ a: [10_000, 1_900, 100], b: [10_000, 2_200, 400] });
const uneven = readings({ a: [10_000, 1_900, 100], b: [9_000, 2_200, 100] });

const decide = (
  data: readonly Reading[],
  now = day(14),
  more: { decision?: Decision; reason?: string } = {},
): ExperimentCommand => ({ type: 'DecideExperiment', data: { readings: data, personId: 'pia', now, ...more } });

const stateAfter = (...past: ExperimentEvent[]) =>
  past.reduce(experiment.evolve, experiment.initialState()) as Designed;

function decided(past: ExperimentEvent[], command: ExperimentCommand) {
  const [event] = experiment.decide(command, stateAfter(...past));
  if (event?.type !== 'ExperimentDecided') throw new Error('No decision.');
  return event;
}
const rulingOf = (past: ExperimentEvent[], command: ExperimentCommand) => {
  const { ruled, ground, winner } = decided(past, command).data;
  return [ruled, ground, winner];
};
const given = specOf(experiment);

describe('By clear signals, an experiment', () => {
  it('ships what won on the primary metric with its guardrails within their margins', () =>
    expect(rulingOf(begun(), decide(better))).toEqual(['ship', 'primary-better', 'b']));

  it('rolls back what lost on the primary metric', () =>
    expect(rulingOf(begun(), decide(worse))).toEqual(['roll_back', 'primary-worse', null]));

  it('rolls back what is shown to be beyond a margin, however well it did', () =>
    expect(rulingOf(begun(), decide(crashing))).toEqual(['roll_back', 'guardrail-beyond-margin', null]));

  it('does not ship while a guardrail is not shown to be within', () => {
    const few = readings({ a: [200, 20, 2], b: [200, 60, 4] });
    expect(rulingOf(begun(), decide(few))).toEqual(['iterate', 'no-clear-signal', null]);
  });

  it('is inconclusive at the end without a signal', () =>
    expect(rulingOf(begun(), decide(same))).toEqual(['iterate', 'no-clear-signal', null]));

  it('believes nothing of units that were not given out as meant', () =>
    expect(rulingOf(begun(), decide(uneven))).toEqual(['iterate', 'sample-ratio-alarm', null]));

  it('wants the direction that the design wants', () => {
    const fewer = { metrics: [{ ...retention, direction: 'decrease' as const }, crashes] };
    expect(rulingOf(begun(fewer), decide(better))).toEqual(['roll_back', 'primary-worse', null]);
    expect(rulingOf(begun(fewer), decide(worse))).toEqual(['ship', 'primary-better', 'b']);
  });

  it('ships the best of several that won, each tested at its share of the level', () => {
    const three = { variants: [...design.variants, { key: 'c', weight: 1 }] };
    const data = readings({ a: [10_000, 1_900, 100], b: [10_000, 2_200, 100], c: [10_000, 2_300, 100] });
    const { data: record } = decided(begun(three), decide(data));

    expect([record.winner, record.alpha]).toEqual(['c', 0.025]);
  });

  it('says what it saw of each metric', () => {
    const { figures, watermark } = decided(begun(), decide(better)).data;

    expect(figures).toMatchObject([
      { metric: 'retention_7', role: 'primary', variant: 'b', n: 20_000, difference: 0.03, says: 'better' },
      { metric: 'crashed', role: 'guardrail', variant: 'b', difference: 0, says: 'within' },
    ]);
    expect(watermark).toEqual({ readAt: day(14), units: 20_000 });
  });
});

describe('By "do no harm", an experiment', () => {
  const harmless = { rule: 'do_no_harm' } as const;

  it('ships at the end what is not shown to be worse', () =>
    expect(rulingOf(begun(harmless), decide(same))).toEqual(['ship', 'no-harm', 'b']));

  it('rolls back what is', () =>
    expect(rulingOf(begun(harmless), decide(worse))).toEqual(['roll_back', 'primary-worse', null]));
});

describe('The looks', () => {
  const looks = { plan: { ...design.plan!, lookDays: [7, 14] } };
  const half = readings({ a: [5_000, 1_000, 50], b: [5_000, 1_040, 50] });

  it('are taken when they were agreed for, not before', () => {
    given(...begun(looks))
      .when(decide(half, day(6.9)))
      .thenRejected('look-not-due');
    expect(rulingOf(begun(looks), decide(half, day(7)))).toEqual(['keep_running', 'not-enough-yet', null]);
  });

  it('test at a level that leaves the rest for those to come', () => {
    const first = decided(begun(looks), decide(half, day(7)));
    const second = decided([...begun(looks), first], decide(same, day(14)));

    expect(first.data.alpha).toBeLessThan(0.01);
    expect(first.data.alpha + second.data.alpha).toBeLessThan(0.055);
    expect(second.data.alpha).toBeGreaterThan(0.04);
    expect([first.data.look, second.data.look]).toEqual([1, 2]);
  });

  it('learn nothing from the same data twice', () => {
    const past = [...begun(looks), decided(begun(looks), decide(half, day(7)))];
    expect(decided(past, decide(half, day(14))).data.alpha).toBe(0);
  });

  it('spend no more than a share when it is stopped before its plan is fulfilled', () => {
    const { alpha } = decided([...begun(), stopped], decide(half, day(3))).data;
    expect(alpha).toBeLessThan(0.01);
  });

  it('are over once it is stopped', () => {
    expect(rulingOf([...begun(looks), stopped], decide(half, day(3)))).toEqual(['iterate', 'no-clear-signal', null]);
    given(...begun(looks), stopped)
      .when(decide(half, day(3), { decision: 'keep_running', reason: 'one more week' }))
      .thenRejected('already-stopped');
  });
});

it('shows results from the first look on, where the team has agreed not to look before', () => {
  const plan = { units: 100, days: 14, lookDays: [7, 14] };
  expect(hiddenUntil({ ...plan, hidesResults: true }, day(0))).toBe(day(7));
  expect(hiddenUntil({ units: 100, days: 14, hidesResults: true }, day(0))).toBe(day(14));
  expect(hiddenUntil({ ...plan, hidesResults: true }, null)).toBeNull();
  expect(hiddenUntil(plan, day(0))).toBeNull();
});

it('keeps the sums as they were read, in plain numbers', () =>
  expect(readingOf({ variant: 'a', metric: 'm', n: 9n, happened: 3n, sum: '3.5', sumOfSquares: '7.25' })).toEqual({
    ...{ variant: 'a', metric: 'm', n: 9, happened: 3, sum: '3.5', sumOfSquares: '7.25' },
  }));

describe('A decision', () => {
  it('may differ from its rule, with a reason', () => {
    given(...begun())
      .when(decide(same, day(14), { decision: 'ship' }))
      .thenRejected('reason-missing');
    given(...begun())
      .when(decide(same, day(14), { decision: 'ship', reason: ' ' }))
      .thenRejected('reason-missing');
    const { data } = decided(begun(), decide(same, day(14), { decision: 'ship', reason: 'It is simpler' }));

    expect(data).toMatchObject({ decision: 'ship', ruled: 'iterate', reason: 'It is simpler' });
  });

  it('ends the experiment unless it keeps it running', () => {
    const kept = decided(begun(), decide(better, day(14), { decision: 'keep_running', reason: 'a holiday' }));
    expect(stateAfter(...begun(), kept).status).toBe('running');
    expect(stateAfter(...begun(), decided(begun(), decide(better))).status).toBe('concluded');
  });

  it('is made by a rule only where one was declared, and by people only where none was', () => {
    const { rule: _, ...without } = design;
    const unruled = begun().map((event) => (event.type === 'ExperimentProposed' ? { ...event, data: without } : event));
    const conclude = {
      type: 'ConcludeExperiment',
      data: { verdict: 'ship', reason: 'We like it', now: day(14) },
    } as const;
    given(...unruled)
      .when(decide(better))
      .thenRejected('no-rule');
    given(...begun())
      .when(conclude)
      .thenRejected('rule-declared');
    given(...unruled)
      .when(conclude)
      .then({
        type: 'ExperimentConcluded',
        data: { teamIds: ['t-1'], verdict: 'ship', reason: 'We like it', concludedAt: day(14) },
      });
  });

  it.each([
    ['by its rule', {}],
    ['against its rule', { decision: 'iterate', reason: 'A holiday was in it' } as const],
  ])('made %s is derived again from the log, the same to the byte', (_, more) => {
    const log = JSON.stringify([...begun(), decided(begun(), decide(better, day(14), more))]);
    const events = JSON.parse(log) as ExperimentEvent[];
    const stored = events.at(-1)!;
    if (stored.type !== 'ExperimentDecided') throw new Error('No decision.');
    const { readings: kept, signerIds, ...record } = stored.data;

    expect(JSON.stringify(derivedRecord(stateAfter(...events.slice(0, -1)), stored))).toBe(JSON.stringify(record));
    expect(kept).toEqual(better);
    expect(signerIds).toEqual(['pia', 'tom']);
  });
});

describe('What few people say decides as well', () => {
  const entry = (subject: string, variant: string, value: number, more: Partial<Entry> = {}): Entry => ({
    ...{ entryId: `${subject} ${variant} ${more.period ?? ''}`, subject, variant, metric: 'done', value, ...more },
  });
  const door: Partial<Design> = {
    ...{ kind: 'fake_door', plan: { units: 400, days: 7 } },
    variants: [{ key: 'door', weight: 1 }],
    metrics: [{ key: 'done', kind: 'proportion', benchmark: 0.05 }],
  };
  const seen = (entries: readonly Entry[]): ExperimentEvent => ({
    type: 'ObservationsRecorded',
    data: { entries, recordedAt: day(1) },
  });

  it('at a fake door, against the share to beat', () => {
    const past = [...begun(door), seen([entry('campaign', 'door', 44, { n: 400 })])];
    const { data } = decided(past, decide([], day(7)));

    expect(data).toMatchObject({ ruled: 'ship', winner: 'door', watermark: { units: 400 } });
    expect(data.figures[0]).toMatchObject({ n: 400, difference: expect.closeTo(0.06, 10), says: 'better' });
  });

  it('in a pilot, by the changes of its teams against those of the others', () => {
    const pilot: Partial<Design> = {
      ...door,
      kind: 'pilot',
      variants: design.variants,
      metrics: [{ key: 'done', kind: 'mean' }],
    };
    const teams = ['a', 'b'].flatMap((variant, v) =>
      Array.from({ length: 6 }, (_, i) => [
        entry(`${variant}${i}`, variant, 10 + i, { period: 'before' }),
        entry(`${variant}${i}`, variant, 10 + i + i / 10 + 3 * v, { period: 'after' }),
      ]).flat(),
    );
    const { data } = decided([...begun(pilot), seen(teams)], decide([], day(7)));

    expect(data).toMatchObject({ ruled: 'ship', winner: 'b', watermark: { units: 12 } });
    expect(data.figures[0]).toMatchObject({ difference: expect.closeTo(3, 10), p: 2 / 924 });
  });
});
