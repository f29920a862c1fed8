import { EventEmitter } from 'node:events';
import { Client, type ClientConfig } from 'pg';
import { asError, backoff, pause } from './backoff';
import type { OnError } from './bus';

const leastMs = 2;
const proofOfLifeMs = 15_000;

/**
 * Tells all processes on the bus that something happened. A hint and no more: whoever waits also polls. NOTIFY makes
 * commits wait for each other, so it is sent apart from the records, at once but at most every 2 ms.
 */
export class WakeUps {
  private readonly bell = new EventEmitter().setMaxListeners(0);
  private readonly closing = new AbortController();
  private listening: Promise<void> | undefined;
  private readonly due = new Map<string, NodeJS.Timeout | undefined>();

  constructor(
    private readonly config: ClientConfig,
    private readonly channel: string,
    private readonly send: (sql: string, params: unknown[]) => Promise<unknown>,
    private readonly onError: OnError,
  ) {}

  /** Begins to hear other processes; keeps trying when the connection is lost. */
  listen(): void {
    this.listening ??= this.keepListening();
  }

  /** Calls back at each wake-up until the returned function is called; '' is news of records. */
  on(listener: (what: string) => void): () => void {
    this.bell.on('ring', listener);
    return () => this.bell.off('ring', listener);
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
    this.closing.abort();
    for (const timer of this.due.values()) clearTimeout(timer);
    await this.listening;
  }

  private ringNow(what: string): void {
    this.due.set(what, undefined);
    setTimeout(() => this.due.get(what) ?? this.due.delete(what), leastMs).unref();
    if (this.closing.signal.aborted) return;
    this.send('SELECT pg_notify($1, $2)', [this.channel, what]).catch((error) =>
      this.onError(asError(error), 'notify'),
    );
  }

  private async keepListening(): Promise<void> {
    const { signal } = this.closing;
    for (let attempt = 1; !signal.aborted; attempt++) {
      const client = new Client({ ...this.config, keepAlive: true, query_timeout: 5_000 });
      const lost = new Promise<void>((resolve) => client.once('error', () => resolve()).once('end', () => resolve()));
      client.on('error', () => undefined);
      client.on('notification', ({ payload }) => this.bell.emit('ring', payload ?? ''));
      try {
        await client.connect();
        await client.query(`LISTEN "${this.channel}"`);
        attempt = 1;
        this.bell.emit('ring', '');
        while (!signal.aborted) {
          const beat = new AbortController();
          const stop = AbortSignal.any([signal, beat.signal]);
          const gone = await Promise.race([lost.then(() => true), pause(proofOfLifeMs, stop).then(() => false)]);
          beat.abort();
          if (gone) throw new Error('The connection that listens was lost.');
          if (!signal.aborted) await client.query('SELECT 1');
        }
      } catch (error) {
        this.onError(asError(error), 'listen');
        await pause(backoff(attempt, { capMs: 5_000 }), signal);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }
}
