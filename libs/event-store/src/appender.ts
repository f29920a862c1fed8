import type { Pool } from 'pg';
import type { Tx } from './database';
import { isWorthAnotherTry } from './transient';

/** Events for one stream, the rows of its boards after them, and the command that they answer. */
export interface Append {
  readonly streamId: string;
  readonly stream: string;
  readonly expectedVersion: number;
  readonly commandId: string;
  readonly commandType: string;
  readonly events: readonly { type: string; schemaVersion: number; id: string; data: object; meta: object; at: Date }[];
  readonly rows: readonly { table: string; row: unknown }[];
}

/** What became of an append. A duplicate names what its command did the first time. */
export type Outcome =
  | { readonly outcome: 'appended' | 'conflict' }
  | { readonly outcome: 'duplicate'; readonly streamId: string; readonly type: string; readonly version: number };

interface Waiting {
  readonly append: Append;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

const pipes = 3;
const mostInABatch = 256;
const wakeUpEveryMs = 2;
const mostAttempts = 3;
/** How long a batch waits for a stream that someone's open transaction holds, before each append goes on its own. */
const patienceMs = 200;

/**
 * Group commit: appends of one organisation that wait at the same time share a statement and a transaction. Each
 * stands or falls alone; when a batch fails as a whole its members are tried each by itself.
 */
export class Appender {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly busyStreams = new Set<string>();
  private readonly onTheirWay = new Set<string>();
  private isDue = false;
  private lastNotice = 0;
  private lateNotice: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly appended: () => void,
  ) {}

  append(tenantId: string, append: Append): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const queue = this.waiting.get(tenantId) ?? [];
      if (queue.length === 0) this.waiting.set(tenantId, queue);
      queue.push({ append, resolve, reject });
      this.pumpSoon();
    });
  }

  /** Inside a transaction that the caller commits: the events become visible with everything else in it. */
  async appendIn(tx: Tx, tenantId: string, append: Append): Promise<Outcome> {
    return (await send(tx, tenantId, [append], true, null))[0]!;
  }

  /** Forgets the notice that is still due. Nothing may be appended afterwards. */
  close(): void {
    clearTimeout(this.lateNotice);
  }

  /** After everybody who was just answered had the chance to ask again: they share the next batch. */
  private pumpSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.pump();
    });
  }

  private pump(): void {
    while (this.onTheirWay.size < pipes) {
      const next = this.nextBatch();
      if (!next) return;
      this.onTheirWay.add(next.tenantId);
      void this.flush(next.tenantId, next.batch).finally(() => {
        this.onTheirWay.delete(next.tenantId);
        this.pumpSoon();
      });
    }
  }

  /**
   * The organisation that has waited longest and has no batch on its way, and of it one append a stream. One batch at
   * a time makes the next one as large as it can be, which costs the least.
   */
  private nextBatch(): { tenantId: string; batch: Waiting[] } | undefined {
    for (const [tenantId, queue] of [...this.waiting]) {
      if (this.onTheirWay.has(tenantId)) continue;
      const batch: Waiting[] = [];
      const left: Waiting[] = [];
      for (const waiting of queue) {
        const { streamId } = waiting.append;
        if (batch.length < mostInABatch && !this.busyStreams.has(streamId)) {
          this.busyStreams.add(streamId);
          batch.push(waiting);
        } else left.push(waiting);
      }
      if (batch.length === 0) continue;
      this.waiting.delete(tenantId);
      if (left.length > 0) this.waiting.set(tenantId, left);
      return { tenantId, batch };
    }
    return undefined;
  }

  /** A batch that fails as a whole gives its pipe back: one that waits for a lock holds up nobody else. */
  private async flush(tenantId: string, batch: readonly Waiting[]): Promise<void> {
    const notify = this.noticeIsDue();
    const appends = batch.map(({ append }) => append);
    try {
      const outcomes = await send(this.pool, tenantId, appends, notify, patienceMs);
      this.appended();
      if (!notify) this.noticeLater();
      for (const { append } of batch) this.busyStreams.delete(append.streamId);
      batch.forEach(({ resolve }, i) => resolve(outcomes[i]!));
    } catch {
      for (const waiting of batch) void this.alone(tenantId, waiting).finally(() => this.free(waiting));
    }
  }

  /**
   * Sends one append again, by itself: the other half of a race has its answer by now, and where the answer was lost
   * with the connection the command id tells what became of it.
   */
  private async alone(tenantId: string, waiting: Waiting, attempt = 1): Promise<void> {
    try {
      const [outcome] = await send(this.pool, tenantId, [waiting.append], true, null);
      this.appended();
      waiting.resolve(outcome!);
    } catch (error) {
      if (attempt < mostAttempts && isWorthAnotherTry(error)) return this.alone(tenantId, waiting, attempt + 1);
      waiting.reject(error);
    }
  }

  private free({ append }: Waiting): void {
    this.busyStreams.delete(append.streamId);
    this.pumpSoon();
  }

  /** Other processes are woken at most every two milliseconds: each NOTIFY makes commits wait for one another. */
  private noticeIsDue(): boolean {
    const now = performance.now();
    if (now - this.lastNotice < wakeUpEveryMs) return false;
    this.lastNotice = now;
    return true;
  }

  /** A lost notice costs a quarter of a second, no more: whoever listens also polls. */
  private noticeLater(): void {
    this.lateNotice ??= setTimeout(() => {
      this.lateNotice = undefined;
      this.lastNotice = performance.now();
      this.pool.query(`select pg_notify(current_schema() || '_events', '')`).catch(() => undefined);
    }, wakeUpEveryMs);
  }
}

async function send(
  on: Pool | Tx,
  tenantId: string,
  batch: readonly Append[],
  notify: boolean,
  patience: number | null,
): Promise<Outcome[]> {
  const appends = batch.map((a, i) => ({
    i,
    s: a.streamId,
    k: a.stream,
    e: a.expectedVersion,
    n: a.expectedVersion + a.events.length,
    c: a.commandId,
    t: a.commandType,
  }));
  const events = batch.flatMap((a, i) =>
    a.events.map(({ type, schemaVersion, id, data, meta, at }, n) => ({
      i,
      k: a.stream,
      s: a.streamId,
      v: a.expectedVersion + n + 1,
      t: type,
      sv: schemaVersion,
      id,
      d: data,
      m: meta,
      at,
    })),
  );
  const boards = batch.flatMap((a, i) =>
    a.rows.map(({ table, row }) => ({ i, b: table, key: a.streamId, v: a.expectedVersion + a.events.length, r: row })),
  );
  const { rows } = await on.query<{ i: number; outcome: string; stream_id: string; type: string; version: number }>({
    name: 'append',
    text: 'select * from append($1, $2, $3, $4, $5, $6)',
    values: [tenantId, JSON.stringify(appends), JSON.stringify(events), JSON.stringify(boards), notify, patience],
  });
  const outcomes = new Array<Outcome>(batch.length);
  for (const { i, outcome, stream_id: streamId, type, version } of rows)
    outcomes[i] =
      outcome === 'duplicate' ? { outcome, streamId, type, version } : { outcome: outcome as 'appended' | 'conflict' };
  return outcomes;
}
