import type { Projection } from '@tandem/core';
import { feedbackSpeedOf, type FeedbackSpeedResult } from './feedback-speed.measures';
import type { SessionEvent } from '../session.events';
import { type Traces, withEvent } from './trace.measures';

export interface FeedbackSpeedRow {
  readonly sessionId: string;
  readonly subject: string | null;
  readonly traces: Traces;
  /** Null until the phase that reveals. */
  readonly result: FeedbackSpeedResult | null;
}

/** What a Feedback Speed Test has gathered, and once it is revealed, what that says. */
export const feedbackSpeedBoard: Projection<FeedbackSpeedRow, SessionEvent> = {
  table: 'feedback_speed_board_v2',

  evolve(row, event) {
    if (event.type === 'SessionDrafted')
      return event.data.template.kind === 'feedback-speed'
        ? { sessionId: event.streamId, subject: null, traces: {}, result: null }
        : null;
    if (!row) return null;

    switch (event.type) {
      case 'SubjectSelected':
        return { ...row, subject: event.data.subject };
      case 'TraceOpened':
      case 'HopCandidateFound':
      case 'HopReported':
      case 'HopConfirmed':
      case 'HopDisputed':
      case 'HopReconciled':
      case 'TraceEnded':
        return { ...row, traces: withEvent(row.traces, event) };
      case 'TracesRevealed':
        return { ...row, result: feedbackSpeedOf(event.data) };
      default:
        return row;
    }
  },
};
