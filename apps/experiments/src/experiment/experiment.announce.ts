import { type Announcement, experimentConcluded, experimentStarted } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { ExperimentEvent } from './experiment.events';

/** What the rest of the company hears of an experiment: no free text. An event not named here stays private. */
export function announce({ type, data, streamId, at }: Recorded<ExperimentEvent>): readonly Announcement[] {
  switch (type) {
    case 'ExperimentStarted':
      return [
        experimentStarted.of({ experimentId: streamId, teamIds: [...data.teamIds], startedAt: at.toISOString() }),
      ];
    case 'ExperimentConcluded':
      return [
        experimentConcluded.of({
          experimentId: streamId,
          teamIds: [...data.teamIds],
          verdict: data.verdict,
          concludedAt: at.toISOString(),
        }),
      ];
    default:
      return [];
  }
}
