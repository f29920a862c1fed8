import { z } from 'zod';
import { type BodyOf, contract } from '../contract';
import { id, moment, word } from '../fields';

/** A team's tool was connected. Keyed by `connectionId`. */
export const connectionRegistered = contract(
  {
    type: 'tandem.metrics.connection-registered.v1',
    topic: 'tandem.metrics.connection',
    about: 'A team’s tool was connected. Keyed by `connectionId`.',
  },
  {
    connectionId: id,
    teamId: id.describe('The team whose deliveries the tool tells of.'),
    tool: word.describe('The kind of tool, for example github.'),
    repository: z.string().min(1).describe('The repository as the tool names it, for example owner/name.'),
    registeredAt: moment,
  },
);

/** The body of `connectionRegistered`. */
export type ConnectionRegistered = BodyOf<typeof connectionRegistered>;
