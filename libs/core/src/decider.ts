import type { Command } from './command';
import type { Event } from './event';

/**
 * The rules of one kind of stream.
 *
 * `decide` sees only its arguments: no clock, no chance, no I/O. It returns the
 * events that follow, none if the wish already came true, or throws a Rejection.
 * `evolve` never refuses: what is stored has happened.
 */
export interface Decider<State, C extends Command, E extends Event> {
  initialState(): State;
  decide(command: C, state: State): readonly E[];
  evolve(state: State, event: E): State;
}
