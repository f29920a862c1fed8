import type { Command, Decider } from '@tandem/core';
import type { RecipientEvent } from './recipient.events';

type State = { readonly status: 'known' | 'forgotten' };

/** Who was forgotten is told nothing any more, whatever is still to come. */
export const recipient: Decider<State, Command<'ForgetRecipient'>, RecipientEvent> = {
  initialState: () => ({ status: 'known' }),
  decide: (_, { status }) => (status === 'forgotten' ? [] : [{ type: 'RecipientForgotten', data: {} }]),
  evolve: () => ({ status: 'forgotten' }),
};
