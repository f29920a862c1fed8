import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type { EventLog, FedEvent, Position } from '@tandem/event-store';

const idleMs = 250;
const stalledMs = 50;
const outageMs = 1_000;

/** How a listener is told: `latest` passes over what happened while it was busy, but the last. */
interface Manner {
  readonly latest?: boolean;
}

/**
 * Tells listeners of this process what happens in streams of one kind, whichever process of the service wrote it: each
 * process follows the event log while somebody listens. What is missed while a connection is down shows in the first
 * thing that the next one is told.
 */
export class LiveEvents {
  private readonly bell = new EventEmitter().setMaxListeners(0);
  private readonly logger: Logger;
  private following: Promise<Position> | undefined;
  private listeners = 0;

  constructor(
    private readonly log: EventLog,
    private readonly stream: string,
    /** Whose business an event is. */
    private readonly keyOf: (event: FedEvent) => string,
  ) {
    this.logger = new Logger(`live ${stream}`);
  }

  /**
   * What a listener is told: first how it stands, `tell(undefined)`, then `tell(event)` for every event with this key
   * that is stored from now on, in order. Where `tell` answers undefined nothing is said. Ends when the listener does.
   */
  async of<Told>(
    key: string,
    tell: (event: FedEvent | undefined) => Promise<Told | undefined>,
    { latest = false }: Manner = {},
  ): Promise<AsyncIterableIterator<Told>> {
    let waiting: (FedEvent | undefined)[] = [undefined];
    let wake = () => {};
    let over = false;
    const hear = (event: FedEvent) => {
      waiting = latest ? [event] : [...waiting, event];
      wake();
    };
    this.bell.on(key, hear);
    this.listeners++;
    const end = async (): Promise<IteratorResult<Told>> => {
      if (!over) this.listeners--;
      over = true;
      this.bell.off(key, hear);
      wake();
      return { done: true, value: undefined };
    };
    try {
      await (this.following ??= this.begin());
    } catch (error) {
      this.following = undefined;
      await end();
      throw error;
    }
    const next = async (): Promise<IteratorResult<Told>> => {
      for (;;) {
        if (over) return end();
        if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        else {
          const told = await tell(waiting.shift());
          if (told !== undefined) return over ? end() : { done: false, value: told };
        }
      }
    };
    const changes = { next, return: end, throw: end, [Symbol.asyncIterator]: () => changes };
    return changes;
  }

  private async begin(): Promise<Position> {
    const end = await this.log.feed.end();
    void this.follow(end);
    return end;
  }

  private async follow(begin: Position): Promise<void> {
    const { feed, wakeUps } = this.log;
    const never = new AbortController().signal;
    let [at, unseenSince] = [begin, 0];
    while (this.listeners > 0) {
      const { rung } = wakeUps;
      let waitMs = idleMs;
      try {
        const stalled = unseenSince > 0 && performance.now() - unseenSince > stalledMs;
        const page = await (stalled
          ? feed.pagePastStrangers(at, 500, [this.stream])
          : feed.page(at, 500, [this.stream]));
        page.events.forEach((event) => this.bell.emit(this.keyOf(event), event));
        at = page.last;
        unseenSince = page.unseen ? unseenSince || performance.now() : 0;
        if (page.full) continue;
        if (page.unseen) waitMs = 2;
      } catch (error) {
        this.logger.warn(error);
        waitMs = outageMs;
      }
      await wakeUps.next(rung, waitMs, never);
    }
    this.following = undefined;
  }
}
