import { Controller } from '@nestjs/common';
import { type CycleOpened, cycleOpened, type Received } from '@tandem/contracts';
import { EventStore, type Tx, uuidv5 } from '@tandem/event-store';
import { type Effect, Hears } from '@tandem/platform';
import { notice } from './notice.decider';
import type { Notice } from './notice.events';
import { onCycleOpened } from './notice.workflow';

/** In whose name the service itself acts. */
const self = 'b9d2b0a5-6f7e-5c1d-9a3e-4f0c8d7e6b21';

/** Tells people of what other services announce. */
@Controller()
export class NoticeConsumer {
  constructor(private readonly events: EventStore) {}

  @Hears(cycleOpened)
  async opened(batch: Received<CycleOpened>[], { tx }: Effect): Promise<void> {
    for (const event of batch) for (const told of onCycleOpened(event.body)) await this.give(event, told, tx);
  }

  /** The same event and recipient make the same notice, so nobody is told twice. */
  private async give({ id, source, tenantId, time, traceparent }: Received, data: Notice, tx: Tx): Promise<void> {
    const noticeId = uuidv5(tenantId, `${source} ${id} to ${data.recipientId}`);
    const viewer = { id: self, tenantId };
    const envelope = { viewer, commandId: noticeId, occurredAt: time, causationId: id, traceparent, tx };
    await this.events.handle(notice, noticeId, { type: 'GiveNotice', data }, envelope);
  }
}
