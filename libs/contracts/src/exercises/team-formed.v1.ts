import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** A team came to be. Keyed by `teamId`. */
export const teamFormed = contract(
  {
    type: 'tandem.exercises.team-formed.v1',
    topic: 'tandem.exercises.team',
    about: 'A team came to be. Keyed by `teamId`.',
  },
  {
    teamId: id,
    name: z.string().min(1).describe('What the team calls itself.'),
    function: word.describe('What the team does in the company, for example product, design or engineering.'),
    formedAt: moment,
  },
);

/** The body of `teamFormed`. */
export type TeamFormed = BodyOf<typeof teamFormed>;
