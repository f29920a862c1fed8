import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';
import { parties } from './cycle-parties';

/** A change of an improvement cycle was measured again: what the numbers say of it. Keyed by `cycleId`. */
export const cycleMeasured = contract(
  {
    type: 'tandem.exercises.cycle-measured.v1',
    topic: 'tandem.exercises.cycle',
    about: 'A change of an improvement cycle was measured again: what the numbers say of it. Keyed by `cycleId`.',
  },
  {
    cycleId: id,
    ...parties,
    iteration: z.int().min(1).describe('Which try: 1 for the first.'),
    verdict: word.describe('improved, worse, no-change or insufficient-data.'),
    effect: z
      .number()
      .optional()
      .describe(
        'After over before of durations and counts, after less before otherwise. Left out: nothing to compare.',
      ),
    ciLow: z.number().optional().describe('Lower end of the interval of the effect.'),
    ciHigh: z.number().optional().describe('Upper end of the interval of the effect; left out, it has none.'),
    level: z.number().min(0).max(1).optional().describe('How sure the interval is: .9 holds the truth in 9 of 10.'),
    nBefore: z.int().min(0).describe('Observations before the change.'),
    nAfter: z.int().min(0).describe('Observations after it.'),
    method: word.describe('How it was compared.'),
    statsVersion: z.string().min(1).describe('The edition of the formulas.'),
    measuredAt: moment,
  },
);

/** The body of `cycleMeasured`. */
export type CycleMeasured = BodyOf<typeof cycleMeasured>;
