import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** A symptom of a team was suspected, confirmed, refuted, resolved, or has recurred. Keyed by symptom and team. */
export const symptomChanged = contract(
  {
    type: 'tandem.exercises.symptom-changed.v1',
    topic: 'tandem.exercises.symptom',
    about:
      'A symptom of a team was suspected, confirmed, refuted, resolved, or has recurred. Keyed by symptom and team.',
  },
  {
    symptomId: z
      .string()
      .regex(/^S\d+$/)
      .describe('Which symptom, for example S3.'),
    teamId: id,
    change: word.describe('suspected, confirmed, refuted, resolved or recurred.'),
    confidence: z.number().min(0).max(1).optional().describe('How sure one is, from 0 to 1.'),
    foundByIds: z.array(id).optional().describe('Whoever linked the findings that speak for it.'),
    changedAt: moment,
  },
);

/** The body of `symptomChanged`. */
export type SymptomChanged = BodyOf<typeof symptomChanged>;
