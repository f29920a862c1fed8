import { describe, expect, it } from '@jest/globals';
import { recorded, rowOf } from '@tandem/core/testing';
import { feedbackSpeedTemplate } from './feedback-speed/feedback-speed.template';
import type { SessionEvent } from './session.events';
import { begun, drafted, entered, found, noon, opened } from './session.fixture';
import { timeboxBoard } from './timebox-board.projection';

const row = (...events: SessionEvent[]) => rowOf(timeboxBoard, ...events.map((event) => recorded(event)));
const timed = drafted({
  ...feedbackSpeedTemplate,
  phases: feedbackSpeedTemplate.phases.map((phase) =>
    phase.id === 'reconcile' ? { ...phase, advance: 'auto' } : phase,
  ),
});
const waiting = { automatic: ['reconcile'], phase: null, endsAt: null };
const running = { automatic: ['reconcile'], phase: 'reconcile', endsAt: noon };
const reconcile = entered('reconcile', noon);

describe('Timebox board', () => {
  it('has no session without a phase that ends by itself', () => {
    expect(row(drafted())).toBeNull();
    expect(row(drafted(), opened, reconcile)).toBeNull();
  });

  it('shows when the phase ends by itself, while the session is in it', () => {
    expect(row(timed, opened, entered('trace_entry', noon))).toEqual(waiting);
    expect(row(timed, opened, reconcile, found)).toEqual(running);
    expect(row(timed, opened, reconcile, entered('map_review', noon))).toEqual(waiting);
  });

  it('shows the later end of a phase that was given more time, and the end anew after going back', () => {
    const endsAt = '2026-03-02T13:00:00.000Z';
    const more = { phase: 'reconcile', minutes: 60, reason: 'Late', by: 'ann', endsAt };
    expect(row(timed, opened, reconcile, { type: 'TimeboxExtended', data: more })).toEqual({ ...running, endsAt });
    const back: SessionEvent = { type: 'PhaseReverted', data: { from: 'reconcile', phase: 'trace_entry', endsAt } };
    expect(row(timed, opened, reconcile, back)).toEqual(waiting);
    expect(row(timed, opened, reconcile, back, entered('reconcile', endsAt))).toEqual({ ...running, endsAt });
  });

  it.each<SessionEvent>([begun, { type: 'SessionCancelled', data: { reason: 'The wrong week' } }])(
    'forgets a session after $type',
    (last) => expect(row(timed, opened, reconcile, last)).toBeNull(),
  );
});
