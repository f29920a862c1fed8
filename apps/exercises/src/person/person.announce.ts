import { type Announcement, personForgotten } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import type { PersonEvent } from './person.events';

/** Whoever keeps something about this person drops it now. */
export const announce = ({ streamId, at }: Recorded<PersonEvent>): Announcement[] => [
  personForgotten.of({ personId: streamId, forgottenAt: at.toISOString() }),
];
