import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';

/** A person asked to be forgotten. Whoever keeps something about `personId` drops it. Keyed by `personId`. */
export const personForgotten = contract(
  {
    type: 'tandem.exercises.person-forgotten.v1',
    topic: 'tandem.exercises.person',
    about: 'A person asked to be forgotten. Whoever keeps something about `personId` drops it. Keyed by `personId`.',
  },
  { personId: id, forgottenAt: moment },
);

/** The body of `personForgotten`. */
export type PersonForgotten = BodyOf<typeof personForgotten>;
