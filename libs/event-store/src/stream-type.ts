import type { Command, Decider, Event, Projection, Recorded } from '@tandem/core';

/** Turns the data of one stored version of an event into the next version's. */
export type Upcaster = (data: object) => object;

/** One kind of stream: its rules, its read models, and how its old events are read today. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a registry holds streams of every state, command and event
export interface StreamType<State = any, C extends Command = any, E extends Event = any> {
  readonly name: string;
  readonly decider: Decider<State, C, E>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows differ from board to board
  readonly projections: readonly Projection<any, E>[];
  /** By event type, the step from schema version 1 to 2, from 2 to 3, and so on. */
  readonly upcasters?: Readonly<Record<string, readonly Upcaster[]>>;
}

/** An event's schema version today: 1 and one more for each upcaster. */
export const schemaVersion = (stream: StreamType, type: string): number => 1 + (stream.upcasters?.[type]?.length ?? 0);

/** The data as today's code knows it, whatever version was stored. */
export function upcast(stream: StreamType, type: string, version: number, data: object): object {
  const steps = stream.upcasters?.[type] ?? [];
  if (version > steps.length + 1) throw new TooOld(`version ${version} of ${type}`, stream);
  return steps.slice(version - 1).reduce((old, step) => step(old), data);
}

/** Rows keyed by stream: they change in the same transaction as the events. */
export const streamBoards = (stream: StreamType) => stream.projections.filter(({ key }) => !key);

/** Rows with a key of their own: a subscription follows the events and changes them shortly after. */
export const followedBoards = (stream: StreamType) => stream.projections.filter(({ key }) => key);

/** A stream at one version: its state, and the rows of its boards. */
export interface Baseline {
  readonly version: number;
  /** Characters of the events that it was folded from: about what it weighs. */
  readonly size: number;
  readonly state: unknown;
  readonly rows: readonly unknown[];
}

/** A stream before its first event. */
export const beginning = (stream: StreamType): Baseline => ({
  version: 0,
  size: 0,
  state: stream.decider.initialState(),
  rows: streamBoards(stream).map(() => null),
});

/** The baseline after one more event. An event that the rules or a board do not know stops here, loudly. */
export function advance(stream: StreamType, { state, rows, size }: Baseline, event: Recorded): Baseline {
  const next = stream.decider.evolve(state, event);
  if (next === undefined) throw new TooOld(event.type, stream);
  const boards = streamBoards(stream);
  return {
    version: event.version,
    size,
    state: next,
    rows: rows.map((row, i) => rowAfter(boards[i]!, row, event)),
  };
}

/** The row after one more event. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any row, any event
export function rowAfter(projection: Projection<any, any>, row: unknown, event: Recorded): unknown {
  const next = projection.evolve(row, event) as unknown;
  if (next === undefined) throw new TooOld(event.type, { name: projection.table });
  return next;
}

/** A newer release of the service has stored what this one cannot read. */
class TooOld extends Error {
  constructor(unknown: string, { name }: { readonly name: string }) {
    super(`${name} does not know ${unknown}: this process is older than the log.`);
  }
}
