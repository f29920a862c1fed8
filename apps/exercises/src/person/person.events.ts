import type { Event } from '@tandem/core';

/** All that is ever stored of a person as a fact. Who the person was stood in the directory, and is gone. */
export type PersonEvent = Event<'PersonForgotten', object>;
