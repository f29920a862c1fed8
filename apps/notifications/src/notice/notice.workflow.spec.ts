import { describe, expect, it } from '@jest/globals';
import type { Notice } from './notice.events';
import * as on from './notice.workflow';

const cycle = {
  cycleId: 'c-1',
  symptomId: 'S3',
  findingId: 'f-1',
  sessionId: 's-1',
  teamIds: ['t-1', 't-2'],
  ownerProductId: 'ann',
  ownerEngineeringId: 'bob',
  openedAt: '2026-01-12T10:31:00Z',
};

const { findingId: _, sessionId: __, openedAt: ___, ...parties } = cycle;
const at = '2026-01-12T10:31:00Z';
const subject = { kind: 'cycle', id: 'c-1' };
const measured = {
  ...{ iteration: 1, verdict: 'improved', nBefore: 5, nAfter: 5 },
  ...{ method: 'median-ratio', statsVersion: '1', measuredAt: at },
};

describe('When a cycle begins', () => {
  it('both owners are told, each for their side', () =>
    expect(on.onCycleOpened(cycle).map(({ recipientId, told }) => [recipientId, sideOf(told)])).toEqual([
      ['ann', 'product'],
      ['bob', 'engineering'],
    ]));

  it('somebody who owns both sides is told once', () =>
    expect(on.onCycleOpened({ ...cycle, ownerEngineeringId: 'ann' }).map(({ recipientId }) => recipientId)).toEqual([
      'ann',
    ]));

  it('the notice leads to the cycle, and shows up with its teams', () =>
    expect(on.onCycleOpened(cycle)[1]).toEqual({
      recipientId: 'bob',
      category: 'cycle_opened',
      severity: 'action',
      told: { template: 'cycle-opened', data: { symptomId: 'S3', side: 'engineering' } },
      subject: { kind: 'cycle', id: 'c-1' },
      teamIds: ['t-1', 't-2'],
    }));
});

describe('Of a cycle', () => {
  it.each<[string, Notice[], Notice['category'], Notice['severity']]>([
    [
      'a change that is agreed',
      on.onChangeAgreed({ ...parties, iteration: 1, agreedAt: at }),
      'cycle_progress',
      'action',
    ],
    ['a measurement', on.onMeasured({ ...parties, ...measured }), 'result', 'action'],
    ['a change for the worse', on.onMeasured({ ...parties, ...measured, verdict: 'worse' }), 'result', 'warning'],
    [
      'a change that stays',
      on.onAdopted({ ...parties, iterations: 2, adoptedAt: at, watchUntil: at }),
      'cycle_progress',
      'info',
    ],
    [
      'a symptom that came back',
      on.onRecurred({ ...parties, adoptedAt: at, recurredAt: at }),
      'cycle_progress',
      'warning',
    ],
  ])('both owners are told of %s', (_, notices, category, severity) => {
    expect(notices.map(({ recipientId }) => recipientId)).toEqual(['ann', 'bob']);
    for (const notice of notices)
      expect(notice).toMatchObject({ category, severity, subject, teamIds: ['t-1', 't-2'] });
  });

  it('that stands still the owners are told, and whoever began it', () => {
    const stale = { ...parties, status: 'asking', silentSince: at, wentStaleAt: at };
    const told = (openedById?: string) =>
      on.onWentStale({ ...stale, openedById }).map(({ recipientId, told }) => [recipientId, roleOf(told)]);
    expect(told('fay')).toEqual([
      ['ann', 'owner'],
      ['bob', 'owner'],
      ['fay', 'opener'],
    ]);
    expect(told('bob').map(([id]) => id)).toEqual(['ann', 'bob']);
    expect(told().map(([id]) => id)).toEqual(['ann', 'bob']);
  });
});

describe('Of a symptom', () => {
  const changed = { symptomId: 'S3', teamId: 't-1', changedAt: at, foundByIds: ['fay', 'cy'] };

  it.each([
    ['confirmed', 'action'],
    ['recurred', 'warning'],
  ])('that is %s whoever found it is told', (change, severity) => {
    const notices = on.onSymptomChanged({ ...changed, change }, 'y-1');
    expect(notices.map(({ recipientId }) => recipientId)).toEqual(['fay', 'cy']);
    expect(notices[0]).toMatchObject({ severity, subject: { kind: 'symptom', id: 'y-1' }, teamIds: ['t-1'] });
  });

  it.each(['suspected', 'refuted', 'resolved', 'a word of tomorrow'])('that is %s nobody is told', (change) =>
    expect(on.onSymptomChanged({ ...changed, change }, 'y-1')).toEqual([]),
  );

  it('that names no finder nobody is told', () =>
    expect(on.onSymptomChanged({ ...changed, foundByIds: undefined, change: 'confirmed' }, 'y-1')).toEqual([]));
});

describe('Of an experiment', () => {
  const of = { experimentId: 'e-1', teamIds: ['t-1'] };
  const decided = {
    ...({
      ...of,
      ruled: 'ship',
      ground: 'primary-better',
      look: 1,
      units: 9,
      statsVersion: '1',
      decidedAt: at,
    } as const),
    signerIds: ['ann', 'bob'],
  };

  it('those who are asked to sign are told, each once', () =>
    expect(
      on
        .onSignatureAsked({ ...of, designVersion: 2, askedIds: ['ann', 'bob', 'ann'], askedAt: at })
        .map(({ recipientId, severity, subject }) => [recipientId, severity, subject.id]),
    ).toEqual([
      ['ann', 'action', 'e-1'],
      ['bob', 'action', 'e-1'],
    ]));

  it('those who signed are told that it began, and how it was decided', () => {
    const started = on.onExperimentStarted({ ...of, startedAt: at, signerIds: ['ann', 'bob'] });
    expect(started.map(({ recipientId, severity }) => [recipientId, severity])).toEqual([
      ['ann', 'info'],
      ['bob', 'info'],
    ]);
    expect(on.onExperimentDecided({ ...decided, decision: 'ship' })[1]).toMatchObject({
      ...{ recipientId: 'bob', category: 'experiment_decision', severity: 'action' },
    });
    expect(on.onExperimentDecided({ ...decided, decision: 'keep_running' })[0]!.severity).toBe('info');
  });

  it('nobody is told where no signer is named', () => {
    expect(on.onExperimentStarted({ ...of, startedAt: at })).toEqual([]);
    expect(on.onExperimentDecided({ ...decided, signerIds: undefined, decision: 'ship' })).toEqual([]);
  });
});

describe('Of time that goes unused', () => {
  const shortfall = { teamId: 't-1', setPct: 15, usedPct: 4.5, streak: 2, windowEndedAt: at };

  it('whoever set it aside is told', () =>
    expect(on.onCapacityShortfall({ ...shortfall, setById: 'ann' })).toMatchObject([
      { recipientId: 'ann', severity: 'warning', subject: { kind: 'team', id: 't-1' } },
    ]));

  it('nobody is told where nobody is named', () => expect(on.onCapacityShortfall(shortfall)).toEqual([]));
});

const sideOf = (told: Notice['told']) => (told.template === 'cycle-opened' ? told.data.side : undefined);
const roleOf = (told: Notice['told']) => (told.template === 'cycle-went-stale' ? told.data.role : undefined);
