import { expect, it } from '@jest/globals';
import { recorded } from '@tandem/core/testing';
import { announce } from './opportunity.announce';
import type { OpportunityEvent } from './opportunity.events';

const streamId = '00000000-0000-4000-8000-000000000001';
const heard = (event: OpportunityEvent) => announce(recorded(event, { streamId }));

it('tells the company what both sides think a thing is worth, and nobody\u2019s vote', () => {
  const votes = (['must', 'wont'] as const).map((moscow, i) => ({
    ...{ personId: `p-${i}`, card: { moscow } },
    side: i === 0 ? ('product' as const) : ('engineering' as const),
  }));

  expect(heard({ type: 'ScoresRevealed', data: { round: 2, votes } })).toEqual([
    {
      type: 'tandem.experiments.opportunity-ranked.v1',
      topic: 'tandem.experiments.opportunity',
      body: {
        ...{
          opportunityId: streamId,
          round: 2,
          scores: [{ method: 'moscow', value: 1.5 }],
          gapSteps: 3,
          talkFirst: true,
        },
        ...{ voters: 2, rankedAt: '2026-01-05T09:00:00.000Z' },
      },
    },
  ]);
});

it('tells the company nothing of an opportunity that was raised', () =>
  expect(heard({ type: 'OpportunityRaised', data: { title: 't', problem: 'p', teamIds: [] } })).toEqual([]));
