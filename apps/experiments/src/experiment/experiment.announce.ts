import {
  type Announcement,
  experimentConcluded,
  experimentDecided,
  experimentSignatureAsked,
  experimentStarted,
} from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { ExperimentEvent } from './experiment.events';

/** What the rest of the company hears of an experiment: no free text. An event not named here stays private. */
export function announce({ type, data, streamId, at }: Recorded<ExperimentEvent>): readonly Announcement[] {
  switch (type) {
    case 'ExperimentProposed':
      return asked(streamId, data.teamIds, 1, data.askedIds, at);
    case 'DesignEdited':
      return asked(streamId, data.design.teamIds, data.designVersion, data.askedIds, at);
    case 'ExperimentStarted': {
      const { teamIds, startedAt } = data;
      return [experimentStarted.of({ experimentId: streamId, teamIds: [...teamIds], startedAt, ...signersOf(data) })];
    }
    case 'ExperimentDecided': {
      const { decision, ruled, ground, look, watermark, statsVersion, decidedAt } = data;
      const of = { experimentId: streamId, teamIds: [...data.teamIds] };
      const figures = { ruled, ground, look, units: watermark.units, statsVersion };
      const decided = experimentDecided.of({ ...of, decision, ...figures, ...signersOf(data), decidedAt });
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

const signersOf = ({ signerIds }: { readonly signerIds?: readonly string[] }) =>
  signerIds === undefined ? {} : { signerIds: [...signerIds] };

const asked = (
  experimentId: string,
  teamIds: readonly string[],
  designVersion: number,
  askedIds: readonly string[] = [],
  at: Date,
): readonly Announcement[] =>
  askedIds.length === 0
    ? []
    : [
        experimentSignatureAsked.of({
          ...{ experimentId, teamIds: [...teamIds], designVersion, askedIds: [...askedIds] },
          askedAt: at.toISOString(),
        }),
      ];
