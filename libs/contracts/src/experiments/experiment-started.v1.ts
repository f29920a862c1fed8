import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';

/** An experiment that both sides have signed began. Keyed by `experimentId`. */
export const experimentStarted = contract(
  {
    type: 'tandem.experiments.experiment-started.v1',
    topic: 'tandem.experiments.experiment',
    about: 'An experiment that both sides have signed began. Keyed by `experimentId`.',
  },
  {
    experimentId: id,
    teamIds: z.array(id).describe('The teams that run it.'),
    signerIds: z.array(id).optional().describe('Who has signed the design, for either side.'),
    startedAt: moment,
  },
);

/** The body of `experimentStarted`. */
export type ExperimentStarted = BodyOf<typeof experimentStarted>;
