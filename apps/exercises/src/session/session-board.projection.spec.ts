import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { feedbackSpeedTemplate } from './feedback-speed/feedback-speed.template';
import { sessionBoard } from './session-board.projection';
import type { SessionEvent } from './session.events';
import {
  begun,
  closed,
  drafted,
  entered,
  everybody,
  figures,
  finding,
  found,
  inPhase,
  joined,
  linked,
  noon,
  opened,
  scheduled,
} from './session.fixture';

const row = (...events: SessionEvent[]) => rowOf(sessionBoard, ...events.map((event) => recorded(event)));
const reason = { reason: 'The wrong week' };

describe('Session board', () => {
  it('shows a draft', () =>
    expect(row(drafted())).toEqual({
      id: 's-1',
      kind: 'feedback-speed',
      title: 'How fast do we hear our users?',
      status: 'draft',
      phases: ['select_subject', 'trace_entry', 'reconcile', 'map_review', 'bottleneck_review', 'commit'],
      course: feedbackSpeedTemplate.phases,
      templateId: null,
      templateVersion: feedbackSpeedTemplate.version,
      remeasureOf: null,
      phase: null,
      startsAt: null,
      endsAt: null,
      closedAt: null,
      teamIds: ['S', 'P', 'D', 'E', 'R'],
      facilitatorIds: ['ann'],
      anonymity: null,
      publicFrom: null,
      participants: [],
      roles: [],
      extensions: [],
      findings: [],
      changedAt: '2026-01-05T09:00:00.000Z',
    }));

  it('shows nothing of a session that was never drafted', () => expect(row(scheduled, opened, begun)).toBeNull());

  it('shows when it starts', () =>
    expect(row(drafted(), scheduled)).toMatchObject({ status: 'scheduled', startsAt: '2026-03-02T13:00:00.000Z' }));

  it('shows who takes part', () =>
    expect(row(drafted(), scheduled, ...everybody)?.participants[1]).toEqual({
      personId: 'pat',
      teamId: 'P',
      ready: false,
    }));

  it('shows the phase and its timebox', () =>
    expect(row(drafted(), scheduled, opened, entered('select_subject'))).toMatchObject({
      status: 'open',
      phase: 'select_subject',
      endsAt: '2026-03-02T12:30:00.000Z',
    }));

  it('shows who is ready, until the next phase', () => {
    const past = [drafted(), joined('sue', 'S'), joined('pat', 'P')];
    const ready: SessionEvent = { type: 'ParticipantReady', data: { personId: 'pat' } };
    const back: SessionEvent = {
      type: 'PhaseReverted',
      data: { from: 'reconcile', phase: 'trace_entry', endsAt: noon },
    };
    const participants = (...more: SessionEvent[]) => row(...past, ...more)?.participants;
    const [sue, pat] = [
      { personId: 'sue', teamId: 'S', ready: false },
      { personId: 'pat', teamId: 'P', ready: false },
    ];
    expect(participants(ready)).toEqual([sue, { ...pat, ready: true }]);
    expect(participants(ready, entered('reconcile'))).toEqual([sue, pat]);
    expect(participants(ready, back)).toEqual([sue, pat]);
    expect(row(...past, back)).toMatchObject({ phase: 'trace_entry', endsAt: noon });
  });

  it('shows who has which role', () => {
    const role = (type: 'RoleAssigned' | 'RoleWithdrawn', personId: string, name: string): SessionEvent =>
      ({ type, data: { personId, role: name } }) as SessionEvent;
    const past = [drafted(), role('RoleAssigned', 'sue', 'team_rep'), role('RoleAssigned', 'bob', 'facilitator')];
    const observers = [role('RoleAssigned', 'sue', 'coach'), role('RoleAssigned', 'oli', 'team_rep')];
    expect(row(...past)).toMatchObject({
      facilitatorIds: ['ann', 'bob'],
      roles: [{ personId: 'sue', role: 'team_rep' }],
    });
    expect(row(...past, ...observers, role('RoleWithdrawn', 'sue', 'team_rep'))?.roles).toEqual([
      { personId: 'sue', role: 'coach' },
      { personId: 'oli', role: 'team_rep' },
    ]);
    expect(row(...past, role('RoleWithdrawn', 'ann', 'facilitator'))?.facilitatorIds).toEqual(['bob']);
  });

  it('shows by which template it was drafted, and what it measures again', () => {
    const draft = drafted({ ...feedbackSpeedTemplate, templateId: 't-1', version: 3 });
    const again = { ...draft, data: { ...draft.data, remeasureOf: 's-0' } } as SessionEvent;
    expect(row(again)).toMatchObject({ templateId: 't-1', templateVersion: 3, remeasureOf: 's-0' });
  });

  it('shows who gave a phase more time, and why', () => {
    const [first, second] = [noon, '2026-03-02T15:00:00.000Z'].map((endsAt) => ({
      ...{ phase: 'reconcile', minutes: 60, reason: 'Release is at the fair', by: 'ann', endsAt },
    }));
    const extended = [first!, second!].map((data) => ({ type: 'TimeboxExtended', data }) as const);
    expect(row(...inPhase('reconcile'), ...extended)).toMatchObject({
      endsAt: second!.endsAt,
      extensions: [first, second],
    });
  });

  it('shows the end of its course', () => {
    expect(row(...inPhase('commit'), begun)).toMatchObject({ status: 'synthesis', phase: null, endsAt: null });
    expect(row(...inPhase('commit'), begun, closed)).toMatchObject({ status: 'closed', closedAt: noon });
    expect(row(drafted(), closed, { type: 'SessionReopened', data: reason })).toMatchObject({
      status: 'synthesis',
      closedAt: null,
    });
    expect(row(drafted(), closed, { type: 'SessionArchived', data: {} })).toMatchObject({ status: 'archived' });
    expect(row(...inPhase('commit'), { type: 'SessionCancelled', data: reason })).toMatchObject({
      status: 'cancelled',
      phase: null,
      endsAt: null,
    });
  });

  it('shows what was found and what became of it', () => {
    const other = { ...finding, findingId: 'f-2' };
    const deferred: SessionEvent = { type: 'FindingDeferred', data: { findingId: 'f-1', until: noon } };
    const dismissed: SessionEvent = { type: 'FindingDismissed', data: { findingId: 'f-2', ...reason } };
    const past = [drafted(), found, { type: 'FindingRecorded', data: { ...other, evidence: figures } } as SessionEvent];
    const [first, second] = [
      { ...finding, evidence: figures },
      { ...other, evidence: figures },
    ];

    expect(row(...past)?.findings).toEqual([
      { ...first, status: 'recorded', symptomIds: [] },
      { ...second, status: 'recorded', symptomIds: [] },
    ]);
    expect(row(...past, deferred, dismissed)?.findings).toEqual([
      { ...first, status: 'deferred', symptomIds: [], until: noon },
      { ...second, status: 'dismissed', symptomIds: [], ...reason },
    ]);
    expect(row(...past, linked)?.findings[0]).toEqual({ ...first, status: 'linked', symptomIds: ['S3'] });
  });

  it('shows no finding that was never recorded', () => expect(row(drafted(), linked)?.findings).toEqual([]));

  it('shows when it last changed, whatever happened', () => {
    const later = recorded<SessionEvent>(
      { type: 'SubjectSelected', data: { subject: 'Search' } },
      { at: new Date(noon) },
    );
    expect(rowOf(sessionBoard, recorded(drafted()), later)).toMatchObject({ changedAt: noon });
  });
});
