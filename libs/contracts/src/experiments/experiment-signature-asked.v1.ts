import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';

/** A design of an experiment stands that certain people are asked to sign. Keyed by `experimentId`. */
export const experimentSignatureAsked = contract(
  {
    type: 'tandem.experiments.experiment-signature-asked.v1',
    topic: 'tandem.experiments.experiment',
    about: 'A design of an experiment stands that certain people are asked to sign. Keyed by `experimentId`.',
  },
  {
    experimentId: id,
    teamIds: z.array(id).describe('The teams that own it.'),
    designVersion: z
      .int()
      .min(1)
      .describe('What is to be signed: an edit makes a new version and voids what was signed.'),
    askedIds: z.array(id).min(1).describe('The people who are asked.'),
    askedAt: moment,
  },
);

/** The body of `experimentSignatureAsked`. */
export type ExperimentSignatureAsked = BodyOf<typeof experimentSignatureAsked>;
