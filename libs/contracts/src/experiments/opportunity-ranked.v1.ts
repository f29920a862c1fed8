import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** Product and engineering have scored an opportunity together. Keyed by `opportunityId`. */
export const opportunityRanked = contract(
  {
    type: 'tandem.experiments.opportunity-ranked.v1',
    topic: 'tandem.experiments.opportunity',
    about: 'Product and engineering have scored an opportunity together. Keyed by `opportunityId`.',
  },
  {
    opportunityId: id,
    round: z.int().min(1),
    scores: z.array(z.object({ method: word, value: z.number() })).describe('By method: greater is more worth doing.'),
    gapSteps: z
      .number()
      .min(0)
      .optional()
      .describe('The widest gap between the medians of the two sides, in steps of a scale.'),
    talkFirst: z.boolean().describe('The sides are two steps or more apart.'),
    voters: z.int().min(2),
    rankedAt: moment,
  },
);

/** The body of `opportunityRanked`. */
export type OpportunityRanked = BodyOf<typeof opportunityRanked>;
