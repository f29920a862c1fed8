import type { Pool } from 'pg';
import { asError } from './backoff';
import type { OutRecord } from './bus';

/** A record and where it is to go. */
export interface Addressed extends OutRecord {
  readonly topic: string;
}

/** What takes records away, as many at a time as it likes. */
export interface Carrier {
  readonly mostRecords: number;
  readonly mostBytes: number;
  /** Resolves once all of them are durable. */
  carry(records: readonly Addressed[]): Promise<void>;
  /** True when the error is one caller's fault: then each caller's records are carried apart. */
  isCallersFault(error: Error): boolean;
}

interface Waiting {
  readonly records: readonly Addressed[];
  resolve(): void;
  reject(error: Error): void;
}

/** Publishes records. What waits at the same time travels together; one journey at a time, so order is kept. */
export class Publisher {
  private waiting: Waiting[] = [];
  private flight: Promise<void> | undefined;

  constructor(private readonly carrier: Carrier) {}

  publish(topic: string, records: readonly OutRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push({ records: records.map((record) => ({ topic, ...record })), resolve, reject });
      this.flight ??= this.fly();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await this.flight;
  }

  private async fly(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.length > 0) await this.write(this.next());
    this.flight = undefined;
  }

  private next(): Waiting[] {
    const { mostRecords, mostBytes } = this.carrier;
    let [records, bytes] = [0, 0];
    const full = this.waiting.findIndex((each, i) => {
      records += each.records.length;
      bytes += weightOf(each.records);
      return (records > mostRecords || bytes > mostBytes) && i > 0;
    });
    return this.waiting.splice(0, full < 0 ? this.waiting.length : full);
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    try {
      for (const load of this.loads(group.flatMap(({ records }) => records))) await this.carrier.carry(load);
      group.forEach(({ resolve }) => resolve());
    } catch (thrown) {
      const error = asError(thrown);
      if (group.length > 1 && this.carrier.isCallersFault(error)) for (const each of group) await this.write([each]);
      else group.forEach(({ reject }) => reject(error));
    }
  }

  /** One caller's records may be more than travel at once. */
  private loads(records: readonly Addressed[]): (readonly Addressed[])[] {
    const { mostBytes } = this.carrier;
    if (weightOf(records) <= mostBytes) return [records];
    const loads: Addressed[][] = [[]];
    let bytes = 0;
    for (const record of records) {
      bytes += weightOf([record]);
      if (bytes > mostBytes && loads.at(-1)!.length > 0) {
        loads.push([]);
        bytes = weightOf([record]);
      }
      loads.at(-1)!.push(record);
    }
    return loads;
  }
}

const weightOf = (records: readonly OutRecord[]): number =>
  records.reduce(
    (sum, { key, value, headers }) => sum + key.length + value.length + 24 * Object.keys(headers).length,
    0,
  );

/** Carries records into the log of the PostgreSQL bus, a transaction a journey. `carried` is called after each. */
export const intoLog = (pool: Pool, schema: string, carried: () => void): Carrier => ({
  mostRecords: 2_000,
  mostBytes: Infinity,
  async carry(records) {
    await pool.query({
      name: 'bus-publish',
      text: `SELECT "${schema}".publish($1, $2, $3, $4)`,
      values: [
        records.map(({ topic }) => topic),
        records.map(({ key }) => key),
        records.map(({ headers }) => JSON.stringify(headers)),
        records.map(({ value }) => value),
      ],
    });
    carried();
  },
  // A bad value (class 22), a broken rule (23) or an unknown topic (42).
  isCallersFault: (error) => /^(22|23|42)/.test(String((error as { code?: unknown }).code)),
});
