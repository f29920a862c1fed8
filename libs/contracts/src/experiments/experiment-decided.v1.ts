import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** The declared rule of an experiment was applied at an agreed look. Keyed by `experimentId`. */
export const experimentDecided = contract(
  {
    type: 'tandem.experiments.experiment-decided.v1',
    topic: 'tandem.experiments.experiment',
    about: 'The declared rule of an experiment was applied at an agreed look. Keyed by `experimentId`.',
  },
  {
    experimentId: id,
    teamIds: z.array(id).describe('The teams that ran it.'),
    decision: z.enum(['ship', 'roll_back', 'iterate', 'keep_running']),
    ruled: z.enum(['ship', 'roll_back', 'iterate', 'keep_running']).describe('What the rule alone says.'),
    ground: word.describe('Why the rule says so, such as primary-better.'),
    look: z.int().min(1).describe('Which of the agreed looks it was.'),
    units: z.int().min(0).describe('Units that the data held.'),
    statsVersion: z.string(),
    signerIds: z.array(id).optional().describe('Who has signed the design, for either side.'),
    decidedAt: moment,
  },
);

/** The body of `experimentDecided`. */
export type ExperimentDecided = BodyOf<typeof experimentDecided>;
