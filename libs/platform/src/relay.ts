import { type Announcement, toRecord } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import { type FedEvent, type Feed, type Position, type Subscription, Unavailable } from '@tandem/event-store';
import type { Bus, OutRecord } from '@tandem/messaging';

type Announce = (event: Recorded) => readonly Announcement[];

/**
 * Publishes what a service's events mean to others. The log is the outbox: the relay follows it, so nothing is lost
 * and nothing is told that did not happen. The id of a public event is the same on every replay.
 */
export class Relay {
  private readonly announcers = new Map<string, Announce>();

  constructor(
    private readonly service: string,
    private readonly bus: Bus,
  ) {}

  /** Before the log starts. */
  announces(stream: string, announce: Announce): void {
    this.announcers.set(stream, announce);
  }

  /** Nothing, when no slice of the service speaks to others. */
  subscription(): Subscription | undefined {
    if (this.announcers.size === 0) return undefined;
    return {
      name: 'relay',
      streams: [...this.announcers.keys()],
      pageSize: 5_000,
      apply: async (events) => void (await this.publish(events)),
    };
  }

  /**
   * Publishes all that the log holds once more, oldest first: of one kind of stream, or of all that speak to others.
   * Ids stay, so those who have seen an event pass over it. Answers how many records were published.
   */
  async publishAgain(feed: Feed, stream?: string): Promise<number> {
    if (stream !== undefined && !this.announcers.has(stream))
      throw new Error(
        `No stream of ${this.service} called ${stream} speaks to others: ${[...this.announcers.keys()].join(', ')} do.`,
      );
    const streams = stream === undefined ? [...this.announcers.keys()] : [stream];
    if (streams.length === 0) return 0;
    let published = 0;
    let last: Position = { xid: 0, position: 0 };
    for (let full = true; full;) {
      const page = await feed.page(last, 1_000, streams);
      published += await this.publish(page.events);
      ({ last, full } = page);
    }
    return published;
  }

  private async publish(events: readonly FedEvent[]): Promise<number> {
    const topics = new Map<string, OutRecord[]>();
    for (const event of events)
      this.announcers.get(event.stream)!(event).forEach((announcement, n) => {
        const records = topics.get(announcement.topic) ?? [];
        records.push(toRecord(announcement, this.envelope(event, n)));
        topics.set(announcement.topic, records);
      });
    for (const [topic, records] of topics)
      await this.bus.publish(topic, records).catch((error: unknown) => {
        throw new Unavailable(`Cannot publish on ${topic}: ${(error as Error).message}`, { cause: error });
      });
    return [...topics.values()].reduce((sum, records) => sum + records.length, 0);
  }

  private envelope({ id, at, by, streamId, meta }: FedEvent, n: number) {
    return {
      id: `${id}.${n}`,
      source: `/tandem/${this.service}`,
      time: at,
      tenantId: by.tenantId,
      subject: streamId,
      ...(meta.traceparent ? { traceparent: meta.traceparent } : {}),
    };
  }
}
