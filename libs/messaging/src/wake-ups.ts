import { WakeUps as Bell } from '@tandem/event-store';
import type { ClientConfig } from 'pg';
import { asError } from './backoff';
import type { OnError } from './bus';

const leastMs = 2;

/**
 * Tells all processes on the bus that something happened. NOTIFY makes commits wait for each other, so it is sent
 * apart from the records, at once but at most every 2 ms.
 */
export class WakeUps {
  private readonly bell: Bell;
  private readonly due = new Map<string, NodeJS.Timeout | undefined>();
  private listening: Promise<void> | undefined;
  private closed = false;

  constructor(
    config: ClientConfig,
    private readonly channel: string,
    private readonly send: (sql: string, params: unknown[]) => Promise<unknown>,
    private readonly onError: OnError,
  ) {
    this.bell = new Bell(config, channel, (error) => onError(error, 'listen'));
  }

  /** Begins to hear other processes; keeps trying when the connection is lost. */
  listen(): void {
    this.listening ??= this.bell.start();
  }

  /** Calls back at each wake-up until the returned function is called; '' is news of records. */
  on(listener: (what: string) => void): () => void {
    return this.bell.onRing((what = '') => listener(what));
  }

  /** Wakes everybody, soon. Never waits and never fails: those who miss it poll. */
  ring(what = ''): void {
    if (this.due.has(what)) {
      if (this.due.get(what)) return;
      this.due.set(
        what,
        setTimeout(() => this.ringNow(what), leastMs),
      );
      return;
    }
    this.ringNow(what);
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.due.values()) clearTimeout(timer);
    await this.listening;
    await this.bell.close();
  }

  private ringNow(what: string): void {
    this.due.set(what, undefined);
    setTimeout(() => this.due.get(what) ?? this.due.delete(what), leastMs).unref();
    if (this.closed) return;
    this.send('SELECT pg_notify($1, $2)', [this.channel, what]).catch((error) =>
      this.onError(asError(error), 'notify'),
    );
  }
}
