import { type BodyOf, contract } from '../contract';
import { id, moment } from '../fields';
import { parties } from './cycle-parties';

/** The symptom came back while an adopted change was watched: the cycle asks again. Keyed by `cycleId`. */
export const cycleRecurred = contract(
  {
    type: 'tandem.exercises.cycle-recurred.v1',
    topic: 'tandem.exercises.cycle',
    about: 'The symptom came back while an adopted change was watched: the cycle asks again. Keyed by `cycleId`.',
  },
  {
    cycleId: id,
    ...parties,
    adoptedAt: moment,
    recurredAt: moment,
  },
);

/** The body of `cycleRecurred`. */
export type CycleRecurred = BodyOf<typeof cycleRecurred>;
