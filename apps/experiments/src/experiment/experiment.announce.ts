import { type Announcement, experimentConcluded, experimentDecided, experimentStarted } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { ExperimentEvent } from './experiment.events';

/** What the rest of the company hears of an experiment: no free text. An event not named here stays private. */
export function announce({ type, data, streamId }: Recorded<ExperimentEvent>): readonly Announcement[] {
  switch (type) {
    case 'ExperimentStarted':
      return [experimentStarted.of({ ...data, teamIds: [...data.teamIds], experimentId: streamId })];
    case 'ExperimentDecided': {
      const { decision, ruled, ground, look, watermark, statsVersion, decidedAt } = data;
      const of = { experimentId: streamId, teamIds: [...data.teamIds] };
      const figures = { ruled, ground, look, units: watermark.units, statsVersion };
      const decided = experimentDecided.of({ ...of, decision, ...figures, decidedAt });
      if (decision === 'keep_running') return [decided];
      const verdict = decision === 'roll_back' ? 'stop' : decision;
      return [decided, experimentConcluded.of({ ...of, verdict, concludedAt: decidedAt })];
    }
    case 'ExperimentConcluded': {
      const { teamIds, verdict, concludedAt } = data;
      return [experimentConcluded.of({ experimentId: streamId, teamIds: [...teamIds], verdict, concludedAt })];
    }
    default:
      return [];
  }
}
