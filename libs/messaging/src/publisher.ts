import type { Pool } from 'pg';
import { asError } from './backoff';
import type { OutRecord } from './bus';

const mostRecords = 2_000;

interface Waiting {
  readonly topic: string;
  readonly records: readonly OutRecord[];
  resolve(): void;
  reject(error: Error): void;
}

/** Writes records to the log. What waits at the same time shares a transaction; one at a time, so order is kept. */
export class Publisher {
  private waiting: Waiting[] = [];
  private flight: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
    private readonly published: () => void,
  ) {}

  publish(topic: string, records: readonly OutRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push({ topic, records, resolve, reject });
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
    let records = 0;
    const full = this.waiting.findIndex((each, i) => (records += each.records.length) > mostRecords && i > 0);
    return this.waiting.splice(0, full < 0 ? this.waiting.length : full);
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    try {
      await this.insert(group);
      group.forEach(({ resolve }) => resolve());
      this.published();
    } catch (error) {
      if (group.length > 1 && isRecordsFault(error)) for (const each of group) await this.write([each]);
      else group.forEach(({ reject }) => reject(asError(error)));
    }
  }

  private async insert(group: readonly Waiting[]): Promise<void> {
    const rows = group.flatMap(({ topic, records }) => records.map((record) => ({ topic, ...record })));
    await this.pool.query({
      name: 'bus-publish',
      text: `SELECT "${this.schema}".publish($1, $2, $3, $4)`,
      values: [
        rows.map(({ topic }) => topic),
        rows.map(({ key }) => key),
        rows.map(({ headers }) => JSON.stringify(headers)),
        rows.map(({ value }) => value),
      ],
    });
  }
}

/** A bad value (class 22), a broken rule (23) or an unknown topic (42): one caller's fault, not everybody's. */
const isRecordsFault = (error: unknown) => /^(22|23|42)/.test(String((error as { code?: unknown }).code));
