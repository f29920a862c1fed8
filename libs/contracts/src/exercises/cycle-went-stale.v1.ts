import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';
import { parties } from './cycle-parties';

/** Nobody has touched an improvement cycle for 21 days. Keyed by `cycleId`. */
export const cycleWentStale = contract(
  {
    type: 'tandem.exercises.cycle-went-stale.v1',
    topic: 'tandem.exercises.cycle',
    about: 'Nobody has touched an improvement cycle for 21 days. Keyed by `cycleId`.',
  },
  {
    cycleId: id,
    ...parties,
    status: word.describe('How far it had come, for example change-agreed.'),
    openedById: id.optional().describe('The person who began it: who can ask the owners what keeps them.'),
    silentSince: moment.describe('When anybody last did anything.'),
    wentStaleAt: moment,
  },
);

/** The body of `cycleWentStale`. */
export type CycleWentStale = BodyOf<typeof cycleWentStale>;
