import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { feedbackSpeedBoard } from './feedback-speed/feedback-speed-board.projection';
import type { FeedbackSpeedEvent } from './feedback-speed/feedback-speed.events';
import { findingBoard } from './finding-board.projection';
import { sessionBoard } from './session-board.projection';
import { session } from './session.decider';
import type { KernelEvent, SessionEvent } from './session.events';

const folder = join(__dirname, 'stored-events');
const stored = (file: string): SessionEvent => JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** Every event that was ever stored, in an order in which it can be folded. The compiler asks for new ones; those of a kind lie with it. */
const files: Record<(KernelEvent | FeedbackSpeedEvent)['type'], string> = {
  SessionDrafted: 'session-drafted.v1.json',
  SessionScheduled: 'session-scheduled.v1.json',
  ParticipantJoined: 'participant-joined.v1.json',
  RoleAssigned: 'role-assigned.v1.json',
  RoleWithdrawn: 'role-withdrawn.v1.json',
  SessionOpened: 'session-opened.v1.json',
  PhaseEntered: 'phase-entered.v1.json',
  TimeboxExtended: 'timebox-extended.v1.json',
  ContributionsSealed: 'contributions-sealed.v1.json',
  ContributionRedacted: 'contribution-redacted.v1.json',
  ParticipantReady: 'participant-ready.v1.json',
  PhaseReverted: 'phase-reverted.v1.json',
  SubjectSelected: 'subject-selected.v1.json',
  TraceOpened: 'trace-opened.v1.json',
  HopCandidateFound: 'hop-candidate-found.v1.json',
  HopReported: 'hop-reported.v1.json',
  HopConfirmed: 'hop-confirmed.v1.json',
  HopDisputed: 'hop-disputed.v1.json',
  HopReconciled: 'hop-reconciled.v1.json',
  TraceEnded: 'trace-ended.v1.json',
  TracesRevealed: 'traces-revealed.v1.json',
  FindingRecorded: 'finding-recorded.v1.json',
  FindingLinked: 'finding-linked.v1.json',
  FindingDeferred: 'finding-deferred.v1.json',
  FindingDismissed: 'finding-dismissed.v1.json',
  SynthesisBegun: 'synthesis-begun.v1.json',
  SessionClosed: 'session-closed.v1.json',
  SessionReopened: 'session-reopened.v1.json',
  SessionArchived: 'session-archived.v1.json',
  SessionCancelled: 'session-cancelled.v1.json',
};

it('still reads every session event that was ever stored', () => {
  const events = Object.values(files).map(stored);
  const history = events.map((event) => recorded(event));

  expect(readdirSync(folder)).toEqual(Object.values(files).toSorted());
  expect(events.map(({ type }) => type)).toEqual(Object.keys(files));
  expect(events.reduce(session.evolve, session.initialState())).toMatchObject({
    status: 'cancelled',
    work: { subject: 'New search', revealed: { traces: [{ terminal: 'shipped' }] } },
  });
  expect(rowOf(sessionBoard, ...history)).toMatchObject({ status: 'cancelled', findings: [{ status: 'dismissed' }] });
  expect(rowOf(findingBoard, ...history)).toMatchObject({ symptomIds: ['S3'], until: '2026-06-01T09:00:00.000Z' });
  expect(rowOf(feedbackSpeedBoard, ...history)).toMatchObject({ result: { p50: { n: 1 }, handlingRatio: { n: 1 } } });
});
