import { type Announcement, experimentConcluded, experimentStarted } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { ExperimentEvent } from './experiment.events';

/** What the rest of the company hears of an experiment: no free text. An event not named here stays private. */
export function announce({ type, data, streamId }: Recorded<ExperimentEvent>): readonly Announcement[] {
  switch (type) {
    case 'ExperimentStarted':
      return [experimentStarted.of({ ...data, teamIds: [...data.teamIds], experimentId: streamId })];
    case 'ExperimentConcluded': {
      const { teamIds, verdict, concludedAt } = data;
      return [experimentConcluded.of({ experimentId: streamId, teamIds: [...teamIds], verdict, concludedAt })];
    }
    default:
      return [];
  }
}
