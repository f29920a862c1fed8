import { describe, it } from '@jest/globals';
import { specOf } from '@tandem/core/testing';
import type { Design, Metric, Plan } from './design.events';
import { experiment, type ExperimentCommand } from './experiment.decider';
import type { ExperimentEvent, Side } from './experiment.events';
import type { Entry } from './observation.events';

const given = specOf(experiment);

const now = '2026-01-20T12:00:00.000Z';
const later = '2026-01-21T12:00:00.000Z';
const plan: Plan = { units: 1_000, days: 14, minimumEffect: 0.1, power: 0.8 };
const design: Design = {
  ...{ hypothesis: 'A later gate keeps more players', teamIds: ['t-1'], plan },
  variants: [
    { key: 'a', weight: 1 },
    { key: 'b', weight: 1 },
  ],
  metrics: [{ key: 'back', kind: 'proportion' }],
  customerInsight: 'Players stop at the gate',
  feasibility: 'One setting',
};

const proposed = (change: Partial<Design> = {}): ExperimentEvent => ({
  type: 'ExperimentProposed',
  data: { ...design, ...change },
});
const signedBy = (side: Side, personId: string = side, designVersion = 1): ExperimentEvent => ({
  type: 'ExperimentEndorsed',
  data: { side, personId, designVersion },
});
const signed = (change: Partial<Design> = {}) => [proposed(change), signedBy('product'), signedBy('engineering')];
const scheduled: ExperimentEvent = { type: 'ExperimentScheduled', data: { startsAt: later, personId: 'pia' } };
const started: ExperimentEvent = {
  type: 'ExperimentStarted',
  data: { teamIds: ['t-1'], startedAt: now, designVersion: 1, signerIds: ['product', 'engineering'] },
};
const running = (change: Partial<Design> = {}) => [...signed(change), started];
const paused = (reason = 'crashes'): ExperimentEvent => ({
  type: 'ExperimentPaused',
  data: { reason, pausedAt: later },
});
const stopped: ExperimentEvent = { type: 'ExperimentStopped', data: { reason: 'enough', stoppedAt: later } };
const edited = (
  designVersion = 2,
  change: Partial<Design> = {},
  askedIds = ['product', 'engineering'],
): ExperimentEvent => ({
  type: 'DesignEdited',
  data: {
    design: { ...design, hypothesis: 'A gate at 50', ...change },
    designVersion,
    ...(askedIds.length > 0 && { askedIds }),
  },
});

const propose = (change: Partial<Design>): ExperimentCommand => ({
  type: 'ProposeExperiment',
  data: { ...design, ...change },
});
const edit = (change: Partial<Design> = {}): ExperimentCommand => ({
  type: 'EditDesign',
  data: { design: { ...design, hypothesis: 'A gate at 50', ...change }, now: later },
});
const sign = (side: Side, personId: string = side, more: { functions?: Side[]; designVersion?: number } = {}) =>
  ({ type: 'EndorseExperiment', data: { side, personId, functions: [side], ...more } }) as const;
const withdraw = (side: Side, personId: string = side, reason = 'doubts') =>
  ({ type: 'WithdrawEndorsement', data: { side, personId, reason, now: later } }) as const;
const schedule = (startsAt = later) =>
  ({ type: 'ScheduleExperiment', data: { startsAt, personId: 'pia', now } }) as const;
const startWhenDue = (at = later) => ({ type: 'StartWhenDue', data: { now: at } }) as const;
const start = { type: 'StartExperiment', data: { now } } as const;
const resume = (reason = 'mended') => ({ type: 'ResumeExperiment', data: { reason, now: later } }) as const;
const pause = (reason = 'crashes', at = later) => ({ type: 'PauseExperiment', data: { reason, now: at } }) as const;
const stop = (reason = 'enough', at = later) => ({ type: 'StopExperiment', data: { reason, now: at } }) as const;

describe('A signature', () => {
  it('is of somebody of the side', () =>
    given(proposed())
      .when(sign('product', 'tom', { functions: ['engineering'] }))
      .thenRejected('not-your-side'));

  it('is of the version that was read', () => {
    given(proposed(), edited())
      .when(sign('product', 'pia', { designVersion: 1 }))
      .thenRejected('design-changed');
    given(proposed(), edited())
      .when(sign('product', 'pia', { designVersion: 2 }))
      .then(signedBy('product', 'pia', 2));
  });

  it('binds a person to a side for good, across versions and withdrawals', () => {
    const both = { functions: ['product', 'engineering'] as Side[] };
    given(proposed(), signedBy('product', 'bo'), edited())
      .when(sign('engineering', 'bo', both))
      .thenRejected('same-person');
    given(proposed(), signedBy('product', 'bo'), edited())
      .when(sign('product', 'bo', both))
      .then(signedBy('product', 'bo', 2));
  });

  it.each<[string, Partial<Design>, string]>([
    ['what is known of customers', { customerInsight: ' ' }, 'insight-missing'],
    ['that it is feasible', { feasibility: '' }, 'feasibility-missing'],
    ['a minimum effect', { plan: { ...plan, minimumEffect: undefined } }, 'power-missing'],
    ['power', { plan: { ...plan, power: undefined } }, 'power-missing'],
    [
      'a rate to beat',
      { kind: 'prototype', variants: [{ key: 'a', weight: 1 }], rule: 'clear_signals' },
      'benchmark-missing',
    ],
  ])('wants a design that says %s', (_, change, code) =>
    given(proposed(change)).when(sign('product')).thenRejected(code),
  );

  it('is withdrawn by whoever gave it, with a reason, once', () => {
    given(...signed())
      .when(withdraw('product'))
      .then({ type: 'EndorsementWithdrawn', data: { side: 'product', personId: 'product', reason: 'doubts' } });
    given(...signed())
      .when(withdraw('product', 'eve'))
      .thenRejected('not-your-signature');
    given(...signed())
      .when(withdraw('product', 'product', ''))
      .thenRejected('reason-missing');
    given(proposed()).when(withdraw('product')).thenNothing();
  });

  it('that is withdrawn pauses what runs', () =>
    given(...running())
      .when(withdraw('product'))
      .then(
        { type: 'EndorsementWithdrawn', data: { side: 'product', personId: 'product', reason: 'doubts' } },
        paused('doubts'),
      ));
});

describe('The checklist', () => {
  const listed = { checklist: ['rollback tried', 'tracking seen'] };
  const ticked = (item: string): ExperimentEvent => ({ type: 'ChecklistItemTicked', data: { item, personId: 'tom' } });
  const tick = (item: string) => ({ type: 'TickChecklistItem', data: { item, personId: 'tom' } }) as const;

  it('blocks the start until every item is ticked', () => {
    given(...signed(listed), ticked('rollback tried'))
      .when(start)
      .thenRejected('checklist-open');
    given(...signed(listed), ticked('rollback tried'), ticked('tracking seen'))
      .when(start)
      .then(started);
  });

  it('is ticked item by item, once', () => {
    given(...signed(listed))
      .when(tick('rollback tried'))
      .then(ticked('rollback tried'));
    given(...signed(listed), ticked('rollback tried'))
      .when(tick('rollback tried'))
      .thenNothing();
    given(...signed(listed))
      .when(tick('another thing'))
      .thenRejected('no-such-item');
  });

  it('begins anew with a new version', () =>
    given(...signed(listed), ticked('rollback tried'), edited(2, listed))
      .when(tick('rollback tried'))
      .then(ticked('rollback tried')));
});

describe('An edit', () => {
  it('is a new version, and keeps the opportunity that it is to prove', () =>
    given(proposed({ opportunityId: 'o-1' }))
      .when(edit({ opportunityId: 'o-2' }))
      .then(edited(2, { opportunityId: 'o-1' }, [])));

  it('asks whoever was asked or has signed before for a new signature', () => {
    const asking: ExperimentEvent = { type: 'ExperimentProposed', data: { ...design, askedIds: ['bo', 'tim'] } };
    given()
      .when({ type: 'ProposeExperiment', data: { ...design, askedIds: ['bo', 'tim'] } })
      .then(asking);
    given(asking, signedBy('product', 'bo'), signedBy('engineering', 'eve'))
      .when(edit())
      .then(edited(2, {}, ['bo', 'tim', 'eve']));
  });

  it('asks ten people at most', () =>
    given()
      .when({ type: 'ProposeExperiment', data: { ...design, askedIds: Array.from({ length: 11 }, (_, i) => `p${i}`) } })
      .thenRejected('too-many'));

  it('pauses what runs', () =>
    given(...running())
      .when(edit())
      .then(edited(), paused('Version 2 of the design must be signed.')));

  it('leaves what is paused paused', () =>
    given(...running(), paused())
      .when(edit())
      .then(edited()));

  it('is sound', () =>
    given(proposed())
      .when(edit({ teamIds: [] }))
      .thenRejected('team-missing'));

  it('does not turn what has begun into another kind', () => {
    given(...running())
      .when(edit({ kind: 'pilot' }))
      .thenRejected('kind-fixed');
    given(...signed())
      .when(edit({ kind: 'pilot' }))
      .then(edited(2, { kind: 'pilot' }));
    given(...running())
      .when(edit({ kind: 'ab' }))
      .then(edited(2, { kind: 'ab' }), paused('Version 2 of the design must be signed.'));
  });

  it('comes too late once it is over', () =>
    given(...running(), stopped)
      .when(edit())
      .thenRejected('not-open'));
});

describe('A schedule', () => {
  it('lies in the future, behind the gate', () => {
    given(...signed())
      .when(schedule())
      .then(scheduled);
    given(...signed())
      .when(schedule(now))
      .thenRejected('starts-in-the-past');
    given(proposed(), signedBy('product')).when(schedule()).thenRejected('one-side-missing');
  });

  it('starts when it is due, not before', () => {
    given(...signed(), scheduled)
      .when(startWhenDue(now))
      .thenNothing();
    given(...signed(), scheduled)
      .when(startWhenDue())
      .then({ type: 'ExperimentStarted', data: { ...started.data, startedAt: later } } as ExperimentEvent);
  });

  it('starts nothing that has been edited since, and says so once', () => {
    const refused: ExperimentEvent = {
      type: 'ScheduledStartRefused',
      data: {
        ...{ startsAt: later, code: 'one-side-missing' },
        message: 'Version 2 must be signed by product and engineering first.',
      },
    };
    given(...signed(), scheduled, edited())
      .when(startWhenDue())
      .then(refused);
    given(...signed(), scheduled, edited(), refused)
      .when(startWhenDue())
      .thenRejected('not-scheduled');
  });

  it('is moved, cancelled with a reason, or forestalled', () => {
    given(...signed(), scheduled)
      .when(schedule('2026-02-01T00:00:00.000Z'))
      .then({
        type: 'ExperimentScheduled',
        data: { startsAt: '2026-02-01T00:00:00.000Z', personId: 'pia' },
      });
    given(...signed(), scheduled)
      .when({ type: 'CancelSchedule', data: { reason: 'a release is late' } })
      .then({ type: 'ScheduleCancelled', data: { reason: 'a release is late' } });
    given(...signed(), scheduled)
      .when({ type: 'CancelSchedule', data: { reason: '' } })
      .thenRejected('reason-missing');
    given(...signed(), scheduled)
      .when(start)
      .then(started);
    given(...running())
      .when(startWhenDue())
      .thenRejected('not-scheduled');
  });
});

describe('What runs', () => {
  it('is paused with a reason, and goes on with one in a new phase', () => {
    given(...running())
      .when(pause())
      .then(paused());
    given(...running())
      .when(pause(''))
      .thenRejected('reason-missing');
    given(...running())
      .when(pause('crashes', '2026-01-20T11:59:59.999Z'))
      .thenRejected('ends-before-start');
    given(...running(), paused())
      .when(resume())
      .then({ type: 'ExperimentResumed', data: { reason: 'mended', resumedAt: later, designVersion: 1 } });
    given(...running(), paused())
      .when(resume(' '))
      .thenRejected('reason-missing');
    given(...running())
      .when(resume())
      .thenRejected('not-paused');
    given(...running(), paused())
      .when(pause())
      .thenRejected('not-running');
  });

  it('goes on under a new version only once that is signed', () => {
    const anew = [...running(), edited(), paused()];
    given(...anew)
      .when(resume())
      .thenRejected('one-side-missing');
    given(...anew, signedBy('product', 'pia', 2), signedBy('engineering', 'tom', 2))
      .when(resume())
      .then({ type: 'ExperimentResumed', data: { reason: 'mended', resumedAt: later, designVersion: 2 } });
  });

  it('is stopped for good', () => {
    given(...running())
      .when(stop())
      .then(stopped);
    given(...running())
      .when(stop(''))
      .thenRejected('reason-missing');
    given(...running())
      .when(stop('enough', '2026-01-19T00:00:00.000Z'))
      .thenRejected('ends-before-start');
    given(...running(), stopped)
      .when(stop())
      .thenRejected('not-running');
    given(...running(), stopped)
      .when(resume())
      .thenRejected('not-paused');
  });

  it('has phases that may be void, with a reason, once', () => {
    const voided: ExperimentEvent = { type: 'PhaseVoided', data: { phase: 1, reason: 'crashes' } };
    const voidPhase = (phase: number, reason = 'crashes') => ({ type: 'VoidPhase', data: { phase, reason } }) as const;
    given(...running())
      .when(voidPhase(1))
      .then(voided);
    given(...running(), voided)
      .when(voidPhase(1))
      .thenNothing();
    given(...running())
      .when(voidPhase(2))
      .thenRejected('no-such-phase');
    given(...running())
      .when(voidPhase(0))
      .thenRejected('no-such-phase');
    given(...running())
      .when(voidPhase(1, ''))
      .thenRejected('reason-missing');
    given(...running(), voided, paused(), {
      type: 'ExperimentResumed',
      data: { reason: 'mended', resumedAt: later, designVersion: 1 },
    })
      .when(voidPhase(2))
      .then({ type: 'PhaseVoided', data: { phase: 2, reason: 'crashes' } });
  });
});

describe('What was learned', () => {
  const learning = { outcome: 'refuted', found: 'Fewer came back', next: 'The gate stays', tags: ['gates'] } as const;
  const learn = (change = {}) => ({ type: 'RecordLearning', data: { ...learning, ...change } }) as const;
  const over: ExperimentEvent[] = [
    ...running(),
    { type: 'ExperimentConcluded', data: { teamIds: ['t-1'], verdict: 'stop', reason: 'r', concludedAt: later } },
  ];

  it('is written down once it is over, and may be written anew', () => {
    given(...over)
      .when(learn())
      .then({ type: 'LearningRecorded', data: learning });
    given(...over, { type: 'LearningRecorded', data: learning })
      .when(learn())
      .then({ type: 'LearningRecorded', data: learning });
    given(...running())
      .when(learn())
      .thenRejected('not-concluded');
  });

  it.each([
    [{ found: '' }, 'found-missing'],
    [{ next: ' ' }, 'next-missing'],
    [{ tags: [''] }, 'tags-missing'],
    [{ tags: ['x'.repeat(51)] }, 'too-long'],
    [{ tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }, 'too-many'],
  ])('says something: %j', (change, code) =>
    given(...over)
      .when(learn(change))
      .thenRejected(code),
  );
});

describe('A design', () => {
  const metric = (change: Partial<Metric>): Partial<Design> => ({
    metrics: [design.metrics[0]!, { key: 'crashed', kind: 'proportion', ...change }],
  });
  const one = [{ key: 'a', weight: 1 }];

  it.each<[string, Partial<Design>, string]>([
    ['two primary metrics', metric({ role: 'primary' }), 'one-primary'],
    ['no primary metric', { metrics: [{ key: 'm', kind: 'mean', role: 'secondary' }] }, 'one-primary'],
    [
      'a primary metric that is not the first',
      {
        metrics: [
          { key: 'm', kind: 'mean', role: 'secondary' },
          { key: 'n', kind: 'mean', role: 'primary' },
        ],
      },
      'one-primary',
    ],
    ['a guardrail without a margin', metric({ role: 'guardrail' }), 'margin-missing'],
    ['a guardrail with no room', metric({ role: 'guardrail', margin: 0 }), 'margin-missing'],
    ['a margin of no guardrail', metric({ margin: 0.1 }), 'margin-unused'],
    ['a rate to beat of 1', metric({ benchmark: 1 }), 'bad-benchmark'],
    ['a rate to beat of a mean', metric({ kind: 'mean', benchmark: 0.5 }), 'bad-benchmark'],
    ['an effect of nothing', { plan: { ...plan, minimumEffect: 0 } }, 'bad-effect'],
    ['power below a coin', { plan: { ...plan, power: 0.4 } }, 'bad-power'],
    ['full power', { plan: { ...plan, power: 1 } }, 'bad-power'],
    ['no false alarms', { plan: { ...plan, alpha: 0 } }, 'bad-alpha'],
    ['too many false alarms', { plan: { ...plan, alpha: 0.21 } }, 'bad-alpha'],
    ['a share of more than all today', { plan: { ...plan, baseline: 1 } }, 'bad-baseline'],
    [
      'a mean without end today',
      { plan: { ...plan, baseline: Infinity }, metrics: [{ key: 'm', kind: 'mean' }] },
      'bad-baseline',
    ],
    ['the spread of a share', { plan: { ...plan, spread: 1 } }, 'bad-spread'],
    ['no spread of a mean', { plan: { ...plan, spread: 0 }, metrics: [{ key: 'm', kind: 'mean' }] }, 'bad-spread'],
    ['no units', { plan: { ...plan, units: 0 } }, 'bad-units'],
    ['half a day', { plan: { ...plan, days: 0.5 } }, 'bad-days'],
    ['more than a year', { plan: { ...plan, days: 367 } }, 'bad-days'],
    ['looks in disorder', { plan: { ...plan, lookDays: [7, 7, 14] } }, 'bad-looks'],
    ['looks that stop before the end', { plan: { ...plan, lookDays: [7] } }, 'bad-looks'],
    ['looks after the end', { plan: { ...plan, lookDays: [7, 21] } }, 'bad-looks'],
    ['a checklist of nothing', { checklist: [' '] }, 'bad-checklist'],
    ['a checklist that repeats itself', { checklist: ['x', 'x'] }, 'bad-checklist'],
    ['an insight without end', { customerInsight: 'x'.repeat(1001) }, 'too-long'],
    ['one version in an A/B test', { variants: one }, 'nothing-to-compare'],
    [
      'three versions of a prototype',
      { kind: 'prototype', variants: [...design.variants, { key: 'c', weight: 1 }] },
      'too-many-versions',
    ],
    [
      '31 people in a usability test',
      { kind: 'usability', variants: one, plan: { units: 31, days: 7 } },
      'too-many-units',
    ],
  ])('does not hold %s', (_, change, code) => given().when(propose(change)).thenRejected(code));

  it.each<[string, Partial<Design>]>([
    ['one version of a fake door', { kind: 'fake_door', variants: one }],
    ['30 people in a usability test', { kind: 'usability', variants: one, plan: { units: 30, days: 7 } }],
    ['looks on the way', { plan: { ...plan, alpha: 0.2, power: 0.5, lookDays: [3, 7, 14] } }],
    ['guardrails with margins', metric({ role: 'guardrail', margin: 0.01, direction: 'decrease' })],
  ])('may hold %s', (_, change) => given().when(propose(change)).then(proposed(change)));
});

describe('What is entered by hand', () => {
  const door: Partial<Design> = {
    kind: 'prototype',
    plan: { units: 100, days: 7 },
    metrics: [design.metrics[0]!, { key: 'minutes', kind: 'mean' }],
  };
  const entry: Entry = { entryId: 'e-1', variant: 'a', metric: 'back', subject: 'P1', value: 1 };
  const recordedOf = (...entries: Entry[]): ExperimentEvent => ({
    type: 'ObservationsRecorded',
    data: { entries, recordedAt: later },
  });
  const record = (...entries: Entry[]) => ({ type: 'RecordObservations', data: { entries, now: later } }) as const;
  const voided: ExperimentEvent = { type: 'ObservationsVoided', data: { entryIds: ['e-1'], reason: 'one of us' } };
  const voidEntries = (entryIds: string[], reason = 'one of us') =>
    ({ type: 'VoidObservations', data: { entryIds, reason } }) as const;

  it('counts once', () => {
    given(...running(door))
      .when(record(entry))
      .then(recordedOf(entry));
    given(...running(door), recordedOf(entry))
      .when(record(entry))
      .thenNothing();
    given(...running(door), recordedOf(entry))
      .when(record(entry, { ...entry, entryId: 'e-2', subject: 'P2' }))
      .then(recordedOf({ ...entry, entryId: 'e-2', subject: 'P2' }));
  });

  it.each<[string, Entry[], string]>([
    ['nothing', [], 'nothing-observed'],
    ['an entry twice', [entry, { ...entry, subject: 'P2' }], 'entry-twice'],
    ['a person twice', [entry, { ...entry, entryId: 'e-2' }], 'subject-twice'],
    ['another version', [{ ...entry, variant: 'z' }], 'no-such-variant'],
    ['another metric', [{ ...entry, metric: 'z' }], 'no-such-metric'],
    ['nobody', [{ ...entry, subject: ' ' }], 'bad-subject'],
    ['a name without end', [{ ...entry, subject: 'x'.repeat(101) }], 'bad-subject'],
    ['a time before, where there is none', [{ ...entry, period: 'before' }], 'bad-period'],
    ['no tries', [{ ...entry, n: 0, value: 0 }], 'bad-n'],
    ['more tries than a hand can enter', [{ ...entry, n: 100_001 }], 'bad-n'],
    ['half a success', [{ ...entry, value: 0.5 }], 'bad-count'],
    ['more successes than tries', [{ ...entry, n: 2, value: 3 }], 'bad-count'],
    ['fewer than none', [{ ...entry, value: -1 }], 'bad-count'],
    ['several values at once', [{ ...entry, metric: 'minutes', n: 2 }], 'bad-count'],
    ['a number without end', [{ ...entry, metric: 'minutes', value: Infinity }], 'bad-value'],
  ])('is not %s', (_, entries, code) =>
    given(...running(door))
      .when(record(...entries))
      .thenRejected(code),
  );

  it('may be any value of a mean, and one person in several metrics', () =>
    given(...running(door))
      .when(record(entry, { ...entry, entryId: 'e-2', metric: 'minutes', value: -2.5 }))
      .then(recordedOf(entry, { ...entry, entryId: 'e-2', metric: 'minutes', value: -2.5 })));

  it('says in a pilot whether it was before or after, as often as it was measured', () => {
    const pilot = { ...door, kind: 'pilot' } as const;
    const before = { ...entry, period: 'before' } as const;
    given(...running(pilot))
      .when(record(entry))
      .thenRejected('bad-period');
    given(...running(pilot))
      .when(record(before, { ...before, entryId: 'e-2' }))
      .then(recordedOf(before, { ...before, entryId: 'e-2' }));
  });

  it('is of at most 30 people in a usability test', () => {
    const usability = { ...door, kind: 'usability', plan: { units: 30, days: 7 } } as const;
    const people = Array.from({ length: 31 }, (_, i) => ({ ...entry, entryId: `e-${i}`, subject: `P${i}` }));
    given(...running(usability))
      .when(record(...people))
      .thenRejected('too-many-units');
    given(...running(usability))
      .when(record(...people.slice(1)))
      .then(recordedOf(...people.slice(1)));
  });

  it('is at most 1,000 entries, and none of an A/B test', () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({ ...entry, entryId: `e-${i}`, subject: `P${i}` }));
    given(...running(door))
      .when(record(...many))
      .thenRejected('too-many');
    given(...running())
      .when(record(entry))
      .thenRejected('tracked-instead');
  });

  it('may be void, with a reason, and then may be entered anew', () => {
    given(...running(door), recordedOf(entry))
      .when(voidEntries(['e-1', 'e-9']))
      .then(voided);
    given(...running(door), recordedOf(entry))
      .when(voidEntries(['e-1'], ' '))
      .thenRejected('reason-missing');
    given(...running(door))
      .when(voidEntries(['e-1']))
      .thenNothing();
    given(...running(door), recordedOf(entry), voided)
      .when(record(entry))
      .then(recordedOf(entry));
  });
});
