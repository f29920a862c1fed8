import { z } from 'zod';

/** Any uuid, whatever its version. */
export const id = z.guid();

/** A moment in UTC, ISO 8601. */
export const moment = z.iso.datetime();

/** A word of an open list. New words may come: consumers pass over those they do not know. */
export const word = z.string().regex(/^[a-z][a-z0-9-]*$/);
