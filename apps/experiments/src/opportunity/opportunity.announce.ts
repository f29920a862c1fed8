import { type Announcement, opportunityRanked } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { OpportunityEvent } from './opportunity.events';
import { functionGap, scoreOf, talkFirstFrom } from './scoring.measures';

/** What the company hears of an opportunity: that both sides have ranked it, and how far apart they are. */
export function announce({ type, data, streamId, at }: Recorded<OpportunityEvent>): readonly Announcement[] {
  if (type !== 'ScoresRevealed') return [];
  const methods = ['rice', 'wsjf', 'cd3', 'moscow'] as const;
  const scores = methods.flatMap((method) => scoreOf(data.votes, method) ?? []);
  const gapSteps = functionGap(scores);
  return [
    opportunityRanked.of({
      opportunityId: streamId,
      round: data.round,
      scores: scores.map(({ method, value }) => ({ method, value })),
      ...(gapSteps === null ? {} : { gapSteps }),
      talkFirst: gapSteps !== null && gapSteps >= talkFirstFrom,
      voters: data.votes.length,
      rankedAt: at.toISOString(),
    }),
  ];
}
