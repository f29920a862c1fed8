import { describe, expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './experiment.announce';
import type { ExperimentEvent } from './experiment.events';

const experimentId = '00000000-0000-4000-8000-000000000001';
const teamIds = ['00000000-0000-4000-8000-0000000000aa'];

describe('The company hears', () => {
  it('that an experiment began, and whose it is', () => {
    const startedAt = '2016-06-01T00:00:00.000Z';

    expect(heard({ type: 'ExperimentStarted', data: { teamIds, startedAt } })).toEqual([
      {
        type: 'tandem.experiments.experiment-started.v1',
        topic: 'tandem.experiments.experiment',
        body: { experimentId, teamIds, startedAt },
      },
    ]);
  });

  it('how an experiment ended, but not the words of those who decided', () => {
    const concludedAt = '2016-07-01T00:00:00.000Z';
    const data = { teamIds, verdict: 'stop', reason: 'Ann was against it', concludedAt } as const;

    expect(heard({ type: 'ExperimentConcluded', data })).toEqual([
      {
        type: 'tandem.experiments.experiment-concluded.v1',
        topic: 'tandem.experiments.experiment',
        body: { experimentId, teamIds, verdict: 'stop', concludedAt },
      },
    ]);
  });

  it.each<ExperimentEvent>([
    { type: 'ExperimentProposed', data: { hypothesis: 'h', teamIds, variants: [], metrics: [] } },
    { type: 'ExperimentEndorsed', data: { side: 'product', personId: 'ann' } },
  ])('nothing of $type', (event) => expect(heard(event)).toEqual([]));
});

function heard(event: ExperimentEvent) {
  return announce(recorded(event, { streamId: experimentId }));
}
