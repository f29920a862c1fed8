import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload } from 'kafkajs';
import { asError, backoff } from './backoff';
import type { Batch, Consumption, InRecord, OnError } from './bus';
import { mostRecords } from './claim';
import { toInRecord } from './kafka-record';

/** Where a partition begins and ends by now. */
export interface Extent {
  readonly low: bigint;
  readonly high: bigint;
}

/** What a partition needs of the member that holds it. */
export interface Holder {
  readonly consumption: Consumption;
  readonly onError: OnError;
  extent(topic: string, partition: number): Promise<Extent>;
  /** The next fetch begins here. */
  seek(topic: string, partition: number, offset: bigint): void;
  pause(topic: string, partition: number): void;
  resume(topic: string, partition: number): void;
  /** Runs work when not too much is under way already. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** How long a fetch waits for a handler. Then the partition is paused, so that the others and the heartbeats go on. */
const patienceMs = 400;

/**
 * One partition while this member holds it. The consumer's database says where it stands; what Kafka has noted is
 * a hint. One chunk at a time is handed over. An error means a pause of this partition and a look at the database.
 */
export class KafkaPartition {
  position: bigint | undefined;
  private readonly abort = new AbortController();
  private working: Promise<void> | undefined;
  private retrying: NodeJS.Timeout | undefined;
  private failures = 0;
  private lastError: Error | undefined;

  constructor(
    private readonly holder: Holder,
    readonly topic: string,
    readonly partition: number,
  ) {}

  /** After every assignment, this member's first or not. */
  assigned(): void {
    if (this.retrying || this.working) this.holder.pause(this.topic, this.partition);
    else this.begin();
  }

  /** Another's turn, or the end: what is under way may end, nothing more begins. */
  letGo(): void {
    clearTimeout(this.retrying);
    this.abort.abort();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.working;
  }

  trouble(): string | undefined {
    return this.failures > 2
      ? `${this.topic}/${this.partition} fails again and again: ${this.lastError?.message}`
      : undefined;
  }

  /** Takes what was fetched. Resolves when it is done, or when it takes so long that the fetches must go on without it. */
  async take(payload: EachBatchPayload): Promise<void> {
    if (!(await this.ends(this.working)) || this.retrying || this.abort.signal.aborted) return;
    const work = this.work(() => this.chunks(payload));
    if (await this.ends(work)) return;
    this.holder.pause(this.topic, this.partition);
    void work.then(() => this.goOn());
  }

  /** Whether it ends before the fetches must go on. If not, the partition waits until it does. */
  private async ends(work: Promise<void> | undefined): Promise<boolean> {
    if (!work) return true;
    const enough = new AbortController();
    const late = sleep(patienceMs, false, { signal: enough.signal }).catch(() => false);
    const ended = await Promise.race([work.then(() => true), late]);
    enough.abort();
    if (!ended) this.holder.pause(this.topic, this.partition);
    return ended;
  }

  private begin(): void {
    void this.work(async () => {
      this.position = await this.locate();
    }).then(() => this.goOn());
  }

  private goOn(): void {
    if (this.retrying || this.working || this.abort.signal.aborted) return;
    if (this.position === undefined) return this.begin();
    this.holder.seek(this.topic, this.partition, this.position);
    this.holder.resume(this.topic, this.partition);
  }

  private work(work: () => Promise<void>): Promise<void> {
    const working = work()
      .catch((error) => this.failed(asError(error)))
      .finally(() => (this.working = undefined));
    this.working = working;
    return working;
  }

  private failed(error: Error): void {
    this.position = undefined;
    if (this.abort.signal.aborted) return;
    this.lastError = error;
    this.holder.onError(error, `${this.holder.consumption.group} on ${this.topic}/${this.partition}`);
    this.holder.pause(this.topic, this.partition);
    this.retrying = setTimeout(() => {
      this.retrying = undefined;
      this.begin();
    }, backoff(++this.failures));
  }

  private async chunks({ batch, resolveOffset, isStale, isRunning }: EachBatchPayload): Promise<void> {
    const { topic, partition, abort } = this;
    const end = BigInt(batch.highWatermark);
    const fetched = BigInt((batch as unknown as { fetchedOffset: string }).fetchedOffset);
    if (this.position === undefined || fetched > this.position) this.position = await this.locate();
    if (this.position > end) throw this.emptied(this.position, end);
    if (fetched > this.position) return this.holder.seek(topic, partition, this.position);
    const from = batch.messages.findIndex(({ offset }) => BigInt(offset) >= this.position!);
    for (let at = from; at >= 0 && at < batch.messages.length; at += mostRecords) {
      if (abort.signal.aborted || isStale() || !isRunning()) return;
      const records = batch.messages.slice(at, at + mostRecords).map(toInRecord);
      await this.hand({ topic, partition, records, highWatermark: end });
      resolveOffset(String(this.position - 1n));
    }
    resolveOffset(batch.lastOffset());
  }

  private async hand(batch: Batch & { records: readonly InRecord[] }): Promise<void> {
    const { signal } = this.abort;
    const heartbeat = async () => signal.throwIfAborted();
    await this.holder.inTurn(async () => {
      if (signal.aborted) throw new Error('The partition was given away.');
      await this.holder.consumption.handler(batch, { signal, heartbeat });
    });
    this.position = batch.records.at(-1)!.offset + 1n;
    this.failures = 0;
  }

  /** Where the consumer's database says that it goes on; later, should the partition begin later. It never ends earlier. */
  private async locate(): Promise<bigint> {
    const { topic, partition, holder } = this;
    const { group, startAt } = holder.consumption;
    const [position, { low, high }] = await Promise.all([startAt(topic, partition), holder.extent(topic, partition)]);
    if (position > high) throw this.emptied(position, high);
    if (position >= low) return position;
    if (position > 0n)
      holder.onError(
        new Error(`Records ${position} to ${low - 1n} of ${topic}/${partition} passed their retention unread.`),
        group,
      );
    return low;
  }

  private emptied(position: bigint, end: bigint): Error {
    return new Error(
      `${this.holder.consumption.group} is at offset ${position} of ${this.topic}/${this.partition}, which ends at ${end}: ` +
        `the topic was emptied or made anew. Set the consumer's offset to where it should go on.`,
    );
  }
}
