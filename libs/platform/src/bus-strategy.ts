import { Catch, type ExceptionFilter, type INestApplication } from '@nestjs/common';
import {
  Ctx,
  type CustomTransportStrategy,
  EventPattern,
  type MessageHandler,
  Payload,
  Server,
} from '@nestjs/microservices';
import {
  type Contract,
  contracts as allContracts,
  fromRecord,
  Malformed,
  type Received,
  topics,
} from '@tandem/contracts';
import { Rejection } from '@tandem/core';
import {
  type Applied,
  applyBatch,
  type Batch,
  type Bus,
  type Effects,
  type InRecord,
  type OnError,
  offsetsOf,
  replayDeadLetters,
  type Replayed,
  type Turn,
} from '@tandem/messaging';
import type { Pool, PoolClient } from 'pg';
import { isObservable, lastValueFrom } from 'rxjs';

/** What an `@EventPattern` handler gets beside its batch. What it does in `tx` commits together with the offset. */
export interface Effect extends Turn {
  readonly tx: PoolClient;
}

type Hearing<Body extends object> = (batch: Received<Body>[], effect: Effect) => Promise<void>;

/**
 * `@EventPattern` for a contract, with `@Payload()` and `@Ctx()` put where they belong: the method is
 * `(batch: Received<Body>[], effect: Effect)`, and the compiler checks that it takes what the contract tells.
 */
export const Hears =
  <Body extends object>({ type }: Contract<Body>) =>
  (target: object, method: string | symbol, descriptor: TypedPropertyDescriptor<Hearing<Body>>): void => {
    Payload()(target, method, 0);
    Ctx()(target, method, 1);
    EventPattern<string>(type)(target, method, descriptor);
  };

/** Who consumes, from which bus, into which database. */
export interface BusStrategyOptions {
  /** The service: its consumer group, and the owner of its offsets and dead letters. */
  readonly service: string;
  readonly bus: Bus;
  /** The service's own database under its application role, with the consumer's tables on the search path. */
  readonly pool: Pool;
  /** SQL that each transaction begins with. Left out: takes its place in the feed of the service's event log. */
  readonly begin?: string;
  readonly onError?: OnError;
  /** False: hears nothing, and is there to replay dead letters. */
  readonly joins?: boolean;
  /** The catalogue of public events; another one in specs. */
  readonly contracts?: readonly Contract[];
}

/** How many records became what since the start. */
export interface Consumed extends Applied {
  /** Of types that nobody here handles. */
  readonly skipped: number;
}

const startsAnywayMs = 1_000;
const takePlaceInFeed = 'LOCK TABLE events IN ROW EXCLUSIVE MODE';

/**
 * Lets a service's `@Hears(contract)` methods hear public events.
 * Each runs of events of one type in order; returning means done, throwing means again, and in the end the dead
 * letters. Handlers are called and awaited here, because Nest's own path answers an error instead of throwing it.
 */
export class BusStrategy extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly handlersOf = new Map<string, MessageHandler[]>();
  private readonly read = new WeakMap<InRecord, Received | undefined>();
  private readonly counts = { applied: 0, repeated: 0, dead: 0, skipped: 0 };
  private readonly closing = new AbortController();
  private joining: Promise<{ stop(): Promise<void> } | undefined> | undefined;

  constructor(private readonly options: BusStrategyOptions) {
    super();
  }

  get consumed(): Consumed {
    return { ...this.counts };
  }

  override addHandler(pattern: unknown, handler: MessageHandler, isEventHandler = false): void {
    const type = this.normalizePattern(pattern as string);
    if (!isEventHandler) throw new Error(`${type}: the bus carries events and no requests. Use @EventPattern.`);
    if (!this.contractOf(type))
      throw new Error(`${type} is no public event: @EventPattern takes the type of a contract.`);
    this.handlersOf.set(type, [...(this.handlersOf.get(type) ?? []), handler]);
    super.addHandler(pattern, handler, isEventHandler);
  }

  /** Joins the bus; when the bus is away the service starts all the same and joins as soon as it can. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    if (this.handlersOf.size > 0 && this.options.joins !== false) {
      this.joining = this.join();
      await Promise.race([this.joining, this.later(startsAnywayMs)]);
    }
    callback();
  }

  /** Waits for the handlers that are at work. */
  async close(): Promise<void> {
    this.closing.abort();
    await (await this.joining)?.stop();
  }

  /** Hands dead letters to the handlers again, in order; `key` says which, left out all. */
  replay(key?: string): Promise<Replayed> {
    const never = new AbortController().signal;
    return replayDeadLetters({ ...this.effects({ signal: never, heartbeat: async () => undefined }), key });
  }

  on(): never {
    throw new Error('The bus has no events of its own: look at health() and lag().');
  }

  unwrap<Unwrapped>(): Unwrapped {
    return this.options.bus as Unwrapped;
  }

  private async join() {
    const { bus, service, pool, onError } = this.options;
    const names = new Set([...this.handlersOf.keys()].map((type) => this.contractOf(type)!.topic as string));
    for (let attempt = 1; !this.closing.signal.aborted; attempt++) {
      try {
        await bus.ensureTopics(topics.filter(({ name }) => names.has(name)));
        const consumption = await bus.consume({
          ...{ group: service, topics: [...names], startAt: offsetsOf(pool, service) },
          handler: (batch, turn) => this.take(batch, turn),
        });
        return consumption;
      } catch (error) {
        onError?.(error as Error, `${service} joins the bus, attempt ${attempt}`);
        await this.later(Math.min(5_000, 250 * attempt));
      }
    }
    return undefined;
  }

  private later(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.closing.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }

  private async take(batch: Batch, turn: Turn): Promise<void> {
    const { applied, repeated, dead } = await applyBatch({ ...this.effects(turn), batch, signal: turn.signal });
    const skipped = batch.records.filter((record) => !this.faultOf(record) && !this.received(record)).length;
    this.counts.applied += Math.max(0, applied - skipped);
    this.counts.repeated += repeated;
    this.counts.dead += dead;
    this.counts.skipped += skipped;
  }

  private effects(turn: Turn): Effects {
    const { pool, service, begin = takePlaceInFeed, onError } = this.options;
    return {
      ...{ pool, consumer: service, begin, onError },
      refuse: (record) => this.faultOf(record),
      eventId: (record) => {
        const event = this.faultOf(record) ? undefined : this.received(record);
        return event && `${event.source} ${event.id}`;
      },
      isTransient: (error) => error instanceof Rejection && error.code === 'too-busy',
      run: (records, tx) => this.run(records, { ...turn, tx }),
    };
  }

  private async run(records: readonly InRecord[], effect: Effect): Promise<void> {
    const events = records.flatMap((record) => this.received(record) ?? []);
    for (let from = 0, to = 0; from < events.length; from = to) {
      const { type } = events[from]!;
      while (to < events.length && events[to]!.type === type) to++;
      for (const handler of this.handlersOf.get(type)!) {
        const result: unknown = await handler(events.slice(from, to), effect);
        if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      }
    }
  }

  private faultOf(record: InRecord): Malformed | undefined {
    try {
      this.received(record);
      return undefined;
    } catch (error) {
      return error as Malformed;
    }
  }

  /** Nothing for types that nobody here handles, newer versions among them: they are others' business, whatever they hold. */
  private received(record: InRecord): Received | undefined {
    if (this.read.has(record)) return this.read.get(record);
    const { ce_type } = record.headers;
    if (ce_type !== undefined && !this.handlersOf.has(ce_type)) return undefined;
    const event = fromRecord(record, this.options.contracts);
    const mine = this.handlersOf.has(event.type) ? event : undefined;
    this.read.set(record, mine);
    return mine;
  }

  private contractOf(type: string): Contract | undefined {
    return (this.options.contracts ?? allContracts).find((contract) => contract.type === type);
  }
}

/** Nest's own filter for events turns every error into "Internal server error"; here it stays what it is. */
@Catch()
class AsItIs implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

/** Connects an application's `@EventPattern` handlers to the bus. `app.startAllMicroservices()` begins, `app.close()` ends. */
export function connectBus(app: INestApplication, options: BusStrategyOptions): BusStrategy {
  const strategy = new BusStrategy(options);
  // Filters count only if they are there before the handlers are registered, which is otherwise done at once.
  const consumers = app.connectMicroservice({ strategy }, { deferInitialization: true });
  consumers.useGlobalFilters(new AsItIs());
  (consumers as unknown as { setIsInitHookCalled(called: boolean): void }).setIsInitHookCalled(true);
  return strategy;
}
