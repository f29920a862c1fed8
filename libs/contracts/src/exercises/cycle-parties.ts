import { z } from 'zod';
import { id } from '../fields';

/** Whom news of an improvement cycle concerns. */
export const parties = {
  symptomId: z
    .string()
    .regex(/^S\d+$/)
    .describe('The symptom it works on, for example S3.'),
  teamIds: z.array(id).describe('The teams that take part.'),
  ownerProductId: id.describe('The person who owns it on the product side.'),
  ownerEngineeringId: id.describe('The person who owns it on the engineering side.'),
};
