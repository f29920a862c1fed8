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

  it('who is asked to sign a design, and who has signed what began', () => {
    const [ann, bob] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
    const design = { hypothesis: 'h', teamIds, variants: [], metrics: [] };
    const at = '2026-01-05T09:00:00.000Z';

    expect(heard({ type: 'ExperimentProposed', data: { ...design, askedIds: [ann, bob] } })[0]!.body).toEqual({
      ...{ experimentId, teamIds, designVersion: 1, askedIds: [ann, bob], askedAt: at },
    });
    expect(heard({ type: 'DesignEdited', data: { design, designVersion: 3, askedIds: [bob] } })[0]!.body).toEqual({
      ...{ experimentId, teamIds, designVersion: 3, askedIds: [bob], askedAt: at },
    });
    expect(
      heard({ type: 'ExperimentStarted', data: { teamIds, startedAt: at, signerIds: [ann, bob] } })[0]!.body,
    ).toEqual({ experimentId, teamIds, startedAt: at, signerIds: [ann, bob] });
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

  it.each([
    ['keep_running', []],
    ['roll_back', ['stop']],
    ['ship', ['ship']],
  ] as const)('of a decision to %s by its rule, and then how it ended', (decision, verdicts) => {
    const decidedAt = '2016-07-01T00:00:00.000Z';
    const record = {
      ...({
        teamIds,
        decision,
        ruled: decision,
        ground: 'primary-better',
        winner: null,
        rule: 'clear_signals',
      } as const),
      ...{ designVersion: 1, look: 2, alpha: 0.05, watermark: { readAt: decidedAt, units: 90_189 }, figures: [] },
      ...{ statsVersion: '1', reason: 'Ann was for it', personId: 'ann', decidedAt, readings: [] },
    } as const;
    const [decided, ...concluded] = heard({ type: 'ExperimentDecided', data: record });

    expect(decided).toEqual({
      type: 'tandem.experiments.experiment-decided.v1',
      topic: 'tandem.experiments.experiment',
      body: {
        ...{ experimentId, teamIds, decision, ruled: decision, ground: 'primary-better', look: 2, units: 90_189 },
        ...{ statsVersion: '1', decidedAt },
      },
    });
    expect(concluded.map(({ body }) => body)).toEqual(
      verdicts.map((verdict) => ({ experimentId, teamIds, verdict, concludedAt: decidedAt })),
    );
  });

  it.each<ExperimentEvent>([
    { type: 'ExperimentProposed', data: { hypothesis: 'h', teamIds, variants: [], metrics: [] } },
    { type: 'ExperimentEndorsed', data: { side: 'product', personId: 'ann' } },
  ])('nothing of $type', (event) => expect(heard(event)).toEqual([]));
});

function heard(event: ExperimentEvent) {
  return announce(recorded(event, { streamId: experimentId }));
}
