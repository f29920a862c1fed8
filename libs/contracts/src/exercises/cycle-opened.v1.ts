import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';

/** An improvement cycle began, owned by two people, one of each side. Keyed by `cycleId`. */
export const cycleOpened = contract(
  {
    type: 'tandem.exercises.cycle-opened.v1',
    topic: 'tandem.exercises.cycle',
    about: 'An improvement cycle began, owned by two people, one of each side. Keyed by `cycleId`.',
  },
  {
    cycleId: id,
    symptomId: z
      .string()
      .regex(/^S\d+$/)
      .describe('The symptom it works on, for example S3.'),
    findingId: id.describe('The finding that made it begin.'),
    sessionId: id.describe('The session that found it.'),
    teamIds: z.array(id).describe('The teams that take part.'),
    ownerProductId: id.describe('The person who owns it on the product side.'),
    ownerEngineeringId: id.describe('The person who owns it on the engineering side.'),
    openedAt: moment,
  },
);

/** The body of `cycleOpened`. */
export type CycleOpened = BodyOf<typeof cycleOpened>;
