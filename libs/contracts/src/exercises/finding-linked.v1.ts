import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** What an exercise found was linked to a symptom. Figures only, never what people wrote. Keyed by `sessionId`. */
export const findingLinked = contract(
  {
    type: 'tandem.exercises.finding-linked.v1',
    topic: 'tandem.exercises.session',
    about:
      'What an exercise found was linked to a symptom. Figures only, never what people wrote. Keyed by `sessionId`.',
  },
  {
    sessionId: id,
    findingId: id,
    kind: word.describe('The exercise that found it, for example feedback-speed.'),
    teamIds: z.array(id).describe('The teams whose work was looked at.'),
    symptomId: z
      .string()
      .regex(/^S\d+$/)
      .describe('The symptom it is evidence for, for example S3.'),
    fromTeamId: id.optional().describe('The team that hands over at the bottleneck.'),
    toTeamId: id.optional().describe('The team that takes over at the bottleneck.'),
    share: z.number().min(0).max(1).optional().describe('The bottleneck’s part of the whole time, from 0 to 1.'),
    p50Hours: z.number().min(0).optional().describe('Half of the traces took no longer than this.'),
    p90Hours: z.number().min(0).optional().describe('Nine in ten traces took no longer than this.'),
    gap: z.number().min(0).max(1).optional().describe('How deep the silo between two teams is, from 0 to 1.'),
    blindSpot: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('The part of what others suffer through a team that it did not know of.'),
    signalShare: z.number().min(0).max(1).optional().describe('The part of what reaches a team that serves it.'),
    wastedHoursPerWeek: z.number().min(0).optional().describe('Hours a week that go to what serves nobody.'),
    severity: z.int().min(1).max(5).optional().describe('1 a nuisance to 5 stops the work, as the session saw it.'),
    n: z.int().min(0).describe('How many observations the figures rest on.'),
    linkedById: id.optional().describe('The person who linked it.'),
    linkedAt: moment,
  },
);

/** The body of `findingLinked`. */
export type FindingLinked = BodyOf<typeof findingLinked>;
