import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';
import { parties } from './cycle-parties';

/** Both owners of an improvement cycle agreed on a small change. Keyed by `cycleId`. */
export const cycleChangeAgreed = contract(
  {
    type: 'tandem.exercises.cycle-change-agreed.v1',
    topic: 'tandem.exercises.cycle',
    about: 'Both owners of an improvement cycle agreed on a small change. Keyed by `cycleId`.',
  },
  {
    cycleId: id,
    ...parties,
    iteration: z.int().min(1).describe('Which try: 1 for the first.'),
    agreedAt: moment,
  },
);

/** The body of `cycleChangeAgreed`. */
export type CycleChangeAgreed = BodyOf<typeof cycleChangeAgreed>;
