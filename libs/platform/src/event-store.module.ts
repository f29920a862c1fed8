import { type DynamicModule, Module } from '@nestjs/common';
import type { Announcement } from '@tandem/contracts';
import type { Command, Event, Recorded } from '@tandem/core';
import { EventLog, type StreamType } from '@tandem/event-store';
import { Relay } from './relay';

/** A kind of stream as its slice declares it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- every slice has a state of its own
export interface Slice<C extends Command, E extends Event> extends StreamType<any, C, E> {
  /** What the rest of the company hears. Left out: nothing. */
  announce?(event: Recorded<E>): readonly Announcement[];
}

/** Makes a slice's kind of stream known to the service's event log. */
@Module({})
export class EventStoreModule {
  static forStream<C extends Command, E extends Event>(slice: Slice<C, E>): DynamicModule {
    const registration = {
      provide: Symbol(slice.name),
      inject: [EventLog, Relay],
      useFactory: (log: EventLog, relay: Relay) => {
        log.store.register(slice);
        if (slice.announce) relay.announces(slice.name, slice.announce as (event: Recorded) => readonly Announcement[]);
        return slice;
      },
    };
    return { module: EventStoreModule, providers: [registration] };
  }
}
