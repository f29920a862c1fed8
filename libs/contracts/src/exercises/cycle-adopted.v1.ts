import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';
import { parties } from './cycle-parties';

/** A change of an improvement cycle stays; it is watched for a while. Keyed by `cycleId`. */
export const cycleAdopted = contract(
  {
    type: 'tandem.exercises.cycle-adopted.v1',
    topic: 'tandem.exercises.cycle',
    about: 'A change of an improvement cycle stays; it is watched for a while. Keyed by `cycleId`.',
  },
  {
    cycleId: id,
    ...parties,
    iterations: z.int().min(1).describe('How many tries it took.'),
    adoptedAt: moment,
    watchUntil: moment.describe('Until when the cycle looks whether the symptom comes back.'),
  },
);

/** The body of `cycleAdopted`. */
export type CycleAdopted = BodyOf<typeof cycleAdopted>;
