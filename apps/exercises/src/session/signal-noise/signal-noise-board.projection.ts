import type { Projection } from '@tandem/core';
import type { SessionEvent } from '../session.events';
import {
  blankSignalNoise,
  type SignalNoise,
  withCollected,
  withEvent,
  withoutWords,
} from './signal-noise-work.measures';
import { type SignalNoiseResult, signalNoiseOf } from './signal-noise.measures';

export interface SignalNoiseRow {
  readonly sessionId: string;
  readonly work: SignalNoise;
  /** Null until the matrix is shown. */
  readonly result: SignalNoiseResult | null;
}

/** What a Signal-to-Noise session has gathered, and once it is shown, what flows between the teams. */
export const signalNoiseBoard: Projection<SignalNoiseRow, SessionEvent> = {
  table: 'signal_noise_board_v1',
  indexes: [`(row->'result'->>'asOf')`],

  evolve(row, event) {
    if (event.type === 'SessionDrafted')
      return event.data.template.kind === 'signal-noise'
        ? { sessionId: event.streamId, work: blankSignalNoise, result: null }
        : null;
    if (!row) return null;

    switch (event.type) {
      case 'ContributionsSealed':
        return { ...row, work: withCollected(row.work, event.data) };
      case 'ContributionRedacted': {
        const work = withoutWords(row.work, event.data.contributionId);
        return { ...row, work, result: row.result && signalNoiseOf(work, row.result.asOf) };
      }
      case 'SignalsPrepared':
        return { ...row, work: withEvent(row.work, event) };
      case 'MatrixRevealed': {
        const work = withEvent(row.work, event);
        return { ...row, work, result: signalNoiseOf(work, event.data.asOf) };
      }
      default:
        return row;
    }
  },
};
