import { type Actor, type Command, type Event, type Recorded, Rejection } from '@tandem/core';
import type { Tx } from './database';
import { UnstorableText, isStorable } from './storable';
import { type Baseline, type StreamType, advance } from './stream-type';
import { isUuid, uuidv7 } from './uuid';

const clockSkewMs = 60_000;

/** Who commands, and under which id: the same id twice is the same command. */
export interface Envelope {
  readonly viewer: Actor;
  readonly commandId: string;
  /** When it happened, if it is the past that is told. Left out: now. */
  readonly occurredAt?: Date | null;
  /** The version that the command was decided on. Left out: whatever stands when it arrives. */
  readonly expectedVersion?: number | null;
  /** A transaction of `EventStore.transaction`, to commit with other effects. */
  readonly tx?: Tx;
  /** The event that made someone command this, and the conversation that both belong to. */
  readonly causationId?: string;
  readonly correlationId?: string;
  readonly traceparent?: string;
}

/** What is stored beside an event's data. */
export interface Meta {
  readonly by: string;
  readonly command: string;
  readonly correlation: string;
  readonly causation?: string;
  readonly traceparent?: string;
}

/** What a command leads to, or why it is refused. */
export interface Decided {
  readonly events: readonly { readonly recorded: Recorded; readonly meta: Meta }[];
  readonly after: Baseline;
  readonly refusal?: Rejection;
}

/** Lets the rules decide on a stream as it stands. What follows is what will be read back: plain JSON. */
export function decideOn(
  stream: StreamType,
  streamId: string,
  baseline: Baseline,
  command: Command,
  envelope: Envelope,
): Decided {
  let text: string;
  try {
    demandVersion(baseline, envelope);
    text = JSON.stringify(stream.decider.decide(command, baseline.state));
    if (!isStorable(text)) throw new UnstorableText();
  } catch (error) {
    if (error instanceof Rejection) return { events: [], after: baseline, refusal: error };
    throw error;
  }
  const { viewer, commandId, occurredAt, causationId, correlationId = commandId, traceparent } = envelope;
  const by = { id: viewer.id, tenantId: viewer.tenantId };
  const meta: Meta = {
    by: viewer.id,
    command: commandId,
    correlation: correlationId,
    causation: causationId,
    traceparent,
  };
  const at = occurredAt ?? new Date();
  const events = (JSON.parse(text) as Event[]).map((event, n) => ({
    recorded: { ...event, id: uuidv7(), streamId, version: baseline.version + n + 1, at, by } as Recorded,
    meta,
  }));
  const before = { ...baseline, size: baseline.size + text.length };
  return { events, after: events.reduce((known, { recorded }) => advance(stream, known, recorded), before) };
}

function demandVersion({ version }: Baseline, { expectedVersion }: Envelope): void {
  if (expectedVersion == null || expectedVersion === version) return;
  const message = `\`expectedVersion\` is ${expectedVersion}, but version ${version} stands. Read it again, then decide.`;
  throw new Rejection('version-conflict', message);
}

/** A stream's id as it is stored: some clients write their UUIDs in capitals. */
export function idOf(streamId: string): string {
  if (!isUuid(streamId)) throw new Rejection('bad-id', '`id` must be a UUID.');
  return streamId.toLowerCase();
}

/** Refuses an envelope that cannot be stored. What follows from an event has that event's time, whatever clocks say here. */
export function check({ viewer, commandId, occurredAt, causationId }: Envelope): void {
  if (!isUuid(commandId))
    throw new Rejection('bad-command-id', '`commandId` must be a UUID, a new one for each command.');
  if (!isUuid(viewer.tenantId)) throw new Rejection('bad-tenant', 'The organisation of a command must be a UUID.');
  if (!occurredAt) return;
  const time = occurredAt.getTime();
  const latest = causationId === undefined ? Date.now() + clockSkewMs : Infinity;
  if (Number.isNaN(time) || time < 0 || time > latest)
    throw new Rejection('impossible-time', '`occurredAt` must be a moment since 1970 and not in the future.');
}
