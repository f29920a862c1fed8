import { EventEmitter } from 'node:events';
import { Client } from 'pg';

const reconnectMs = 1_000;

/** Tells readers that something was appended, here or in another process. A hint: whoever waits also polls. */
export class WakeUps {
  private readonly bell = new EventEmitter().setMaxListeners(0);
  private client: Client | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly onError: (error: Error) => void = () => undefined,
  ) {}

  /** Starts to listen; keeps trying when the connection is lost. */
  async start(): Promise<void> {
    if (this.closed) return;
    const client = new Client({
      connectionString: this.url,
      application_name: `tandem-${this.channel}-listener`,
      keepAlive: true,
    });
    this.client = client;
    const again = (error?: Error) => {
      if (this.closed || this.client !== client) return;
      this.client = undefined;
      if (error) this.onError(error);
      setTimeout(() => void this.start(), reconnectMs).unref();
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', ({ payload }) => this.ring(payload));
    try {
      await client.connect();
      await client.query(`listen "${this.channel}"`);
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
    await this.client?.end().catch(() => undefined);
  }
}
