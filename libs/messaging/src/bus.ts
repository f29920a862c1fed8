import { Unavailable } from '@tandem/event-store';

/** A record to be published. Records of one key keep their order. */
export interface OutRecord {
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

/** A record as it lies on a partition. */
export interface InRecord extends OutRecord {
  readonly offset: bigint;
  readonly timestamp: Date;
}

/** What a handler gets: 1 to 500 records of one partition, in the order in which they were published. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly InRecord[];
  /** The offset that the next record to be published will get: the end of the partition. */
  readonly highWatermark: bigint;
}

/** What a handler may want to know while it works. */
export interface Turn {
  /** Aborted when the partition is taken away or the consumer stops: begin nothing more; what is under way may end. */
  readonly signal: AbortSignal;
  /** Tells the others that this member lives. Throws when the partition is no longer its own. */
  heartbeat(): Promise<void>;
}

/** Which records a group reads, and what happens to them. */
export interface Consumption {
  /** Members of one group share the partitions; each group gets every record. */
  readonly group: string;
  readonly topics: readonly string[];
  /** The first offset that is not yet done. Asked whenever a partition is taken over, and again after an error. */
  startAt(topic: string, partition: number): Promise<bigint>;
  /** Resolves when the batch is done. Rejects: the batch comes again, after a pause; nothing is passed over. */
  handler(batch: Batch, turn: Turn): Promise<void>;
}

/** A topic as it is to be made. */
export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
}

/** How far a group is on a partition, as it last said. */
export interface Lag {
  readonly topic: string;
  readonly partition: number;
  /** The next offset that the group will read. */
  readonly offset: bigint;
  readonly end: bigint;
}

/**
 * Carries public events from service to service, at least once and in order per key. Effects become exactly once
 * by `applyBatch`, which keeps the offset in the transaction of the effect.
 */
export interface Bus {
  /** Makes what is missing and grows what is too small; never shrinks or deletes. */
  ensureTopics(topics: readonly TopicPlan[]): Promise<void>;
  /**
   * Resolves once the records are durable. Calls for one key keep their order. When it rejects, some of the records
   * may be there all the same: publish all of them again, their ids tell consumers that they are the same.
   */
  publish(topic: string, records: readonly OutRecord[]): Promise<void>;
  /** `stop` waits for the handlers that are at work and then leaves the group. */
  consume(consumption: Consumption): Promise<{ stop(): Promise<void> }>;
  health(): Promise<{ ok: boolean; detail?: string }>;
  lag(group: string): Promise<Lag[]>;
  /** Stops what still consumes and gives the connections back. */
  close(): Promise<void>;
}

/** Thrown by a handler: not now. The batch comes again later and nothing is parked. */
export class Retry extends Unavailable {
  override readonly name = 'Retry';
}

/** Thrown by a handler: never. The record goes to the dead letters without another try. */
export class DeadLetter extends Error {
  override readonly name = 'DeadLetter';
}

/** Hears of every error that was met, before it is tried again. `where` says what was being done. */
export type OnError = (error: Error, where: string) => void;
