import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';

/** A team used less than half of the capacity it had set aside for innovation, twice in a row. Keyed by `teamId`. */
export const capacityShortfall = contract(
  {
    type: 'tandem.experiments.capacity-shortfall.v1',
    topic: 'tandem.experiments.capacity',
    about:
      'A team used less than half of the capacity it had set aside for innovation, twice or more in a row. Keyed by `teamId`.',
  },
  {
    teamId: id,
    setPct: z.number().describe('Of the window that ended, what was set aside.'),
    usedPct: z.number().describe('What was used.'),
    streak: z.int().min(2).describe('Windows in a row that fell short.'),
    setById: id.optional().describe('The person who set it aside.'),
    windowEndedAt: moment,
  },
);

/** The body of `capacityShortfall`. */
export type CapacityShortfall = BodyOf<typeof capacityShortfall>;
