import { EventEmitter } from 'node:events';
import { Client, type ClientConfig } from 'pg';

const reconnectMs = 1_000;
/** A connection that is gone without a word is noticed by asking. */
const proofOfLifeMs = 15_000;

/** Tells those who wait that something happened, here or in another process. A hint: whoever waits also polls. */
export class WakeUps {
  private readonly bell = new EventEmitter().setMaxListeners(0);
  private client: Client | undefined;
  private beat: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly server: ClientConfig,
    private readonly channel: string,
    private readonly onError: (error: Error) => void = () => undefined,
  ) {}

  /** Starts to listen; keeps trying when the connection is lost. */
  async start(): Promise<void> {
    if (this.closed) return;
    const client = new Client({
      ...this.server,
      application_name: `tandem-${this.channel}-listener`,
      keepAlive: true,
      query_timeout: 5_000,
    });
    this.client = client;
    const again = (error?: Error) => {
      if (this.closed || this.client !== client) return;
      this.client = undefined;
      clearInterval(this.beat);
      void client.end().catch(() => undefined);
      if (error) this.onError(error);
      setTimeout(() => void this.start(), reconnectMs).unref();
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', ({ payload }) => this.ring(payload));
    try {
      await client.connect();
      await client.query(`listen "${this.channel}"`);
      this.beat = setInterval(() => void client.query('select 1').catch(again), proofOfLifeMs);
      this.beat.unref();
      this.ring();
    } catch (error) {
      again(error as Error);
      void client.end().catch(() => undefined);
    }
  }

  /** How often the bell has rung: what a reader remembers before it looks, so that it misses no ring meanwhile. */
  rung = 0;

  /** Wakes whoever waits in this process. */
  readonly ring = (payload?: string): void => {
    this.rung++;
    this.bell.emit('ring', payload);
  };

  /** Calls back at every wake-up until the returned function is called. */
  onRing(listener: (payload?: string) => void): () => void {
    this.bell.on('ring', listener);
    return () => this.bell.off('ring', listener);
  }

  /** Resolves once the bell has rung more often than `rung`, or after the time given, or when the signal aborts. */
  next(rung: number, ms: number, signal: AbortSignal): Promise<void> {
    if (this.rung !== rung || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.bell.off('ring', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.bell.on('ring', done);
      signal.addEventListener('abort', done);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.beat);
    await this.client?.end().catch(() => undefined);
  }
}
