import { Controller } from '@nestjs/common';
import {
  capacityShortfall,
  type Contract,
  cycleAdopted,
  cycleChangeAgreed,
  cycleMeasured,
  cycleOpened,
  cycleRecurred,
  cycleWentStale,
  experimentDecided,
  experimentSignatureAsked,
  experimentStarted,
  type PersonForgotten,
  personForgotten,
  type Received,
  symptomChanged,
} from '@tandem/contracts';
import { EventStore, type Tx, uuidv5 } from '@tandem/event-store';
import { type Effect, Hears } from '@tandem/platform';
import { Inbox } from './inbox-board.queries';
import { notice } from './notice.decider';
import type { Notice } from './notice.events';
import {
  onAdopted,
  onCapacityShortfall,
  onChangeAgreed,
  onCycleOpened,
  onExperimentDecided,
  onExperimentStarted,
  onMeasured,
  onRecurred,
  onSignatureAsked,
  onSymptomChanged,
  onWentStale,
} from './notice.workflow';
import { recipient } from './recipient.decider';

/** In whose name the service itself acts. */
const self = 'b9d2b0a5-6f7e-5c1d-9a3e-4f0c8d7e6b21';

type Batch<C> = C extends Contract<infer Body> ? Received<Body>[] : never;

/** Tells people of what other services announce. */
@Controller()
export class NoticeConsumer {
  constructor(
    private readonly events: EventStore,
    private readonly inbox: Inbox,
  ) {}

  @Hears(cycleOpened)
  opened(batch: Batch<typeof cycleOpened>, { tx }: Effect) {
    return this.tell(batch, onCycleOpened, tx);
  }

  @Hears(cycleChangeAgreed)
  agreed(batch: Batch<typeof cycleChangeAgreed>, { tx }: Effect) {
    return this.tell(batch, onChangeAgreed, tx);
  }

  @Hears(cycleMeasured)
  measured(batch: Batch<typeof cycleMeasured>, { tx }: Effect) {
    return this.tell(batch, onMeasured, tx);
  }

  @Hears(cycleAdopted)
  adopted(batch: Batch<typeof cycleAdopted>, { tx }: Effect) {
    return this.tell(batch, onAdopted, tx);
  }

  @Hears(cycleWentStale)
  wentStale(batch: Batch<typeof cycleWentStale>, { tx }: Effect) {
    return this.tell(batch, onWentStale, tx);
  }

  @Hears(cycleRecurred)
  recurred(batch: Batch<typeof cycleRecurred>, { tx }: Effect) {
    return this.tell(batch, onRecurred, tx);
  }

  @Hears(symptomChanged)
  symptom(batch: Batch<typeof symptomChanged>, { tx }: Effect) {
    return this.tell(batch, onSymptomChanged, tx);
  }

  @Hears(experimentSignatureAsked)
  asked(batch: Batch<typeof experimentSignatureAsked>, { tx }: Effect) {
    return this.tell(batch, onSignatureAsked, tx);
  }

  @Hears(experimentStarted)
  started(batch: Batch<typeof experimentStarted>, { tx }: Effect) {
    return this.tell(batch, onExperimentStarted, tx);
  }

  @Hears(experimentDecided)
  decided(batch: Batch<typeof experimentDecided>, { tx }: Effect) {
    return this.tell(batch, onExperimentDecided, tx);
  }

  @Hears(capacityShortfall)
  unused(batch: Batch<typeof capacityShortfall>, { tx }: Effect) {
    return this.tell(batch, onCapacityShortfall, tx);
  }

  /** Empties the inbox, and lets nothing into it any more. */
  @Hears(personForgotten)
  async forgotten(batch: Received<PersonForgotten>[], { tx }: Effect): Promise<void> {
    for (const { id, tenantId, time, body } of batch) {
      const { personId } = body;
      const viewer = { id: self, tenantId };
      const envelope = (what: string) => ({
        ...{ viewer, commandId: uuidv5(tenantId, `forget ${what}`), occurredAt: time, causationId: id, tx },
      });
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [personId]);
      await this.events.handle(recipient, personId, { type: 'ForgetRecipient', data: {} }, envelope(personId));
      for (const noticeId of await this.inbox.idsOf(viewer, personId))
        await this.events.handle(notice, noticeId, { type: 'ForgetNotice', data: {} }, envelope(noticeId));
    }
  }

  private async tell<Body extends object>(
    batch: readonly Received<Body>[],
    told: (body: Body, subject: string) => readonly Notice[],
    tx: Tx,
  ): Promise<void> {
    for (const event of batch) for (const news of told(event.body, event.subject)) await this.give(event, news, tx);
  }

  /**
   * The same event and recipient make the same notice, so nobody is told twice. The lock keeps a person from being
   * forgotten between the question and the notice.
   */
  private async give({ id, source, tenantId, time, traceparent }: Received, data: Notice, tx: Tx): Promise<void> {
    const viewer = { id: self, tenantId };
    await tx.query('select pg_advisory_xact_lock_shared(hashtext($1))', [data.recipientId]);
    const { state } = await this.events.load(recipient, data.recipientId, viewer);
    if (state.status === 'forgotten') return;
    const noticeId = uuidv5(tenantId, `${source} ${id} to ${data.recipientId}`);
    const envelope = { viewer, commandId: noticeId, occurredAt: time, causationId: id, traceparent, tx };
    await this.events.handle(notice, noticeId, { type: 'GiveNotice', data }, envelope);
  }
}
