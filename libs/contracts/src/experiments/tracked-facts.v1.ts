import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** Units saw variants, and something measured happened to them: what a customer's own pipeline tells. */
export const trackedFacts = contract(
  {
    type: 'tandem.experiments.tracked-facts.v1',
    topic: 'tandem.experiments.tracking',
    about:
      'Units saw variants of experiments, and something that is measured happened to them: what a pipeline of the customer tells Tandem. In any order, on any partition and any number of times it gives the same figures.',
  },
  {
    facts: z
      .array(
        z.object({
          type: word.describe('exposure: a unit saw a variant; observation: something measured happened to it.'),
          experimentId: id,
          unit: z.string().min(1).max(200).describe('The user or account, by the name that the sender gives it.'),
          at: moment.describe('When it happened.'),
          variant: z.string().optional().describe('Of an exposure: the key of the variant.'),
          id: z.string().optional().describe('Of an observation: the same id of the same unit counts once.'),
          metric: z.string().optional().describe('Of an observation: the key of the metric.'),
          value: z.number().optional().describe('Of an observation: how much of it; left out, 1.'),
        }),
      )
      .min(1)
      .max(10_000),
  },
);

/** The body of `trackedFacts`. */
export type TrackedFacts = BodyOf<typeof trackedFacts>;
