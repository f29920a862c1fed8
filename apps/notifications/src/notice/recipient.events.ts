import type { Event } from '@tandem/core';

/** Of the stream that has the person's id. */
export type RecipientEvent = Event<'RecipientForgotten'>;
