import type { Pool } from 'pg';
import { asError, backoff } from './backoff';
import type { Consumption, InRecord } from './bus';
import type { Settings } from './postgres-bus';

/** A partition as the bus hands it to a member. */
export interface Claimed {
  readonly slot: number;
  readonly topic: string;
  readonly partition: number;
  /** Raised whenever the partition changes hands. */
  readonly fence: string;
  /** False: it is another member's turn now. */
  readonly wanted: boolean;
}

/** The most records that a handler gets at once. */
export const mostRecords = 500;
const pagesATurn = 20;

/** One partition while this member holds it: reads page by page and hands over, never two pages at once. */
export class Claim {
  readonly slot: number;
  readonly fence: string;
  position: bigint | undefined;
  workedAt = 0;
  done: Promise<void> = Promise.resolve();

  private readonly abort = new AbortController();
  private busy = false;
  private leaving = false;
  private lost = false;
  private failures = 0;
  private notBefore = 0;
  private lastError: Error | undefined;
  private toldPosition: bigint | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly settings: Settings,
    private readonly consumption: Consumption,
    private readonly claimed: Claimed,
    private readonly beat: () => Promise<void>,
  ) {
    this.slot = claimed.slot;
    this.fence = claimed.fence;
  }

  get isBusy(): boolean {
    return this.busy;
  }

  get isLeaving(): boolean {
    return this.leaving;
  }

  get isLost(): boolean {
    return this.lost;
  }

  get isReady(): boolean {
    return !this.busy && !this.leaving && !this.lost && performance.now() >= this.notBefore;
  }

  get hasMoved(): boolean {
    return this.position !== undefined && this.position !== this.toldPosition;
  }

  isBehind(end: bigint): boolean {
    return this.position === undefined || this.position < end;
  }

  /** The position, noted as told to others. */
  told(): bigint | undefined {
    return (this.toldPosition = this.position);
  }

  /** Another's turn: the page in hand may end, no other begins. */
  letGo(): void {
    this.leaving = true;
    this.abort.abort();
  }

  /** Another has it already. */
  lose(): void {
    this.lost = true;
    this.abort.abort();
  }

  trouble(): string | undefined {
    const { topic, partition } = this.claimed;
    return this.failures > 2 ? `${topic}/${partition} fails again and again: ${this.lastError?.message}` : undefined;
  }

  /** Works until the partition is empty or others should have their turn. Never rejects: an error means a pause. */
  work(): Promise<void> {
    this.busy = true;
    this.done = this.pages()
      .then(() => {
        this.failures = 0;
      })
      .catch((error) => this.failed(asError(error)))
      .finally(() => {
        this.workedAt = performance.now();
        this.busy = false;
      });
    return this.done;
  }

  private failed(error: Error): void {
    const { topic, partition } = this.claimed;
    this.position = undefined;
    if (this.abort.signal.aborted) return;
    this.lastError = error;
    this.notBefore = performance.now() + backoff(++this.failures);
    this.settings.onError(error, `${this.consumption.group} on ${topic}/${partition}`);
  }

  private async pages(): Promise<void> {
    const { topic, partition } = this.claimed;
    this.position ??= await this.consumption.startAt(topic, partition);
    let coming = this.readAhead(this.position);
    for (let page = 0; page < pagesATurn && !this.abort.signal.aborted; page++) {
      const { records, first, next } = await coming;
      if (this.abort.signal.aborted) return;
      this.position = this.within(this.position, first, next);
      const last = records.at(-1);
      if (!last) return;
      const isLast = last.offset + 1n >= next || page + 1 === pagesATurn;
      if (!isLast) coming = this.readAhead(last.offset + 1n);
      await this.consumption.handler(
        { topic, partition, records, highWatermark: next },
        { signal: this.abort.signal, heartbeat: this.heartbeat },
      );
      this.position = last.offset + 1n;
      this.failures = 0;
      if (isLast) return;
    }
  }

  /** Reads while something else is done: the next page while one is handled. */
  private readAhead(position: bigint): ReturnType<Claim['read']> {
    const coming = this.read(position);
    coming.catch(() => undefined); // met when it is awaited
    return coming;
  }

  /** Where to read on, should the partition begin later than where the group is. It never ends earlier. */
  private within(position: bigint, first: bigint, next: bigint): bigint {
    const where = `${this.claimed.topic}/${this.claimed.partition}`;
    const { group } = this.consumption;
    if (position > next)
      throw new Error(
        `${group} is at offset ${position} of ${where}, which ends at ${next}: the bus was emptied or restored. ` +
          `Set the consumer's offset to where it should go on.`,
      );
    if (position >= first) return position;
    if (position > 0n)
      this.settings.onError(
        new Error(`Records ${position} to ${first - 1n} of ${where} passed their retention unread.`),
        group,
      );
    return first;
  }

  private async read(position: bigint): Promise<{ records: InRecord[]; first: bigint; next: bigint }> {
    const { rows } = await this.pool.query({
      name: 'bus-read',
      text: `SELECT p.first_offset::text AS first, p.next_offset::text AS next, l."offset"::text, l.key, l.headers, l.value, l.at
               FROM "${this.settings.schema}".partitions p
               LEFT JOIN "${this.settings.schema}".log l ON l.slot = p.slot AND l."offset" >= $2
              WHERE p.slot = $1 ORDER BY l."offset" LIMIT ${mostRecords}`,
      values: [this.slot, position],
    });
    const found = rows.filter(({ offset }) => offset !== null);
    return {
      first: BigInt(rows[0].first),
      next: BigInt(rows[0].next),
      records: found.map(({ offset, key, headers, value, at }) => ({
        ...{ key, value, headers: JSON.parse(headers) as Record<string, string> },
        ...{ offset: BigInt(offset), timestamp: at as Date },
      })),
    };
  }

  private readonly heartbeat = async (): Promise<void> => {
    this.abort.signal.throwIfAborted();
    await this.beat();
    this.abort.signal.throwIfAborted();
  };
}
