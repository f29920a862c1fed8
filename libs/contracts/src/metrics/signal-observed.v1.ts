import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** A figure that may tell a symptom was worked out from the tools of a team, or of several. Keyed by the first team. */
export const signalObserved = contract(
  {
    type: 'tandem.metrics.signal-observed.v1',
    topic: 'tandem.metrics.signal',
    about:
      'A figure that may tell a symptom was worked out from the tools of a team, or of several. Keyed by the first team.',
  },
  {
    signal: word.describe('What was measured, for example first-response-p90; the catalogue of symptoms lists them.'),
    teamIds: z.array(id).min(1).describe('The teams that it speaks of.'),
    value: z.number(),
    unit: word.describe('share, work-days, hours, count or tau.'),
    n: z.int().min(0).describe('How many observations it rests on.'),
    from: moment,
    to: moment,
  },
);

/** The body of `signalObserved`. */
export type SignalObserved = BodyOf<typeof signalObserved>;
