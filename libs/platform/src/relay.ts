import { type Announcement, toRecord } from '@tandem/contracts';
import type { Recorded } from '@tandem/core';
import { type FedEvent, type Subscription, Unavailable } from '@tandem/event-store';
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
    return { name: 'relay', streams: [...this.announcers.keys()], apply: (events) => this.publish(events) };
  }

  private async publish(events: readonly FedEvent[]): Promise<void> {
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
