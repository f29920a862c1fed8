import type { Event, Recorded } from './event';

/** A read model: one row for each key, folded from the events in order. */
export interface Projection<Row, E extends Event> {
  /** The table's name and shape version. Raise the version to rebuild from the first event. */
  readonly table: `${string}_v${number}`;
  /** SQL expressions over the columns `key` and `row` (jsonb) that the queries search by; the tenant is put in front. */
  readonly indexes?: readonly string[];
  /**
   * Left out, the row belongs to the stream: it changes in the same transaction as the events, and whoever changed
   * it reads it back at once. Given, the events are followed and the row changes shortly after.
   */
  key?(event: Recorded<E>): string;
  /** Returns the new row, the same row if nothing changed, or null to delete it. */
  evolve(row: Row | null, event: Recorded<E>): Row | null;
}
