import { type Actor, type Command, type Decider, type Event, type Recorded, Rejection } from '@tandem/core';
import { type Append, Appender, type Outcome } from './appender';
import { BaselineCache } from './baseline-cache';
import { type Database, type Tenant, type Tx, isUuid } from './database';
import { type Baseline, type StreamType, advance, beginning, schemaVersion, streamBoards, upcast } from './stream-type';
import { Turns } from './turns';
import { uuidv7 } from './uuid';

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

/** Where a stream stands after a command. */
export interface Handled {
  readonly streamId: string;
  readonly version: number;
}

type StoredEvent = [
  version: number,
  type: string,
  schemaVersion: number,
  id: string,
  at: number,
  meta: Meta,
  data: object,
];

/** What is stored beside an event's data. */
export interface Meta {
  readonly by: string;
  readonly command: string;
  readonly correlation: string;
  readonly causation?: string;
  readonly traceparent?: string;
}

const mostAttempts = 12;
const clockSkewMs = 60_000;

/** Decides commands on streams and stores what follows, with the rows of the streams' own boards, in one transaction. */
export class EventStore {
  private readonly byDecider = new Map<object, StreamType>();
  private readonly byName = new Map<string, StreamType>();
  private readonly appender: Appender;
  private readonly cache = new BaselineCache();
  private readonly turns = new Turns();

  constructor(
    readonly db: Database,
    appended: () => void = () => undefined,
  ) {
    this.appender = new Appender(db.app, appended);
  }

  /** Makes a kind of stream known. Once a kind, before the first command. */
  register(stream: StreamType): void {
    if (!/^[a-z][a-z0-9-]*$/.test(stream.name)) throw new Error(`A kind of stream is named in kebab-case, not ${stream.name}.`);
    if (this.byName.has(stream.name)) throw new Error(`Two kinds of stream are called ${stream.name}.`);
    this.byDecider.set(stream.decider, stream);
    this.byName.set(stream.name, stream);
  }

  /** The kind of stream of that name, if this service has it. */
  streamNamed(name: string): StreamType | undefined {
    return this.byName.get(name);
  }

  get streams(): readonly StreamType[] {
    return [...this.byName.values()];
  }

  /**
   * Decides one command and stores its events. The same command id again answers as the first time and does nothing;
   * when another writer was faster the command is decided again on what stands then.
   * Throws a Rejection of the stream's rules, `version-conflict` when `expectedVersion` does not hold,
   * `command-id-reused` when the id belongs to another command.
   */
  async handle<State, C extends Command, E extends Event>(
    decider: Decider<State, C, E>,
    streamId: string,
    command: C,
    envelope: Envelope,
  ): Promise<Handled> {
    const stream = this.streamOf(decider);
    check(streamId, envelope);
    const decide = () => this.decideAndAppend(stream, streamId, command, envelope);
    return envelope.tx ? decide() : this.turns.take(`${envelope.viewer.tenantId}/${streamId}`, decide);
  }

  private async decideAndAppend(
    stream: StreamType,
    streamId: string,
    command: Command,
    envelope: Envelope,
  ): Promise<Handled> {
    let baseline = envelope.tx ? undefined : this.cache.get(envelope.viewer, stream, streamId);
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const fresh = attempt > 1 || !baseline;
      if (fresh) baseline = await this.catchUp(stream, envelope.viewer, streamId, baseline, envelope.tx);
      const decided = decideOn(stream, streamId, baseline!, command, envelope);
      if (!fresh && (decided.refusal || decided.events.length === 0)) continue;
      if (decided.refusal) {
        const earlier = await this.earlier(envelope);
        if (earlier) return answered(earlier, streamId, command);
        throw decided.refusal;
      }
      const outcome = await this.append(stream, streamId, command, decided, baseline!, envelope);
      if (outcome.outcome === 'duplicate') return answered(outcome, streamId, command);
      if (outcome.outcome === 'appended') return { streamId, version: decided.after.version };
      if (attempt > 2 && baseline!.version === 0) await this.demandOwnId(stream, streamId, envelope);
      if (attempt > 3) await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** attempt));
    }
    throw new Rejection('too-busy', 'Others keep changing this at the same moment. Try again.');
  }

  /** What a stream amounts to now. Version 0: nothing has happened yet. */
  async load<State, C extends Command, E extends Event>(
    decider: Decider<State, C, E>,
    streamId: string,
    who: Tenant,
  ): Promise<{ readonly state: State; readonly version: number }> {
    const stream = this.streamOf(decider);
    const { state, version } = await this.catchUp(stream, who, streamId, this.cache.get(who, stream, streamId));
    return { state: state as State, version };
  }

  /** A transaction that may append: it takes its place in the feed before it writes anything. */
  async transaction<Result>(who: Tenant | null, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.db.transaction(who, async (tx) => {
      await tx.query('lock table events in row exclusive mode');
      return work(tx);
    });
  }

  close(): void {
    this.appender.close();
  }

  private streamOf(decider: object): StreamType {
    const stream = this.byDecider.get(decider);
    if (!stream)
      throw new Error('This decider belongs to no registered stream: import EventStoreModule.forStream of its slice.');
    return stream;
  }

  private async append(
    stream: StreamType,
    streamId: string,
    command: Command,
    { events, after }: Decided,
    { version }: Baseline,
    { viewer, commandId, tx }: Envelope,
  ): Promise<Outcome> {
    const append: Append = {
      streamId,
      stream: stream.name,
      expectedVersion: version,
      commandId,
      commandType: command.type,
      events: events.map(({ recorded: { type, data, id, at }, meta }) => ({
        type,
        schemaVersion: schemaVersion(stream, type),
        id,
        data,
        meta,
        at,
      })),
      rows: events.length === 0 ? [] : streamBoards(stream).map(({ table }, i) => ({ table, row: after.rows[i] })),
    };
    if (tx) return this.appender.appendIn(tx, viewer.tenantId, append);
    const outcome = await this.appender.append(viewer.tenantId, append);
    if (outcome.outcome === 'appended') this.cache.set(viewer, stream, streamId, after);
    return outcome;
  }

  /** Folds what was stored after the baseline; from the first event without one. */
  private async catchUp(
    stream: StreamType,
    who: Tenant,
    streamId: string,
    known = beginning(stream),
    tx?: Tx,
  ): Promise<Baseline> {
    const { rows } = await (tx ?? this.db.app).query<{ events: string }>({
      name: 'load_stream',
      text: 'select load_stream($1, $2, $3, $4) as events',
      values: [who.tenantId, stream.name, streamId, known.version],
    });
    let baseline = known;
    for (const [version, type, schema, id, at, meta, data] of JSON.parse(rows[0]!.events) as StoredEvent[]) {
      const by = { id: meta.by, tenantId: who.tenantId };
      const event = { type, data: upcast(stream, type, schema, data), id, streamId, version, at: new Date(at), by };
      baseline = advance(stream, baseline, event);
    }
    if (!tx) this.cache.set(who, stream, streamId, baseline);
    return baseline;
  }

  /** A stream that stays empty although it exists is another kind's: their ids must not meet. */
  private async demandOwnId(stream: StreamType, streamId: string, { viewer, tx }: Envelope): Promise<void> {
    const sql = 'select stream from streams where tenant_id = $1 and stream_id = $2';
    const params = [viewer.tenantId, streamId];
    const rows = tx ? (await tx.query(sql, params)).rows : await this.db.read(viewer, sql, params);
    const [head] = rows as { stream: string }[];
    if (head && head.stream !== stream.name)
      throw new Rejection('id-taken', `This id belongs to a ${head.stream}. Choose a new UUID for a ${stream.name}.`);
  }

  private async earlier({ viewer, commandId, tx }: Envelope): Promise<Earlier | undefined> {
    const sql = 'select stream_id as "streamId", type, version from commands where tenant_id = $1 and command_id = $2';
    const params = [viewer.tenantId, commandId];
    return (
      tx ? ((await tx.query(sql, params)).rows as Earlier[]) : await this.db.read<Earlier>(viewer, sql, params)
    )[0];
  }
}

interface Decided {
  readonly events: readonly { readonly recorded: Recorded; readonly meta: Meta }[];
  readonly after: Baseline;
  readonly refusal?: Rejection;
}

function decideOn(
  stream: StreamType,
  streamId: string,
  baseline: Baseline,
  command: Command,
  envelope: Envelope,
): Decided {
  let decided: readonly Event[];
  try {
    demandVersion(baseline, envelope);
    decided = stream.decider.decide(command, baseline.state);
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
  const events = decided.map((event, n) => ({
    recorded: { ...event, id: uuidv7(), streamId, version: baseline.version + n + 1, at, by } as Recorded,
    meta,
  }));
  return { events, after: events.reduce((before, { recorded }) => advance(stream, before, recorded), baseline) };
}

function demandVersion({ version }: Baseline, { expectedVersion }: Envelope): void {
  if (expectedVersion == null || expectedVersion === version) return;
  const message = `\`expectedVersion\` is ${expectedVersion}, but version ${version} stands. Read it again, then decide.`;
  throw new Rejection('version-conflict', message);
}

type Earlier = Omit<Extract<Outcome, { outcome: 'duplicate' }>, 'outcome'>;

function answered({ streamId, type, version }: Earlier, wanted: string, command: Command): Handled {
  if (streamId !== wanted || type !== command.type)
    throw new Rejection(
      'command-id-reused',
      '`commandId` belongs to an earlier, different command. Choose a new UUID for each command.',
    );
  return { streamId, version };
}

function check(streamId: string, { viewer, commandId, occurredAt }: Envelope): void {
  if (!isUuid(streamId)) throw new Rejection('bad-id', '`id` must be a UUID.');
  if (!isUuid(commandId))
    throw new Rejection('bad-command-id', '`commandId` must be a UUID, a new one for each command.');
  if (!isUuid(viewer.tenantId)) throw new Rejection('bad-tenant', 'The organisation of a command must be a UUID.');
  if (!occurredAt) return;
  const time = occurredAt.getTime();
  if (Number.isNaN(time) || time < 0 || time > Date.now() + clockSkewMs)
    throw new Rejection('impossible-time', '`occurredAt` must be a moment since 1970 and not in the future.');
}
