import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';

/** An experiment ended with a verdict. Keyed by `experimentId`. */
export const experimentConcluded = contract(
  {
    type: 'tandem.experiments.experiment-concluded.v1',
    topic: 'tandem.experiments.experiment',
    about: 'An experiment ended with a verdict. Keyed by `experimentId`.',
  },
  {
    experimentId: id,
    teamIds: z.array(id).describe('The teams that ran it.'),
    verdict: z.enum(['ship', 'iterate', 'stop']),
    reason: z.string().optional().describe('Why, in the words of those who decided.'),
    concludedAt: moment,
  },
);

/** The body of `experimentConcluded`. */
export type ExperimentConcluded = BodyOf<typeof experimentConcluded>;
