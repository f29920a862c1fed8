import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@jest/globals';
import type { Command, Decider, Event, Projection, Recorded } from './index';

/** Given what happened, when someone asks for this, then that follows. */
export const specOf =
  <State, C extends Command, E extends Event>(decider: Decider<State, C, E>) =>
  (...past: E[]) => ({
    when(command: C) {
      const decide = () => decider.decide(command, past.reduce(decider.evolve, decider.initialState()));
      return {
        then: (...events: E[]) => expect(decide()).toEqual(events),
        thenNothing: () => expect(decide()).toEqual([]),
        thenRejected: (code: string) => expect(decide).toThrow(expect.objectContaining({ code })),
      };
    },
  });

const dayOne = new Date('2026-01-05T09:00:00Z');

/** An event as the store hands it out: of stream `s-1`, by ann of acme, on 5 January 2026, unless told otherwise. */
export const recorded = <E extends Event>(
  event: E,
  envelope: Partial<Omit<Recorded, 'type' | 'data'>> = {},
): Recorded<E> => ({
  ...event,
  id: 'ev-1',
  streamId: 's-1',
  version: 1,
  at: dayOne,
  by: { id: 'ann', tenantId: 'acme' },
  ...envelope,
});

/** The row that a read model shows after these events, all of one key. */
export const rowOf = <Row, E extends Event>(projection: Projection<Row, E>, ...events: Recorded<E>[]): Row | null =>
  events.reduce<Row | null>((row, event) => projection.evolve(row, event), null);

/**
 * Where published figures lie that a spec compares with, null where they are missing, which is said loudly. They are
 * read in place and are no part of the repository.
 */
export function referenceData(path: string): string | null {
  const found = resolve(__dirname, '../../..', process.env['TANDEM_REFERENCE_DATA'] ?? '../shared/data', path);
  if (existsSync(found)) return found;
  process.stderr.write(`NOT COMPARED: ${found} is missing. Point TANDEM_REFERENCE_DATA to the reference data.\n`);
  return null;
}
