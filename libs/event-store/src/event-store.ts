import { type Command, type Decider, type Event, Rejection } from '@tandem/core';
import { type Append, Appender, type Outcome } from './appender';
import { BaselineCache } from './baseline-cache';
import type { Database, Tenant, Tx } from './database';
import { type Decided, type Envelope, type Meta, check, decideOn, idOf } from './decision';
import { type Baseline, type StreamType, advance, beginning, schemaVersion, streamBoards, upcast } from './stream-type';
import { Turns } from './turns';

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

const mostAttempts = 12;
/** In a transaction the first conflict locks the stream's head; a later one means that its place in the feed is taken. */
const mostAttemptsInside = 3;

/** Decides commands on streams and stores what follows, with the rows of the streams' own boards, in one transaction. */
export class EventStore {
  private readonly byDecider = new Map<object, StreamType>();
  private readonly byName = new Map<string, StreamType>();
  private readonly boards = new Set<string>();
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
    if (!/^[a-z][a-z0-9-]*$/.test(stream.name))
      throw new Error(`A kind of stream is named in kebab-case, not ${stream.name}.`);
    if (this.byName.has(stream.name)) throw new Error(`Two kinds of stream are called ${stream.name}.`);
    for (const { table } of stream.projections) this.addBoard(table);
    this.byDecider.set(stream.decider, stream);
    this.byName.set(stream.name, stream);
  }

  private addBoard(table: string): void {
    if (!/^[a-z][a-z0-9_]{0,50}_v[0-9]+$/.test(table))
      throw new Error(`A board is named in snake_case with its version, such as team_board_v1, not ${table}.`);
    if (this.boards.has(table)) throw new Error(`Two boards are called ${table}.`);
    this.boards.add(table);
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
    const id = idOf(streamId);
    check(envelope);
    const decide = () => this.decideAndAppend(stream, id, command, envelope);
    return envelope.tx ? decide() : this.turns.take(`${envelope.viewer.tenantId}/${id}`, decide);
  }

  private async decideAndAppend(
    stream: StreamType,
    streamId: string,
    command: Command,
    envelope: Envelope,
  ): Promise<Handled> {
    const { viewer, tx } = envelope;
    // A stream that was not seen lately is most often new; where it is not, the append is a conflict and it is read.
    let baseline = this.cache.get(viewer, stream, streamId) ?? beginning(stream);
    for (let attempt = 1; attempt <= (tx ? mostAttemptsInside : mostAttempts); attempt++) {
      const fresh = attempt > 1 || tx !== undefined;
      if (fresh) baseline = await this.catchUp(stream, viewer, streamId, baseline, tx);
      const decided = decideOn(stream, streamId, baseline, command, envelope);
      if (!fresh && (decided.refusal || decided.events.length === 0)) continue;
      if (decided.refusal) {
        const earlier = await this.earlier(envelope);
        if (earlier) return answered(earlier, streamId, command);
        throw decided.refusal;
      }
      const outcome = await this.append(stream, streamId, command, decided, baseline, envelope);
      if (outcome.outcome === 'duplicate') return answered(outcome, streamId, command);
      if (outcome.outcome === 'appended') return { streamId, version: decided.after.version };
      if (attempt > 2 && baseline.version === 0) await this.demandOwnId(stream, streamId, envelope);
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
    const id = idOf(streamId);
    const { state, version } = await this.catchUp(stream, who, id, this.cache.get(who, stream, id));
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
    let baseline = { ...known, size: known.size + rows[0]!.events.length - 2 };
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

type Earlier = Omit<Extract<Outcome, { outcome: 'duplicate' }>, 'outcome'>;

function answered({ streamId, type, version }: Earlier, wanted: string, command: Command): Handled {
  if (streamId !== wanted || type !== command.type)
    throw new Rejection(
      'command-id-reused',
      '`commandId` belongs to an earlier, different command. Choose a new UUID for each command.',
    );
  return { streamId, version };
}
