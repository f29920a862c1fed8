import type { Command, Decider } from '@tandem/core';
import type { PersonEvent } from './person.events';

export type PersonCommand = Command<'ForgetPerson'>;

type Person = { readonly status: 'known' | 'forgotten' };

/** A person is forgotten once, and for good. */
export const person: Decider<Person, PersonCommand, PersonEvent> = {
  initialState: () => ({ status: 'known' }),
  decide: (_, { status }) => (status === 'forgotten' ? [] : [{ type: 'PersonForgotten', data: {} }]),
  evolve: () => ({ status: 'forgotten' }),
};
